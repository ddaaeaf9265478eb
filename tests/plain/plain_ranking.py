"""A second, slow and plain reading of a ranking methodology, to hold the engine to its word.

Written from the page "What a methodology means" alone, in the page's order: leaf values,
inclusion, the reference sets S, normalisation, missing values, combination, the final scale,
published figures. Quotation marks in comments are the page's own words. Where the page leaves
a choice, a comment says READING and README.md of this folder lists it.
"""

import argparse
import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional

import plain_formula
import plain_methodology
import plain_normalise
import plain_published
import plain_shown
from plain_combine import Figures, UnitResult, combined, present_children, with_stated_points
from plain_methodology import Methodology, Node
from plain_published import Step

Values = Mapping[str, Mapping[str, float]]  # unit -> variable -> value; absent cells are left out
SAME_RULE = ("redistribute", "not_applicable")


@dataclass
class Ranking:
    ranked: list[UnitResult]  # in table order
    unranked: list[UnitResult]  # listed below min_share_of_points, by id
    excluded: dict[str, str]  # unit -> min_available, or the code of the leaf that excludes it
    findings: list[tuple[str, str, str]]  # rule, node, unit
    maximum: float  # of the root

    def listed(self) -> list[UnitResult]:
        return self.ranked + self.unranked


def rank_units(document: dict[str, Any], values: Values,
               groups: Optional[Mapping[str, str]] = None) -> Ranking:
    """The ranking of `values` by the methodology in `document`."""
    return PlainRanking(plain_methodology.read(document), values, groups or {}).run()


class PlainRanking:
    """One computation; the methods stand in the order in which they run."""

    def __init__(self, methodology: Methodology, values: Values,
                 groups: Mapping[str, str]) -> None:
        self.methodology = methodology
        self.values = values
        self.groups = groups
        self.units = sorted(values, key=str.encode)  # "bytewise order of their id"
        self.leaves = plain_methodology.leaves(methodology.nodes)
        self.findings: list[tuple[str, str, str]] = []
        self.x: dict[str, dict[str, float]] = {}  # unit -> leaf code -> x, where it has a value
        self.excluded: dict[str, str] = {}
        self.reference: dict[tuple[str, str], list[float]] = defaultdict(list)  # leaf, group -> S
        if methodology.grouped:
            without = [unit for unit in self.units if not groups.get(unit)]
            if without:  # "A unit without a group is refused when groups is declared."
                raise ValueError(f"units without a group: {without}")

    def run(self) -> Ranking:
        for unit in self.units:
            self.x[unit] = self.leaf_values(unit)
        for unit in self.units:
            self.decide_inclusion(unit)
        self.fix_reference_sets()
        results = [self.score(unit) for unit in self.units if unit not in self.excluded]
        ranked = [result for result in results if self.is_ranked(result)]
        unranked = [result for result in results if not self.is_ranked(result)]
        steps = self.final_steps(ranked)
        for result in results:
            self.publish(result, steps)
        return Ranking(ranked=self.in_ranked_order(ranked), unranked=unranked,
                       excluded=self.excluded, findings=self.findings,
                       maximum=sum(plain_methodology.maximum(node)
                                   for node in self.methodology.nodes))

    # Leaf values

    def leaf_values(self, unit: str) -> dict[str, float]:
        """"If a used variable is absent for a unit, the leaf is missing for it.\""""
        found = {}
        for leaf in self.leaves:
            assert leaf.formula is not None
            try:
                found[leaf.code] = plain_formula.evaluate(leaf.formula, self.values[unit])
            except plain_formula.Absent:
                pass
            except plain_formula.Undefined:
                self.findings.append(("undefined_value", leaf.code, unit))
        return found

    # Inclusion: "First min_available, then exclude_unit, then S is fixed."

    def decide_inclusion(self, unit: str) -> None:
        least = self.methodology.min_available
        if least is not None and self.share_available(unit) < least:
            self.excluded[unit] = "min_available"
            return
        for leaf in self.leaves:
            if leaf.missing == "exclude_unit" and leaf.code not in self.x[unit]:
                self.excluded[unit] = leaf.code
                return

    def share_available(self, unit: str) -> float:
        """"leaves with a value / leaves, per unit; undefined is not available;
        not_applicable leaves count in neither"

        READING: a not_applicable leaf is one whose policy is not_applicable, whether or not
        the unit has a value for it. With no other leaf nothing is demanded.
        """
        counted = [leaf for leaf in self.leaves if leaf.missing != "not_applicable"]
        if not counted:
            return 1.0
        return sum(1 for leaf in counted if leaf.code in self.x[unit]) / len(counted)

    # The reference sets

    def peers(self, unit: str) -> str:
        """The key of the units that S is taken from: all of them, or those of one group."""
        return self.groups[unit] if self.methodology.normalize_within else ""

    def fix_reference_sets(self) -> None:
        """S: "all included units that have a value for it, or those of the same group"."""
        for unit in self.units:
            if unit in self.excluded:
                continue
            for leaf in self.leaves:
                if leaf.code in self.x[unit]:
                    self.reference[leaf.code, self.peers(unit)].append(self.x[unit][leaf.code])

    # Scoring

    def score(self, unit: str) -> UnitResult:
        """"Top-level nodes are summed"; "a missing top-level node counts 0"."""
        result = UnitResult(unit, self.groups.get(unit, ""))
        for node in self.methodology.nodes:
            points = self.node_points(node, result)
            result.raw_score += 0.0 if points is None else points
        return result

    def node_points(self, node: Node, result: UnitResult) -> Optional[float]:
        """The node's value and, on the way, the figures of all nodes below; None: missing."""
        if node.is_leaf:
            figures = self.leaf_figures(node, result.unit)
        else:
            for child in node.children:
                self.node_points(child, result)
            points = self.parent_points(node, result)
            # READING: value and normalised are words for leaves; a parent has points only.
            figures = Figures(node.code, None, None, points, plain_methodology.maximum(node))
        result.nodes[node.code] = figures
        return figures.points

    def leaf_figures(self, leaf: Node, unit: str) -> Figures:
        most = plain_methodology.maximum(leaf)
        reference = self.reference[leaf.code, self.peers(unit)]
        if leaf.code in self.x[unit]:
            return self.normalised_leaf(leaf, unit, self.x[unit][leaf.code], reference)
        if leaf.missing != "not_applicable":  # "as redistribute, without a finding"
            self.findings.append(("missing_value", leaf.code, unit))
        if leaf.missing in SAME_RULE:
            return Figures(leaf.code, None, None, None, most)
        if leaf.missing in ("mean", "median") and reference:
            imputed = (plain_normalise.mean_of(reference) if leaf.missing == "mean"
                       else plain_normalise.median_of(reference))
            return self.normalised_leaf(leaf, unit, imputed, reference)
        # zero: "the leaf's node value is 0, nothing is normalised"; "S empty → node value 0"
        return Figures(leaf.code, None, None, 0.0, most)

    def normalised_leaf(self, leaf: Node, unit: str, x: float,
                        reference: list[float]) -> Figures:
        def report(rule: str) -> None:
            self.findings.append((rule, leaf.code, unit))

        n = plain_normalise.normalised(leaf, x, reference, report)
        if leaf.normalize in ("identity", "bands"):
            points = n  # READING: x itself, or the points of the band: n is not a share of P
        elif leaf.weight is not None:
            points = 100.0 * n
        else:
            points = n * leaf.leaf_points
        return Figures(leaf.code, x, n, points, plain_methodology.maximum(leaf))

    def parent_points(self, node: Node, result: UnitResult) -> Optional[float]:
        present = present_children(node, result)
        absent = len(present) < len(node.children)
        present_maximum = sum(plain_methodology.maximum(child) for child in present)
        # "none present, or their maxima total 0 → the parent is missing in its own parent"
        if absent and present_maximum == 0:
            return None
        value = combined(node, present, result)
        if node.combine == "sum" and absent:
            all_maxima = sum(plain_methodology.maximum(child) for child in node.children)
            value = value * all_maxima / present_maximum
        return with_stated_points(node, value)

    # After scoring

    def is_ranked(self, result: UnitResult) -> bool:
        """"lists but does not rank units below s · declared_total", before the final scale."""
        share = self.methodology.min_share_of_points
        if share is None:
            return True
        assert self.methodology.declared_total is not None
        return result.raw_score >= share * self.methodology.declared_total

    def final_steps(self, ranked: list[UnitResult]) -> list[Step]:
        """The final scale as one multiplication and one division, or none.

        READING: units that are listed without a rank are scaled too, by the ranked best.
        """
        if self.methodology.final == "out_of":
            assert self.methodology.declared_total is not None
            return [(self.methodology.final_to, self.methodology.declared_total)]
        if self.methodology.final == "best_is" and ranked:
            best = max(result.raw_score for result in ranked)
            if best > 0:
                return [(self.methodology.final_to, best)]
            self.findings.append(("best_not_positive", "", ""))
        return []

    def publish(self, result: UnitResult, steps: list[Step]) -> None:
        decimals = self.methodology.decimals
        result.score = plain_published.carried(result.raw_score, steps)
        result.published = plain_published.rounded(result.score, decimals)
        ways = [steps] * len(self.methodology.nodes)
        plain_shown.show(self.methodology.nodes, result.published, ways, result, decimals)

    def in_ranked_order(self, ranked: list[UnitResult]) -> list[UnitResult]:
        """"With rank_within ranks start anew in each group and tables are ordered by group,
        then rank"; groups in bytewise order of their name."""
        within = self.methodology.rank_within
        lists: dict[str, dict[str, UnitResult]] = defaultdict(dict)
        for result in ranked:
            lists[result.group if within else ""][result.unit] = result
        ordered = []
        for group in sorted(lists, key=str.encode):
            published = {unit: result.published for unit, result in lists[group].items()}
            ranks = plain_published.ranks_of(published, self.methodology)
            for unit in plain_published.in_table_order(published):
                lists[group][unit].rank = ranks[unit]
                ordered.append(lists[group][unit])
        return ordered


# Files


def read_wide_csv(text: str) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """Values and groups of a wide file: institution|programme[,title][,group],<variable>…"""
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if ";" in lines[0] else ","
    values: dict[str, dict[str, float]] = {}
    groups: dict[str, str] = {}
    for row in csv.DictReader(lines, delimiter=delimiter):
        unit = row.pop("institution", None) or row.pop("programme")
        row.pop("title", None)
        if "group" in row:
            groups[unit] = row.pop("group")
        values[unit] = {name: float(cell) for name, cell in row.items() if cell != ""}
    return values, groups


def as_json(ranking: Ranking) -> dict[str, Any]:
    return {
        "units": [
            {"unit": result.unit, "group": result.group, "rank": result.rank,
             "published": str(result.published), "score": result.score,
             "nodes": [dict(vars(node), shown=str(node.shown))
                       for node in result.nodes.values()]}
            for result in ranking.listed()
        ],
        "excluded": ranking.excluded,
        "findings": [list(finding) for finding in ranking.findings],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Computes a ranking by the plain reading.")
    parser.add_argument("methodology", type=Path)
    parser.add_argument("values", type=Path, help="wide CSV")
    options = parser.parse_args()
    document = plain_methodology.load(options.methodology.read_text(encoding="utf-8"))
    values, groups = read_wide_csv(options.values.read_text(encoding="utf-8"))
    print(json.dumps(as_json(rank_units(document, values, groups)), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
