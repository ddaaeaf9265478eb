"""The random cases use every feature, stay the same, and are accepted by the page's rules."""

import unittest
from collections import Counter
from typing import Iterator

import plain_formula
import plain_methodology
import plain_ranking
from fragile import fragile
from plain_methodology import WEIGHTED, Methodology, Node
from random_methodology import Case, random_case, topmost_stated

SEEDS = range(1, 301)
FEATURES = set("""
unit:institution unit:programme depth:1 depth:2 depth:3 depth:4
share_of_best:higher share_of_best:lower share_of_best:target
min_max:higher min_max:lower min_max:target z_score:higher z_score:lower rank:higher rank:lower
percentile:higher percentile:lower goalposts:higher goalposts:lower reached:higher reached:lower
bands:higher bands:lower bands:higher:interpolate bands:lower:interpolate
identity:points identity:weight leaf:points leaf:weight leaf:neither
sum best_of min weighted_mean geometric harmonic best_of:smaller best_of:equal best_of:larger
weighted:points weighted:weight weighted:neither nested:weighted
exceeded:cap exceeded:scale exceeded:allow stated:equal stated:more
missing:zero missing:redistribute missing:not_applicable missing:mean missing:median
missing:parent imputed undefined_value
min_available min_share_of_points excluded:min_available excluded:leaf unranked
groups normalize_within rank_within group:single final:none final:best_is final:out_of
scaled:out_of_mismatch ties:competition ties:dense ties:cluster tied clustered
decimals:0 decimals:1 decimals:2 decimals:3 decimals:4 constant_indicator negative_value
identity_clamped best_not_positive units:1 units:40ish hidden_absent
acknowledge:points_mismatch acknowledge:declared_total_mismatch acknowledge:missing_points
csv:semicolon csv:bom csv:crlf csv:title csv:group csv:absent csv:unordered
formula:+ formula:- formula:* formula:/ formula:negative formula:< formula:<= formula:>
formula:>= formula:== formula:!= formula:and formula:or formula:not formula:if formula:min
formula:max formula:abs formula:sqrt formula:log formula:number formula:name
""".split())


def nodes_of(nodes: list[Node], depth: int = 1) -> Iterator[tuple[Node, int]]:
    for node in nodes:
        yield node, depth
        yield from nodes_of(node.children, depth + 1)


def trees_of(tree: plain_formula.Tree) -> Iterator[plain_formula.Tree]:
    yield tree
    inner = tree[2] if tree[0] == "call" else [t for t in tree[1:] if isinstance(t, tuple)]
    for each in inner:
        yield from trees_of(each)


def formula_features(node: Node, values: dict[str, dict[str, float]]) -> Iterator[str]:
    assert node.formula is not None
    names = set()
    for tree in trees_of(node.formula):
        yield "formula:" + (tree[1] if tree[0] == "call" else tree[0])
        if tree[0] == "name":
            names.add(tree[1])
    for row in values.values():
        try:
            plain_formula.evaluate(node.formula, row)
        except (plain_formula.Absent, plain_formula.Undefined):
            continue
        if not names <= set(row):
            yield "hidden_absent"


def leaf_features(node: Node) -> Iterator[str]:
    way = f"{node.normalize}:{node.direction}"
    yield way + (":interpolate" if node.interpolate else "")
    kind = "points" if node.points is not None else "weight" if node.weight else "neither"
    yield f"leaf:{kind}"
    yield f"{node.normalize}:{kind}"


def parent_features(node: Node) -> Iterator[str]:
    yield node.combine
    if node.combine in WEIGHTED:
        kind = "points" if node.points is not None else "weight" if node.weight else "neither"
        yield f"weighted:{kind}"
        if any(not child.is_leaf for child in node.children):
            yield "nested:weighted"
        return
    if node.combine == "best_of":
        size = len(node.children)
        yield "best_of:" + ("smaller" if node.count < size else
                            "equal" if node.count == size else "larger")
    if node.points is not None:
        most = plain_methodology.children_maximum(node)
        yield (f"exceeded:{node.overflow}" if most > node.points else
               "stated:equal" if most == node.points else "stated:more")


def methodology_features(case: Case, plain: Methodology) -> Iterator[str]:
    yield f"unit:{plain.unit}"
    yield f"final:{plain.final}"
    yield f"ties:{plain.ties}"
    yield f"decimals:{plain.decimals}"
    for name in ("min_available", "min_share_of_points"):
        if getattr(plain, name) is not None:
            yield name
    if plain.grouped:
        yield "groups"
    for name in ("normalize_within", "rank_within"):
        if getattr(plain, name):
            yield name
    rules = [entry["rule"] for entry in case.document.get("acknowledge", [])]
    yield from (f"acknowledge:{rule}" for rule in rules)
    if plain.final == "out_of" and "declared_total_mismatch" in rules:
        yield "scaled:out_of_mismatch"
    yield f"depth:{max(depth for _, depth in nodes_of(plain.nodes))}"


def data_features(case: Case) -> Iterator[str]:
    header, *rows = case.csv_text.lstrip("\ufeff").splitlines()
    yield "csv:semicolon" if ";" in header else "csv:comma"
    yield "csv:bom" if case.csv_text.startswith("\ufeff") else "csv:plain"
    yield "csv:crlf" if "\r\n" in case.csv_text else "csv:lf"
    yield from (f"csv:{name}" for name in ("title", "group") if name in header)
    yield "csv:unordered" if rows != sorted(rows) else "csv:ordered"
    if any(len(row) < len(case.document["variables"]) for row in case.values.values()):
        yield "csv:absent"
    if 1 in Counter(case.groups.values()).values():
        yield "group:single"
    yield "units:40ish" if len(case.values) > 30 else f"units:{len(case.values)}"


def result_features(case: Case, plain: Methodology) -> Iterator[str]:
    computation = plain_ranking.PlainRanking(plain, case.values, case.groups)
    ranking = computation.run()
    yield from (rule for rule, _, _ in ranking.findings)
    yield from ("excluded:min_available" if why == "min_available" else "excluded:leaf"
                for why in ranking.excluded.values())
    if ranking.unranked:
        yield "unranked"
    for result in ranking.listed():
        for leaf in computation.leaves:
            if leaf.code not in computation.x[result.unit]:
                yield f"missing:{leaf.missing}"
                if result.nodes[leaf.code].value is not None:
                    yield "imputed"
        if any(result.nodes[node.code].points is None and not node.is_leaf
               for node, _ in nodes_of(plain.nodes)):
            yield "missing:parent"
    for first, second in zip(ranking.ranked, ranking.ranked[1:]):
        if first.rank == second.rank and first.group == second.group:
            yield "tied" if first.published == second.published else "clustered"


def features(case: Case) -> set[str]:
    plain = plain_methodology.read(case.document)
    found = set(methodology_features(case, plain)) | set(data_features(case))
    found |= set(result_features(case, plain))
    for node, _ in nodes_of(plain.nodes):
        if node.is_leaf:
            found |= set(leaf_features(node)) | set(formula_features(node, case.values))
        else:
            found |= set(parent_features(node))
    return found


class RandomMethodologyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.cases = [random_case(seed) for seed in SEEDS]

    def test_every_feature_occurs(self) -> None:
        found: Counter[str] = Counter()
        for case in self.cases:
            found.update(features(case))
        self.assertEqual(FEATURES - set(found), set())
        rare = sorted((found[name], name) for name in FEATURES)[:3]
        print(f"{len(FEATURES)} features in {len(self.cases)} cases; rarest: {rare}")

    def test_the_same_seed_gives_the_same_case(self) -> None:
        for case in self.cases[:20]:
            again = random_case(case.seed)
            self.assertEqual((again.methodology_text, again.csv_text),
                             (case.methodology_text, case.csv_text))

    def test_files_say_what_the_case_holds(self) -> None:
        for case in self.cases:
            values, groups = plain_ranking.read_wide_csv(case.csv_text)
            self.assertEqual((values, groups), (case.values, case.groups))
            self.assertEqual(plain_methodology.read(plain_methodology.load(case.methodology_text))
                             .decimals, case.document["rounding"]["decimals"])
            self.assertIsNone(fragile(case.document, case.values, case.groups))
            self.assertNotRegex(case.csv_text, r"\d[eE][-+]?\d")

    def test_errors_are_acknowledged_exactly(self) -> None:
        for case in self.cases:
            plain = plain_methodology.read(case.document)
            expected = {("points_mismatch", node["code"]) for node in entries(case)
                        if is_mismatched(node)}
            expected |= {("missing_points", node.code) for node, _ in nodes_of(plain.nodes)
                         if node.is_leaf and node.points is None and node.weight is None}
            stated = topmost_stated(case.document["indicators"])
            if plain.declared_total is not None and plain.declared_total != sum(stated):
                expected.add(("declared_total_mismatch", None))
            acknowledged = [(entry["rule"], entry.get("node"))
                            for entry in case.document.get("acknowledge", [])]
            self.assertEqual(sorted(acknowledged, key=str), sorted(expected, key=str))

    def test_points_and_weights_do_not_mix(self) -> None:
        for case in self.cases:
            plain = plain_methodology.read(case.document)
            self.assertTrue(all(node.weight is None for node in plain.nodes))
            for node, _ in nodes_of(plain.nodes):
                weighted = node.combine in WEIGHTED and not node.is_leaf
                for child in node.children:
                    self.assertEqual(child.weight is not None, weighted)
                if node.weight is not None:
                    self.assertTrue(node.is_leaf or weighted)
                    self.assertIsNone(node.points)

    def test_shown_components_add_up(self) -> None:
        for case in self.cases:
            plain = plain_methodology.read(case.document)
            ranking = plain_ranking.rank_units(case.document, case.values, case.groups)
            for result in ranking.listed():
                top = sum(result.nodes[node.code].shown for node in plain.nodes)
                self.assertEqual(top, result.published)
                for node, _ in nodes_of(plain.nodes):
                    if node.children and node.combine not in ("geometric", "harmonic"):
                        parts = sum(result.nodes[child.code].shown for child in node.children)
                        self.assertEqual(parts, result.nodes[node.code].shown)


def entries(case: Case) -> Iterator[dict]:
    stack = list(case.document["indicators"])
    while stack:
        node = stack.pop()
        yield node
        stack += node.get("children", [])


def is_mismatched(entry: dict) -> bool:
    """"stated points ≠ children's maximum under sum without overflow\""""
    if "points" not in entry or "children" not in entry or "overflow" in entry:
        return False
    node = plain_methodology.read_node(entry)
    return node.combine == "sum" and node.points != plain_methodology.children_maximum(node)


if __name__ == "__main__":
    unittest.main()
