"""docs/api.md, docs/events.md and the references of files are what the contracts say; planted changes of a contract show in them."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICE = "proto/tarazy/rankings/v1/rankings_service.proto"


def check(root):
    script = root / "docs" / "generate_api.py"
    return subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )


class ApiPage(unittest.TestCase):
    def test_is_what_the_contracts_say(self):
        answer = check(ROOT)
        self.assertEqual(0, answer.returncode, answer.stderr)

    def test_notices_every_kind_of_change(self):
        text = (ROOT / SERVICE).read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for part in ("proto", "docs", "tests/lint"):
                shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("node_modules"))
            self.assertEqual(0, check(root).returncode)
            for old, new in [
                ("rankings.editions.publish", "rankings.editions.announce"),
                ("ROLE_METHODOLOGIST", "ROLE_COUNCIL"),
                ("SCOPE_PUBLISHED", "SCOPE_ALL"),
                ('"/v1/rankings"', '"/v1/cycles"'),
                ("rpc GetRanking(", "rpc ReadRanking("),
                ("// Opens a cycle.", "// Opens a year."),
            ]:
                self.assertIn(old, text)
                (root / SERVICE).write_text(text.replace(old, new, 1), encoding="utf-8")
                answer = check(root)
                self.assertEqual(1, answer.returncode, f"not noticed: {old} -> {new}")
                self.assertIn("run docs/generate_api.py", answer.stderr)


class FileReferences(unittest.TestCase):
    def check(self, root):
        script = root / "docs" / "generate_file_reference.py"
        return subprocess.run(
            [sys.executable, script, "--check"], capture_output=True, text=True, check=False
        )

    def test_are_what_the_contracts_say(self):
        answer = self.check(ROOT)
        self.assertEqual(0, answer.returncode, answer.stderr)

    def test_notice_every_kind_of_change(self):
        contract = "proto/tarazy/accreditation/v1/case.proto"
        text = (ROOT / contract).read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for part in ("proto", "docs", "tests/lint"):
                shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("node_modules"))
            for old, new in [
                ("// Who evaluates.", "// Who judges."),
                ("max: 1000000\n", "max: 10\n"),
                ("FORMAT_CLOCK", "FORMAT_DATE"),
                ("CASE_STATE_CLOSED = 17", "CASE_STATE_ENDED = 17"),
                ("string affiliation = 6", "string employer = 6"),
            ]:
                self.assertIn(old, text)
                (root / contract).write_text(text.replace(old, new, 1), encoding="utf-8")
                self.assertEqual(1, self.check(root).returncode, f"not noticed: {old} -> {new}")


class EventsPage(unittest.TestCase):
    def check(self, root):
        script = root / "docs" / "generate_events.py"
        return subprocess.run(
            [sys.executable, script, "--check"], capture_output=True, text=True, check=False
        )

    def test_is_what_the_contracts_say(self):
        answer = self.check(ROOT)
        self.assertEqual(0, answer.returncode, answer.stderr)

    def test_notices_every_kind_of_change(self):
        contract = "proto/tarazy/accreditation/v1/event.proto"
        topics = "services/notifications/defaults/accreditation.yaml"
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for part in ("proto", "docs", "tests/lint", "services/notifications/defaults"):
                shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("node_modules"))
            self.assertEqual(0, self.check(root).returncode)
            for file, old, new in [
                (contract, "// An appeal came in.", "// An appeal arrived."),
                (contract, "string grounds = 5", "string motives = 5"),
                (contract, "Facts: sets a deadline for each day", "Facts: sets a deadline"),
                (contract, "(finding-deadline)", "(finding-due)"),
                (contract, "message AppealFiled", "message AppealBrought"),
                (topics, "v1.AppealFiled", "v1.AppealDecided"),
            ]:
                text = (ROOT / file).read_text(encoding="utf-8")
                self.assertIn(old, text)
                (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
                self.assertNotEqual(0, self.check(root).returncode, f"not noticed: {old} -> {new}")
                (root / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
