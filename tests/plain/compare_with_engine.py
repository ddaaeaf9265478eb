"""Runs random cases through the `tarazy` command and its server, and compares with the reading.

    compare_with_engine.py --tarazy build/release/bin/tarazy --server 127.0.0.1:7070 \\
        --token-file var/admin.token --seeds 1:300 --jobs 2

Compared: which units are ranked, listed and excluded, their order and ranks exactly; published
scores to the digit, unless the unrounded score lies within 1e-9 of a rounding edge; node values
within 1e-9. The first case that differs is reported with its files, and the exit code is 1.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Callable, Optional

import plain_methodology
import plain_ranking
from fragile import near_rounding_edge
from plain_combine import UnitResult
from plain_ranking import Ranking
from random_methodology import Case, random_case

TOLERANCE = 1e-9
Run = Callable[..., Any]  # the command's arguments -> its JSON, numbers with a point as Decimal


class Refused(Exception):
    """The command failed; its own words."""


def command(tarazy: str, server: str, token_file: str) -> Run:
    """Calls the real command line; JSON is its default when piped."""
    prefix = [tarazy, "--server", server, "--token-file", token_file]

    def run(*arguments: str) -> Any:
        done = subprocess.run(prefix + list(arguments), capture_output=True, text=True,
                              timeout=120, check=False)
        if done.returncode != 0:
            raise Refused(f"`tarazy {' '.join(arguments)}` exits {done.returncode}: "
                          f"{done.stderr.strip() or done.stdout.strip()}")
        text = done.stdout.strip()
        try:
            return json.loads(text, parse_float=Decimal) if text else {}
        except json.JSONDecodeError as error:
            raise Refused(f"`tarazy {' '.join(arguments)}` answers no JSON ({error}): "
                          f"{text[:300]!r}") from error

    return run


@dataclass
class Outcome:
    """What one case showed."""

    seed: int
    differences: list[str] = field(default_factory=list)
    edges: int = 0  # published scores that rightly differ at a rounding edge
    scores: int = 0  # units whose nodes were compared
    # The contract does not say what is counted: the readings that fit this case.
    units_counts: set[str] = field(default_factory=set)
    excluded_counts: set[str] = field(default_factory=set)


def rows_of(answer: Any) -> list[dict[str, Any]]:
    """"Rows are a top-level array"; an object with one array is understood too."""
    if isinstance(answer, list):
        return answer
    for value in answer.values():
        if isinstance(value, list):
            return value
    return []


def unit_of(row: dict[str, Any], kind: str) -> str:
    """The id, also where the column holds a resource name."""
    return str(row[kind]).rsplit("/", 1)[-1]


def rank_of(row: dict[str, Any]) -> Optional[int]:
    rank = row.get("rank")
    return int(rank) if rank not in (None, "", 0, "0") else None


def close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


class Comparison:
    """One case against one engine."""

    def __init__(self, case: Case, run: Run, identifier: str, folder: Path,
                 strict: bool = False) -> None:
        self.case = case
        self.run = run
        self.identifier = identifier  # of methodology and ranking
        self.folder = folder
        self.strict = strict  # the same digits at rounding edges too
        self.outcome = Outcome(case.seed)
        self.methodology = plain_methodology.read(case.document)

    def differ(self, text: str) -> None:
        self.outcome.differences.append(text)

    def compare(self, every_unit: bool) -> Outcome:
        plain = plain_ranking.rank_units(self.case.document, self.case.values, self.case.groups)
        try:
            computed = self.compute()
            self.compare_counts(computed, plain)
            edition = str(computed["edition"])
            self.compare_table(rows_of(self.run("ranking", "table", edition,
                                                "--page-size", "1000")), plain)
            for result in self.chosen(plain, every_unit):
                rows = rows_of(self.run("ranking", "scores", edition, result.unit))
                self.compare_scores(rows, result)
        except Refused as refusal:
            self.differ(f"refused: {refusal}")
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            self.differ(f"an answer not as in the contract: {error!r}")
        return self.outcome

    def compute(self) -> dict[str, Any]:
        methodology_file = self.folder / f"{self.identifier}.yaml"
        values_file = self.folder / f"{self.identifier}.csv"
        methodology_file.write_bytes(self.case.methodology_text.encode("utf-8"))
        values_file.write_bytes(self.case.csv_text.encode("utf-8"))
        put = self.run("methodology", "put", str(methodology_file))
        self.run("ranking", "create", self.identifier, "--methodology",
                 f"{self.identifier}@{version_of(put)}", "--year", "2026")
        self.run("ranking", "import", self.identifier, str(values_file), "--register")
        return self.run("ranking", "compute", self.identifier)

    @staticmethod
    def chosen(plain: Ranking, every_unit: bool) -> list[UnitResult]:
        """Processes cost: all units of a few small cases, else the first and the last."""
        listed = plain.listed()
        if every_unit and len(listed) <= 12:
            return listed
        return listed[:1] + listed[1:][-1:]

    def compare_counts(self, computed: dict[str, Any], plain: Ranking) -> None:
        ranked, unranked, out = len(plain.ranked), len(plain.unranked), len(plain.excluded)
        units = {"ranked": ranked, "listed": ranked + unranked, "all": ranked + unranked + out}
        excluded = {"excluded": out, "excluded and not ranked": out + unranked}
        self.outcome.units_counts = fitting(units, count_of(computed["units"]))
        self.outcome.excluded_counts = fitting(excluded, count_of(computed["excluded"]))
        if not self.outcome.units_counts:
            self.differ(f"units: engine counts {computed['units']}, reading {units}")
        if not self.outcome.excluded_counts:
            self.differ(f"excluded: engine counts {computed['excluded']}, reading "
                        f"{excluded} {plain.excluded}")

    def compare_table(self, rows: list[dict[str, Any]], plain: Ranking) -> None:
        kind = self.case.unit_kind
        ranked_rows = [row for row in rows if rank_of(row) is not None]
        others = {unit_of(row, kind) for row in rows if rank_of(row) is None}
        engine_units = [unit_of(row, kind) for row in ranked_rows]
        plain_units = [result.unit for result in plain.ranked]
        if sorted(engine_units) != sorted(plain_units):
            self.differ(f"ranked units: engine {sorted(engine_units)}, "
                        f"reading {sorted(plain_units)}")
            return
        unranked = {result.unit for result in plain.unranked}
        if not unranked <= others or not others <= unranked | set(plain.excluded):
            self.differ(f"listed without a rank: engine {sorted(others)}, reading "
                        f"{sorted(unranked)}, excluded {plain.excluded}")
        scores = {unit_of(row, kind): Decimal(str(row["score"])) for row in ranked_rows}
        self.compare_published(scores, plain)
        self.compare_ranks(ranked_rows, plain)

    def compare_published(self, scores: dict[str, Decimal], plain: Ranking) -> None:
        """A score that may fall to either side of an edge is taken over from the engine."""
        for result in plain.ranked:
            engine = scores[result.unit]
            if engine == result.published:
                continue
            step = Decimal(1).scaleb(-self.methodology.decimals)
            on_edge = near_rounding_edge(result.score, self.methodology.decimals, TOLERANCE)
            if on_edge and not self.strict and abs(engine - result.published) == step:
                self.outcome.edges += 1
                result.published = engine
            else:
                self.differ(f"{result.unit}: published score: engine {engine}, reading "
                            f"{result.published} (unrounded {result.score!r})")

    def compare_ranks(self, rows: list[dict[str, Any]], plain: Ranking) -> None:
        if self.outcome.edges:  # the ranks that follow from the scores as they now stand
            again = plain_ranking.PlainRanking(self.methodology, self.case.values,
                                               self.case.groups)
            plain.ranked = again.in_ranked_order(plain.ranked)
        engine = [(unit_of(row, self.case.unit_kind), rank_of(row)) for row in rows]
        expected = [(result.unit, result.rank) for result in plain.ranked]
        for place, (ours, theirs) in enumerate(zip(expected, engine), start=1):
            if ours != theirs:
                self.differ(f"row {place}: engine {theirs[0]} with rank {theirs[1]}, reading "
                            f"{ours[0]} with rank {ours[1]}")
                return

    def compare_scores(self, rows: list[dict[str, Any]], result: UnitResult) -> None:
        self.outcome.scores += 1
        by_code = {str(row["code"]): row for row in rows}
        leaves = {leaf.code for leaf in plain_methodology.leaves(self.methodology.nodes)}
        for code, node in result.nodes.items():
            if code not in by_code:
                self.differ(f"{result.unit}, node {code}: not among the engine's scores")
                continue
            row = by_code[code]
            missing = node.points is None
            self.compare_number(result, code, "max_points", row, node.max_points, False)
            self.compare_number(result, code, "points", row, node.points, missing)
            if code in leaves:  # the page gives parents neither a value nor an n
                self.compare_number(result, code, "value", row, node.value, False)
                self.compare_number(result, code, "normalised", row, node.normalised, True)

    def compare_number(self, result: UnitResult, code: str, column: str, row: dict[str, Any],
                       ours: Optional[float], none_may_be_zero: bool) -> None:
        theirs = row.get(column)
        if ours is None:
            same = theirs in (None, "") or (none_may_be_zero and theirs == 0)
        else:
            same = theirs not in (None, "") and close(float(theirs), ours)
        if not same:
            self.differ(f"{result.unit}, node {code}, {column}: engine {theirs}, "
                        f"reading {ours!r}")


def version_of(put: Any) -> str:
    """The version in the answer to `methodology put`; a new id has version 1."""
    if isinstance(put, list):
        put = put[0] if put else {}
    version = str(put.get("version") or put.get("name") or "1")
    return version.rsplit("/", 1)[-1].rsplit("@", 1)[-1]


def count_of(counted: Any) -> int:
    return len(counted) if isinstance(counted, (list, dict)) else int(counted)


def fitting(candidates: dict[str, int], number: int) -> set[str]:
    return {name for name, count in candidates.items() if count == number}


def report(outcome: Outcome, case: Case, folder: Path, identifier: str) -> str:
    lines = [f"seed {outcome.seed} differs ({len(outcome.differences)} differences):"]
    lines += [f"  {difference}" for difference in outcome.differences[:20]]
    lines += ["", "methodology:", case.methodology_text, "values:", case.csv_text,
              f"files: {folder / identifier}.yaml and .csv; the reading in full: "
              f"plain_ranking.py METHODOLOGY VALUES"]
    return "\n".join(lines)


class Runner:
    """All seeds, in a few threads; stops at the first case that differs."""

    def __init__(self, run: Run, folder: Path, prefix: str, strict: bool = False,
                 quiet: bool = False) -> None:
        self.run = run
        self.folder = folder
        self.prefix = prefix
        self.strict = strict
        self.quiet = quiet
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.failure = ""
        self.outcomes: list[Outcome] = []

    def run_seeds(self, seeds: list[int], jobs: int) -> bool:
        started = time.monotonic()
        with ThreadPoolExecutor(jobs) as pool:
            parts = [pool.submit(self.worker, seeds[job::jobs], job, len(seeds))
                     for job in range(jobs)]
            for part in parts:
                part.result()
        if not self.failure:
            self.check_counts()
        print(self.failure or self.summary(time.monotonic() - started))
        return not self.failure

    def worker(self, seeds: list[int], job: int, total: int) -> None:
        """Each thread has units of its own, so that two cases never register one at once."""
        try:
            for seed in seeds:
                if self.stop.is_set():
                    return
                self.one(seed, f"u{job}", total)
        except BaseException:
            self.stop.set()
            raise

    def one(self, seed: int, unit_prefix: str, total: int) -> None:
        identifier = f"{self.prefix}-{seed}"
        case = random_case(seed, identifier, unit_prefix)
        comparison = Comparison(case, self.run, identifier, self.folder, self.strict)
        outcome = comparison.compare(every_unit=seed % 10 == 0)
        with self.lock:
            self.outcomes.append(outcome)
            if outcome.differences and not self.failure:
                self.failure = report(outcome, case, self.folder, identifier)
                self.stop.set()
            done = len(self.outcomes)
            if not self.quiet and (done % 25 == 0 or done == total):
                print(f"{done}/{total}", file=sys.stderr, flush=True)

    def check_counts(self) -> None:
        """What compute counts must be the same thing in every case."""
        for column in ("units_counts", "excluded_counts"):
            fits = [getattr(outcome, column) for outcome in self.outcomes]
            if fits and not set.intersection(*fits):
                self.failure = f"{column}: no one meaning fits all cases: {fits}"

    def summary(self, seconds: float) -> str:
        return (f"{len(self.outcomes)} cases agree in {seconds:.1f} s: "
                f"{sum(outcome.scores for outcome in self.outcomes)} units compared node by "
                f"node, {sum(outcome.edges for outcome in self.outcomes)} scores at a rounding "
                f"edge")


def seeds_of(text: str) -> list[int]:
    """1:300 is 1 to 300; 7 is 7 alone."""
    first, _, last = text.partition(":")
    return list(range(int(first), int(last or first) + 1))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tarazy", default="tarazy", help="path of the command")
    parser.add_argument("--server", default="127.0.0.1:7070")
    parser.add_argument("--token-file", required=True)
    parser.add_argument("--seeds", type=seeds_of, default=seeds_of("1:300"), metavar="A:B")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--prefix", default=f"plain-{int(time.time())}",
                        help="of the ids of methodologies and rankings; new for each run")
    parser.add_argument("--strict", action="store_true",
                        help="the same published digits at rounding edges too")
    parser.add_argument("--folder", type=Path, help="keeps the files of the cases")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="tarazy-plain-"))
    folder.mkdir(parents=True, exist_ok=True)
    runner = Runner(command(options.tarazy, options.server, options.token_file), folder,
                    options.prefix, options.strict)
    return 0 if runner.run_seeds(options.seeds, options.jobs) else 1


if __name__ == "__main__":
    sys.exit(main())
