"""docs/verify_certificate.py against documents that the service's own code signed."""

import json
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import verify_certificate  # noqa: E402

EXAMPLES = ROOT / "examples" / "certificate"


def read(name):
    return (EXAMPLES / name).read_text(encoding="utf-8")


class VerifyCertificateTest(unittest.TestCase):
    def setUp(self):
        lines = read("register.keys").splitlines()
        self.key = next(line for line in lines if not line.startswith("#"))

    def test_the_examples_hold(self):
        for name in ("certificate.json", "revocations.json"):
            with self.subTest(name):
                self.assertTrue(verify_certificate.verify(read(name), self.key))

    def test_the_examples_are_canonical(self):
        for name in ("certificate.json", "revocations.json"):
            with self.subTest(name):
                text = read(name)
                again = verify_certificate.canonical(json.loads(text)).decode()
                self.assertEqual(text, again)

    def test_a_changed_document_does_not_hold(self):
        changed = read("certificate.json").replace("6B04107", "6B04108")
        self.assertNotEqual(changed, read("certificate.json"))
        self.assertFalse(verify_certificate.verify(changed, self.key))

    def test_a_changed_proof_does_not_hold(self):
        changed = read("certificate.json").replace("2023-06-02T09:30:00Z", "2023-06-03T09:30:00Z")
        self.assertFalse(verify_certificate.verify(changed, self.key))

    def test_another_key_does_not_hold(self):
        other = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
        self.assertFalse(verify_certificate.verify(read("certificate.json"), other))


if __name__ == "__main__":
    unittest.main()
