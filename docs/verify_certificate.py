#!/usr/bin/env python3
"""Checks a certificate's signature with nothing but Python and OpenSSL: docs/certificate.md.

usage: verify_certificate.py CERTIFICATE DID_KEY     (works for revocation lists, too)
"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58(text):
    number = 0
    for letter in text:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def canonical(value):
    """RFC 8785 for texts and integers; the keys of these documents are ASCII."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def verify(text, did):
    document = json.loads(text)
    proof = document.pop("proof")
    signature = base58(proof.pop("proofValue")[1:])
    if proof["verificationMethod"] != f"{did}#{did.removeprefix('did:key:')}":
        return False
    signed = hashlib.sha256(canonical(proof)).digest() + hashlib.sha256(canonical(document)).digest()
    key = base58(did.removeprefix("did:key:z"))[2:]
    der = bytes.fromhex("302a300506032b6570032100") + key  # SubjectPublicKeyInfo of Ed25519
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(der) + b"-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", pem), ("signed", signed), ("signature", signature)):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(content)
        command = "openssl pkeyutl -verify -pubin -rawin -inkey key -in signed -sigfile signature"
        return subprocess.run(command.split(), cwd=folder, capture_output=True).returncode == 0


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        good = verify(file.read(), sys.argv[2])
    print("the signature holds" if good else "the signature does not hold")
    sys.exit(0 if good else 1)
