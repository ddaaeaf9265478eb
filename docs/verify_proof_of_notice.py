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
# What becomes of a delivery that a worker takes. That he takes it leaves no receipt, so this follows
# whatever he takes it out of.
OUTCOMES = {"SENT", "DELIVERED", "DEFERRED", "EXPIRED", "SUPPRESSED", "DEAD"}
AFTER = {
    "NEW": {"ACCEPTED"} | OUTCOMES,
    "ACCEPTED": {"QUEUED"} | OUTCOMES,
    "QUEUED": OUTCOMES,
    "DEFERRED": {"QUEUED"} | OUTCOMES,
    "SENT": {"DELIVERED", "BOUNCED"},
    "DELIVERED": {"READ", "ACKNOWLEDGED"},
    "READ": {"ACKNOWLEDGED"},
    "DEAD": {"QUEUED"},
}
EMAIL, WEBHOOK, INBOX, SMS = 1, 2, 3, 4
# The fields of a Receipt and of its Timestamp by their wire types: 0 numbers, 2 bytes.
NUMBER, BYTES = 0, 2
RECEIPT = {field: NUMBER if field in (2, 4, 9) else BYTES for field in range(1, 16)}
TIMESTAMP = {1: NUMBER, 2: NUMBER}
# The fields of a receipt that are text, and those that all receipts of one delivery share.
TEXTS = (1, 5, 6, 7, 8, 10, 11, 12, 13, 14)
SHARED = (1, 5, 6, 7, 8, 9)
# The keys of the JSON.
PROOF_KEYS = {"receipts", "blocks", "public_key"}
BLOCK_KEYS = {"number", "previous", "root", "receipts", "time", "signature"}
RECEIPT_KEYS = {"receipt", "block", "leaf", "path"}


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


def may_follow(channel, before, after):
    """Whether a receipt of state `after` may follow one of `before`; NEW: it is the first."""
    if channel not in (EMAIL, WEBHOOK, INBOX, SMS) or after not in AFTER.get(before, ()):
        return False
    if after in ("READ", "ACKNOWLEDGED"):  # nothing but the inbox knows what its reader does
        return channel == INBOX
    if after == "SENT" or before == "SENT":  # what somebody else takes; an inbox is ours
        return channel != INBOX
    if after == "DELIVERED":  # who says at once that it has arrived
        return channel in (INBOX, WEBHOOK)
    return True


def varint(data, at):
    value = shift = 0
    while True:
        check(shift < 70, "a number is too long")
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 0x80:
            return value, at


def message(data, kinds):
    """The fields of a protobuf message by number; `kinds` are those that it may have."""
    fields, at = {}, 0
    while at < len(data):
        tag, at = varint(data, at)
        check(kinds.get(tag >> 3) == tag & 7, "it has fields that nobody knows")
        value, at = varint(data, at)
        if tag & 7 == BYTES:
            check(at + value <= len(data), "it is cut")
            value, at = data[at : at + value], at + value
        fields[tag >> 3] = value
    return fields


def receipt_of(data):
    """The fields of a receipt, its texts as such and its time in seconds since 1970."""
    fields = message(data, RECEIPT)
    for field in TEXTS:
        fields[field] = fields.get(field, b"").decode("utf-8")
    fields[3] = message(fields.get(3, b""), TIMESTAMP).get(1, 0)
    check(fields[3] < 1 << 38, "its time lies outside the years")
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


def raw(text):
    return base64.b64decode(text, validate=True)


def known(record, keys):
    check(set(record) <= keys, "the proof has fields that nobody knows")
    return record


def read_block(block):
    known(block, BLOCK_KEYS)
    return {
        "number": int(block["number"]),
        "previous": raw(block["previous"]),
        "root": raw(block["root"]),
        "receipts": int(block["receipts"]),
        "time": calendar.timegm(time.strptime(block["time"], "%Y-%m-%dT%H:%M:%SZ")),
        "signature": raw(block.get("signature", "")),
    }


def read_receipt(receipt):
    known(receipt, RECEIPT_KEYS)
    return {
        "bytes": raw(receipt["receipt"]),
        "block": int(receipt["block"]),
        "leaf": int(receipt.get("leaf", 0)),
        "path": [raw(step) for step in receipt.get("path", [])],
    }


def read(text):
    """The JSON of a proof with its bytes and numbers as such."""
    proof = known(json.loads(text), PROOF_KEYS)
    blocks = [read_block(block) for block in proof["blocks"]]
    receipts = [read_receipt(receipt) for receipt in proof["receipts"]]
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
        bare = block is blocks[-1] or not block["signature"]
        check(bare, name + "has a signature, which only the newest block has")
    # It names all before it by their hashes, and so signs them too.
    newest = blocks[-1]
    holds = signature_holds(key, signed_bytes(newest), newest["signature"])
    check(holds, f"block {newest['number']}: the signature")


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
        fields = receipt_of(receipt["bytes"])
        check(fields.get(2) == count, name + "has another number")
        check(fields.get(15, b"") == previous, name + "names another receipt before it")
        if read_receipts:
            same = all(fields.get(f) == read_receipts[0].get(f) for f in SHARED)
            check(same, name + "of another delivery")
        after = STATES[fields.get(4, 0)]
        check(may_follow(fields.get(9), state, after), name + f"{after} after {state}")
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
    lines = [f"{proven[0][1]} to {proven[0][8]} about {proven[0][7]}"]
    for fields in proven:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(fields[3]))
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
