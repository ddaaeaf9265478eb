#!/usr/bin/env python3
"""Checks a proof of notice with nothing but Python and OpenSSL: docs/proof-of-notice.md.

usage: verify_proof_of_notice.py PROOF.json [PUBLIC_KEY_HEX]
"""

import base64
import calendar
import hashlib
import json
import struct
import subprocess
import sys
import tempfile
import time

LABEL = b"tarazy.notifications.v1.ReceiptBlock"
STATES = "NEW ACCEPTED QUEUED DEFERRED SENT DELIVERED BOUNCED EXPIRED SUPPRESSED DEAD READ ACKNOWLEDGED".split()
WAITING = {"DEFERRED", "EXPIRED", "SUPPRESSED", "DEAD"}
AFTER = {
    "NEW": {"ACCEPTED"},
    "ACCEPTED": {"QUEUED"} | WAITING,
    "QUEUED": {"SENT", "DELIVERED"} | WAITING,
    "DEFERRED": {"QUEUED"} | WAITING - {"DEFERRED"},
    "SENT": {"DELIVERED", "BOUNCED"},
    "DELIVERED": {"READ", "ACKNOWLEDGED"},
    "READ": {"ACKNOWLEDGED"},
    "DEAD": {"QUEUED"},
}
# By the receipt's channel: e-mail, webhook, inbox, SMS.
NEVER = {
    1: {("QUEUED", "DELIVERED"), ("DELIVERED", "READ"), ("DELIVERED", "ACKNOWLEDGED")},
    2: {("DELIVERED", "READ"), ("DELIVERED", "ACKNOWLEDGED")},
    3: {("QUEUED", "SENT")},
}
NEVER[4] = NEVER[1]
# The fields of a receipt that all receipts of one delivery share.
SHARED = (1, 5, 6, 7, 8, 9)


class Broken(Exception):
    """What does not hold."""


def check(holds, sentence):
    if not holds:
        raise Broken(sentence)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def signed_bytes(block):
    """Each field behind its length; lengths and numbers are 8 bytes, big-endian."""
    fields = [LABEL, number(block["number"]), block["previous"], block["root"]]
    fields += [number(block["receipts"]), number(block["time"])]
    return b"".join(number(len(field)) + field for field in fields)


def number(value):
    return struct.pack(">Q", value)


def root_of(leaf, index, leaves, path):
    """RFC 9162, section 2.1.3.2."""
    check(0 <= index < leaves, "the leaf is not in its block")
    value, last, path = sha256(b"\0", leaf), leaves - 1, list(path)
    while last > 0:
        if index % 2 == 1 or index < last:
            check(path, "a way is too short")
            beside = path.pop(0)
            pair = (beside, value) if index % 2 == 1 else (value, beside)
            value = sha256(b"\1", *pair)
        index, last = index // 2, last // 2
    check(not path, "a way is too long")
    return value


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 0x80:
            return value, at


def message(data):
    """The fields of a protobuf message by number: numbers and bytes, which is all that receipts have."""
    fields, at = {}, 0
    while at < len(data):
        tag, at = varint(data, at)
        check(tag & 7 in (0, 2), "a receipt has a field of a strange kind")
        value, at = varint(data, at)
        if tag & 7 == 2:
            value, at = data[at : at + value], at + value
        fields[tag >> 3] = value
    return fields


def signature_holds(key, signed, signature):
    der = bytes.fromhex("302a300506032b6570032100") + key  # SubjectPublicKeyInfo of Ed25519
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(der) + b"-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", pem), ("signed", signed), ("signature", signature)):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(content)
        command = "openssl pkeyutl -verify -pubin -rawin -inkey key -in signed -sigfile signature"
        return subprocess.run(command.split(), cwd=folder, capture_output=True).returncode == 0


def read(text):
    """The JSON of a proof with its bytes and numbers as such."""
    proof = json.loads(text)
    raw = base64.b64decode
    blocks = [
        {
            "number": int(block["number"]),
            "previous": raw(block["previous"]),
            "root": raw(block["root"]),
            "receipts": int(block["receipts"]),
            "time": calendar.timegm(time.strptime(block["time"], "%Y-%m-%dT%H:%M:%SZ")),
            "signature": raw(block["signature"]),
        }
        for block in proof["blocks"]
    ]
    receipts = [
        {
            "bytes": raw(receipt["receipt"]),
            "block": int(receipt["block"]),
            "leaf": int(receipt.get("leaf", 0)),
            "path": [raw(step) for step in receipt.get("path", [])],
        }
        for receipt in proof["receipts"]
    ]
    return raw(proof["public_key"]), blocks, receipts


def check_blocks(key, blocks):
    check(blocks, "no blocks")
    for before, block in zip([None] + blocks, blocks):
        name = f"block {block['number']}: "
        check(len(block["previous"]) == len(block["root"]) == 32, name + "hashes have 32 bytes")
        check(block["number"] >= 1 and block["receipts"] >= 1, name + "is empty or has no number")
        if block["number"] == 1:
            check(block["previous"] == bytes(32), name + "the first names one before it")
        if before:
            check(block["number"] == before["number"] + 1, name + "there is a gap before it")
            check(block["previous"] == sha256(signed_bytes(before)), name + "names another block")
        check(signature_holds(key, signed_bytes(block), block["signature"]), name + "the signature")


def check_receipts(blocks, receipts):
    check(receipts, "no receipts")
    check(blocks[0]["number"] == receipts[0]["block"], "blocks before the first receipt")
    by_number = {block["number"]: block for block in blocks}
    read_receipts, place, previous, state = [], (0, 0), b"", "NEW"
    for count, receipt in enumerate(receipts, 1):
        name = f"receipt {count}: "
        block = by_number.get(receipt["block"])
        check(block, name + "its block is missing")
        root = root_of(receipt["bytes"], receipt["leaf"], block["receipts"], receipt["path"])
        check(root == block["root"], name + "its way does not lead to the root")
        check((receipt["block"], receipt["leaf"]) > place, name + "sealed before the one before it")
        fields = message(receipt["bytes"])
        check(fields.get(2) == count, name + "has another number")
        check(fields.get(15, b"") == previous, name + "names another receipt before it")
        if read_receipts:
            same = all(fields.get(f) == read_receipts[0].get(f) for f in SHARED)
            check(same, name + "of another delivery")
        after = STATES[fields.get(4, 0)]
        allowed = after in AFTER.get(state, ()) and fields.get(9) in NEVER
        check(allowed and (state, after) not in NEVER[fields[9]], name + f"{after} after {state}")
        read_receipts.append(fields)
        place, previous, state = (receipt["block"], receipt["leaf"]), sha256(receipt["bytes"]), after
    return read_receipts


def verify(text, expected_key=None):
    """What happened, as lines; Broken when the proof does not hold."""
    try:
        key, blocks, receipts = read(text)
        check(expected_key is None or key == expected_key, "signed with another key")
        check_blocks(key, blocks)
        proven = check_receipts(blocks, receipts)
    except (KeyError, IndexError, TypeError, ValueError, struct.error) as error:
        raise Broken(f"no proof: {error}") from error
    lines = [f"{proven[0][1].decode()} to {proven[0][8].decode()} about {proven[0][7].decode()}"]
    for fields in proven:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(message(fields[3])[1]))
        lines.append(f"{moment} {STATES[fields[4]]}")
    lines.append(f"newest block {blocks[-1]['number']} {sha256(signed_bytes(blocks[-1])).hex()}")
    return lines


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as proof_file:
        content = proof_file.read()
    try:
        print("\n".join(verify(content, bytes.fromhex(sys.argv[2]) if len(sys.argv) > 2 else None)))
    except Broken as broken:
        sys.exit(f"the proof does not hold: {broken}")
