"""The comparison agrees with a faithful engine and notices each kind of error."""

import contextlib
import io
import os
import stat
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

import plain_ranking
from compare_with_engine import Comparison, Refused, Runner, command, seeds_of, version_of
from fake_engine import FakeEngine
from fragile import near_rounding_edge
from random_methodology import random_case


class CompareWithEngineTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def compare(self, fault: str, seeds: str = "1:40") -> tuple[bool, str]:
        printed = io.StringIO()
        runner = Runner(FakeEngine(fault), self.folder, "test", quiet=True)
        with contextlib.redirect_stdout(printed):
            agree = runner.run_seeds(seeds_of(seeds), jobs=2)
        return agree, printed.getvalue()

    def test_a_faithful_engine_agrees(self) -> None:
        agree, printed = self.compare("")
        self.assertTrue(agree, printed)
        self.assertIn("40 cases agree", printed)

    def test_each_fault_is_noticed_and_told(self) -> None:
        for fault, words in [
            ("rank", "with rank"), ("order", "with rank"), ("score", "published score"),
            ("node", "points: engine"), ("value", "value: engine"), ("missing", "not among"),
            ("excluded", "excluded: engine counts"), ("refuse", "refused: no such methodology"),
        ]:
            with self.subTest(fault):
                agree, printed = self.compare(fault)
                self.assertFalse(agree)
                self.assertIn("seed ", printed)
                self.assertIn("methodology:", printed)
                self.assertIn(words, printed)

    def test_a_score_at_an_edge_may_fall_to_either_side(self) -> None:
        leaf = {"code": "1", "points": 9, "value": "v1", "normalize": "identity"}
        for x, ranks_taken_over in [(2.5, True), (2.4999999999, True), (2.499999, False)]:
            case = random_case(1, "test-1")
            case.document = {"indicators": [leaf], "rounding": {"decimals": 0}}
            case.values = {"a": {"v1": x}, "b": {"v1": 3.0}}
            case.groups = {}
            plain = plain_ranking.rank_units(case.document, case.values)
            other = Decimal(2 if x == 2.5 else 3)  # the other side of the edge
            comparison = Comparison(case, FakeEngine(), "test-1", self.folder)
            comparison.compare_published({"a": other, "b": Decimal(3)}, plain)
            self.assertEqual(comparison.outcome.differences == [], ranks_taken_over)
            expected = [{"rank": 1, "institution": "a"}, {"rank": 1, "institution": "b"}]
            if x == 2.5:
                expected = [{"rank": 1, "institution": "b"}, {"rank": 2, "institution": "a"}]
            if ranks_taken_over:
                case.document["unit"] = "institution"
                comparison.compare_ranks(expected, plain)
                self.assertEqual(comparison.outcome.differences, [])

    def test_a_strict_comparison_allows_no_edge(self) -> None:
        case = random_case(1, "test-1")
        case.document = {"indicators": [{"code": "1", "points": 9, "value": "v1",
                                         "normalize": "identity"}], "rounding": {"decimals": 0}}
        case.values, case.groups = {"a": {"v1": 2.5}}, {}
        plain = plain_ranking.rank_units(case.document, case.values)
        comparison = Comparison(case, FakeEngine(), "test-1", self.folder, strict=True)
        comparison.compare_published({"a": Decimal(2)}, plain)
        self.assertEqual(len(comparison.outcome.differences), 1)

    def test_nearness_to_an_edge_is_relative_to_the_score(self) -> None:
        for score, decimals, near in [(1.0049999999999, 2, True), (-2.5, 0, True),
                                      (1.0049, 2, False), (5000.500001, 0, True),
                                      (5000.51, 0, False)]:
            self.assertEqual(near_rounding_edge(score, decimals, 1e-9), near)

    def test_the_command_is_run_and_its_refusal_told(self) -> None:
        script = self.folder / "tarazy"
        script.write_text('#!/bin/sh\n[ "$5" = fail ] && { echo no such thing >&2; exit 1; }\n'
                          'echo "[{\\"score\\": 12.50, \\"of\\": \\"$*\\"}]"\n')
        os.chmod(script, stat.S_IRWXU)
        run = command(str(script), "127.0.0.1:1", "token")
        row, = run("ranking", "table", "e")
        self.assertEqual(str(row["score"]), "12.50")
        self.assertEqual(row["of"],
                         "--server 127.0.0.1:1 --token-file token ranking table e")
        with self.assertRaisesRegex(Refused, "exits 1: no such thing"):
            run("fail")

    def test_versions(self) -> None:
        for answer, version in [({"version": 3}, "3"), ({}, "1"), ([{"version": "2"}], "2"),
                                ({"name": "methodologies/m/versions/4"}, "4")]:
            self.assertEqual(version_of(answer), version)


if __name__ == "__main__":
    unittest.main()
