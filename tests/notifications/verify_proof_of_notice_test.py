"""docs/verify_proof_of_notice.py against a proof that the service's own code made."""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import verify_proof_of_notice as proof_of_notice  # noqa: E402

from verify_proof_of_notice import EMAIL, INBOX, SMS, WEBHOOK  # noqa: E402

EXAMPLE = (ROOT / "examples" / "notifications" / "proof.json").read_text(encoding="utf-8")


def flip(text):
    """The same bytes but for one bit, in base64."""
    data = bytearray(base64.b64decode(text))
    data[len(data) // 2] ^= 1
    return base64.b64encode(data).decode()


class Signer:
    """A key of its own, and proofs signed with it as the document says, by OpenSSL alone."""

    def __init__(self, folder):
        self.folder = folder
        self.run("genpkey", "-algorithm", "ed25519", "-out", "key.pem")
        self.run("pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der")
        self.public_key = (folder / "public.der").read_bytes()[-32:]

    def run(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def sign(self, signed):
        (self.folder / "signed").write_bytes(signed)
        arguments = ["-sign", "-rawin", "-inkey", "key.pem", "-in", "signed", "-out", "signature"]
        self.run("pkeyutl", *arguments)
        return (self.folder / "signature").read_bytes()

    def proof(self, channel, states, more=b""):
        """Receipts of these states, each alone in its block; `more` is put behind each."""
        receipts, blocks, previous_receipt, previous_block = [], [], b"", bytes(32)
        for number, state in enumerate(states, 1):
            receipt = receipt_bytes(number, state, channel, previous_receipt) + more
            block = {
                "number": number,
                "previous": previous_block,
                "root": proof_of_notice.sha256(b"\0", receipt),
                "receipts": 1,
                "time": 1777118400,
            }
            signed = proof_of_notice.signed_bytes(block)
            last = number == len(states)
            receipts.append({"receipt": text_of(receipt), "block": str(number)})
            blocks.append(
                {
                    "number": str(number),
                    "previous": text_of(previous_block),
                    "root": text_of(block["root"]),
                    "receipts": "1",
                    "time": "2026-04-25T12:00:00Z",
                    **({"signature": text_of(self.sign(signed))} if last else {}),
                }
            )
            previous_receipt = proof_of_notice.sha256(receipt)
            previous_block = proof_of_notice.sha256(signed)
        proof = {"receipts": receipts, "blocks": blocks, "public_key": text_of(self.public_key)}
        return json.dumps(proof)


def text_of(data):
    return base64.b64encode(data).decode()


def receipt_bytes(number, state, channel, previous):
    """A serialized Receipt."""

    def field(tag, content):
        return bytes([tag << 3 | 2, len(content)]) + content

    data = field(1, b"deliveries/7f") + bytes([2 << 3, number])
    data += field(3, b"\x08" + b"\xc0\xd9\xb2\xcf\x06")  # 1777118400
    data += bytes([4 << 3, proof_of_notice.STATES.index(state)])
    data += field(7, b"topics/t") + field(8, b"recipients/r") + bytes([9 << 3, channel])
    return data + (field(15, previous) if previous else b"")


class VerifyProofOfNoticeTest(unittest.TestCase):
    def refuses(self, change):
        proof = json.loads(EXAMPLE)
        change(proof)
        with self.assertRaises(proof_of_notice.Broken):
            proof_of_notice.verify(json.dumps(proof))

    def test_the_example_holds(self):
        lines = proof_of_notice.verify(EXAMPLE)
        self.assertEqual(
            lines[:3],
            [
                "deliveries/7f01 to recipients/ektu-rector about topics/finding-deadline",
                "2026-04-25T12:00:01Z ACCEPTED",
                "2026-04-25T12:00:02Z QUEUED",
            ],
        )
        self.assertRegex(lines[-1], "^newest block 5 [0-9a-f]{64}$")

    def test_another_key_does_not_hold(self):
        with self.assertRaises(proof_of_notice.Broken):
            proof_of_notice.verify(EXAMPLE, bytes(32))

    def test_changed_bytes_do_not_hold(self):
        count = len(json.loads(EXAMPLE)["blocks"])
        for i in range(count):
            for field in ("previous", "root"):
                self.refuses(lambda p, i=i, f=field: p["blocks"][i].update({f: flip(p["blocks"][i][f])}))
            self.refuses(lambda p, i=i: p["blocks"][i].update(time="2026-01-01T00:00:00Z"))
            self.refuses(lambda p, i=i: p["blocks"][i].update(receipts="9"))
        for i in range(len(json.loads(EXAMPLE)["receipts"])):
            self.refuses(lambda p, i=i: p["receipts"][i].update(receipt=flip(p["receipts"][i]["receipt"])))
            self.refuses(lambda p, i=i: p["receipts"][i].update(leaf="7"))
            self.refuses(lambda p, i=i: p["receipts"][i].update(path=[]))
        self.refuses(lambda p: p["blocks"][-1].update(signature=flip(p["blocks"][-1]["signature"])))
        self.refuses(lambda p: p.update(public_key=flip(p["public_key"])))

    def test_one_signature_is_checked_and_no_other_taken(self):
        with unittest.mock.patch.object(
            proof_of_notice, "signature_holds", wraps=proof_of_notice.signature_holds
        ) as holds:
            proof_of_notice.verify(EXAMPLE)
        self.assertEqual(holds.call_count, 1)
        signature = json.loads(EXAMPLE)["blocks"][-1]["signature"]
        self.refuses(lambda p: p["blocks"][0].update(signature=signature))
        self.refuses(lambda p: p["blocks"][-1].pop("signature"))

    def test_fields_that_nobody_knows_do_not_hold(self):
        self.refuses(lambda p: p.update(more=1))
        self.refuses(lambda p: p["blocks"][0].update(more=1))
        self.refuses(lambda p: p["receipts"][0].update(more=1))
        with tempfile.TemporaryDirectory() as folder:
            signer = Signer(pathlib.Path(folder))
            proof_of_notice.verify(signer.proof(INBOX, ["DELIVERED"]))
            # A field 16; one in the time; a channel as bytes; one that is cut.
            for more in (b"\x80\x01\x01", b"\x1a\x02\x18\x01", b"\x4a\x01\x03", b"\x72\x05a"):
                with self.assertRaises(proof_of_notice.Broken, msg=more):
                    proof_of_notice.verify(signer.proof(INBOX, ["DELIVERED"], more))

    def test_what_really_happens_holds(self):
        with tempfile.TemporaryDirectory() as folder:
            signer = Signer(pathlib.Path(folder))
            for channel, states in (
                (EMAIL, "SENT"),
                (EMAIL, "DEFERRED SENT"),
                (EMAIL, "DEFERRED DEFERRED SENT BOUNCED"),
                (EMAIL, "DEAD QUEUED SENT"),
                (EMAIL, "SUPPRESSED"),
                (WEBHOOK, "DELIVERED"),
                (WEBHOOK, "DEFERRED DELIVERED"),
                (WEBHOOK, "DEFERRED DEAD QUEUED DEFERRED DELIVERED"),
                (INBOX, "DELIVERED READ ACKNOWLEDGED"),
                (INBOX, "DELIVERED ACKNOWLEDGED"),
                (SMS, "DEFERRED EXPIRED"),
                (SMS, "SENT"),
            ):
                lines = proof_of_notice.verify(signer.proof(channel, states.split()), signer.public_key)
                self.assertEqual([line.split()[1] for line in lines[1:-1]], states.split())

    def test_what_cannot_happen_does_not_hold(self):
        with tempfile.TemporaryDirectory() as folder:
            signer = Signer(pathlib.Path(folder))
            for channel, states in (
                (EMAIL, "DELIVERED"),
                (EMAIL, "DEFERRED DELIVERED"),
                (EMAIL, "BOUNCED"),
                (EMAIL, "QUEUED"),
                (EMAIL, "SENT SENT"),
                (EMAIL, "EXPIRED SENT"),
                (EMAIL, "DEAD SENT"),
                (WEBHOOK, "DELIVERED READ"),
                (INBOX, "SENT"),
                (INBOX, "DEFERRED SENT"),
                (INBOX, "READ"),
                (SMS, "DELIVERED"),
                (0, "SENT"),
                (5, "SENT"),
            ):
                with self.assertRaises(proof_of_notice.Broken, msg=f"{channel} {states}") as broken:
                    proof_of_notice.verify(signer.proof(channel, states.split()))
                self.assertRegex(str(broken.exception), " after ")

    def test_missing_parts_do_not_hold(self):
        self.refuses(lambda p: p["receipts"].pop(0))
        self.refuses(lambda p: p["receipts"].pop(1))
        self.refuses(lambda p: p["blocks"].pop(0))
        self.refuses(lambda p: p["blocks"].pop(1))
        self.refuses(lambda p: p["blocks"].pop())
        self.refuses(lambda p: p.pop("blocks"))

    def test_an_older_proof_holds_until_its_end(self):
        proof = json.loads(EXAMPLE)
        proof["receipts"].pop()
        lines = proof_of_notice.verify(json.dumps(proof))
        self.assertTrue(lines[-2].endswith("DELIVERED"))


if __name__ == "__main__":
    unittest.main()
