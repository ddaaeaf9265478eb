"""docs/verify_proof_of_notice.py against a proof that the service's own code made."""

import base64
import json
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import verify_proof_of_notice as proof_of_notice  # noqa: E402

EXAMPLE = (ROOT / "examples" / "notifications" / "proof.json").read_text(encoding="utf-8")


def flip(text):
    """The same bytes but for one bit, in base64."""
    data = bytearray(base64.b64decode(text))
    data[len(data) // 2] ^= 1
    return base64.b64encode(data).decode()


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
            for field in ("previous", "root", "signature"):
                self.refuses(lambda p, i=i, f=field: p["blocks"][i].update({f: flip(p["blocks"][i][f])}))
            self.refuses(lambda p, i=i: p["blocks"][i].update(time="2026-01-01T00:00:00Z"))
            self.refuses(lambda p, i=i: p["blocks"][i].update(receipts="9"))
        for i in range(len(json.loads(EXAMPLE)["receipts"])):
            self.refuses(lambda p, i=i: p["receipts"][i].update(receipt=flip(p["receipts"][i]["receipt"])))
            self.refuses(lambda p, i=i: p["receipts"][i].update(leaf="7"))
            self.refuses(lambda p, i=i: p["receipts"][i].update(path=[]))
        self.refuses(lambda p: p.update(public_key=flip(p["public_key"])))

    def test_missing_parts_do_not_hold(self):
        self.refuses(lambda p: p["receipts"].pop(0))
        self.refuses(lambda p: p["receipts"].pop(1))
        self.refuses(lambda p: p["blocks"].pop(0))
        self.refuses(lambda p: p["blocks"].pop(1))
        self.refuses(lambda p: p.pop("blocks"))

    def test_an_older_proof_holds_until_its_end(self):
        proof = json.loads(EXAMPLE)
        proof["receipts"].pop()
        proof["blocks"].pop()
        lines = proof_of_notice.verify(json.dumps(proof))
        self.assertTrue(lines[-2].endswith("DELIVERED"))


if __name__ == "__main__":
    unittest.main()
