"""Worked numbers by hand for each row of the semantics tables."""

import unittest
from decimal import Decimal
from typing import Any, Optional

import plain_formula
import plain_methodology
import plain_normalise
import plain_published
import plain_ranking
from plain_combine import UnitResult
from plain_ranking import Ranking


def leaf(code: str, **keys: Any) -> dict[str, Any]:
    entry = {"code": code, "value": "v1", "normalize": "identity"}
    entry.update(keys)
    return entry


def ranked(indicators: list[dict[str, Any]], v1: dict[str, Any],
           group_of: Optional[dict[str, str]] = None, **document: Any) -> Ranking:
    """Ranks units whose variables are given as numbers (v1), or tuples (v1, v2, …)."""
    values = {}
    for unit, cells in v1.items():
        row = cells if isinstance(cells, tuple) else (cells,)
        values[unit] = {f"v{i}": float(cell) for i, cell in enumerate(row, 1) if cell is not None}
    document.setdefault("rounding", {"decimals": 2})
    return plain_ranking.rank_units(dict(document, indicators=indicators), values, group_of)


def by_unit(ranking: Ranking) -> dict[str, UnitResult]:
    return {result.unit: result for result in ranking.listed()}


def points(ranking: Ranking, code: str) -> dict[str, Optional[float]]:
    return {unit: result.nodes[code].points for unit, result in by_unit(ranking).items()}


def ranks(ranking: Ranking) -> list[tuple[str, Optional[int]]]:
    return [(result.unit, result.rank) for result in ranking.ranked]


class FormulaTest(unittest.TestCase):
    def value(self, text: str, **variables: float) -> float:
        return plain_formula.evaluate(plain_formula.parse(text), variables)

    def test_operators_bind_as_in_arithmetic(self) -> None:
        for text, expected in [
            ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("16 / 4 / 2", 2),
            ("-2 * -3", 6), ("1 < 2", 1), ("2 <= 1", 0), ("2 > 1", 1), ("1 >= 2", 0),
            ("1 + 1 == 2", 1), ("1 != 1", 0), ("not 0", 1), ("not 1 < 2", 0),
            ("0 and 0 or 1", 1), ("0 and (0 or 1)", 0), ("7 and 5", 1), ("0 or 3", 1),
            ("min(3, 1, 2)", 1), ("max(3, 1, 2)", 3), ("abs(-4)", 4), ("sqrt(9)", 3),
            ("log(1)", 0), ("if(1 > 2, 10, 20)", 20), ("1e2 + .5", 100.5),
        ]:
            with self.subTest(text):
                self.assertEqual(self.value(text), expected)

    def test_what_is_not_read_may_be_absent(self) -> None:
        self.assertEqual(self.value("0 and absent"), 0)
        self.assertEqual(self.value("1 or absent"), 1)
        self.assertEqual(self.value("if(v == 1, v, absent)", v=1.0), 1)
        self.assertEqual(self.value("if(0, 1 / 0, 5)"), 5)
        for text in ("1 and absent", "0 or absent", "0 * absent", "min(1, absent)"):
            with self.subTest(text), self.assertRaises(plain_formula.Absent):
                self.value(text)

    def test_not_finite_is_undefined(self) -> None:
        for text in ("1 / 0", "0 / 0", "log(0)", "log(-1)", "sqrt(-1)", "1e308 * 10",
                     "0 * (1 / 0)", "min(1, 1e308 + 1e308)"):
            with self.subTest(text), self.assertRaises(plain_formula.Undefined):
                self.value(text)

    def test_what_is_no_formula_is_refused(self) -> None:
        for text in ("", "1 +", "(1", "1 2", "if(1, 2)", "sqrt(1, 2)", "v1 $ 2", "and", "1 = 1"):
            with self.subTest(text), self.assertRaises(plain_formula.ParseError):
                plain_formula.parse(text)


class NormaliseTest(unittest.TestCase):
    def n(self, normalize: Any, x: float, reference: list[float], **keys: Any) -> float:
        node = plain_methodology.read_node(leaf("1", normalize=normalize, **keys))
        self.found: list[str] = []
        return plain_normalise.normalised(node, x, reference, self.found.append)

    def test_share_of_best(self) -> None:
        s = [2.0, 4.0, 8.0]
        self.assertEqual(self.n("share_of_best", 2, s), 0.25)
        self.assertEqual(self.n("share_of_best", 4, s, direction="lower"), 0.5)
        self.assertEqual(self.n("share_of_best", 0, [0.0, 1.0], direction="lower"), 1)
        self.assertEqual(self.n("share_of_best", 1, [0.0, 1.0], direction="lower"), 0)
        self.assertEqual(self.n("share_of_best", 0, [0.0, -1.0]), 0)
        self.assertEqual(self.n("share_of_best", -1, [-1.0, 5.0], direction="lower"), 0)
        self.assertEqual(self.found, ["negative_value"])

    def test_min_max(self) -> None:
        self.assertEqual(self.n("min_max", 4, [2.0, 4.0, 10.0]), 0.25)
        self.assertEqual(self.n("min_max", 4, [2.0, 4.0, 10.0], direction="lower"), 0.75)
        self.assertEqual(self.n("min_max", 4, [4.0, 4.0]), 1)
        self.assertEqual(self.found, ["constant_indicator"])

    def test_z_score(self) -> None:
        # mean 3, population sd 1: the normal distribution function at ±1
        self.assertAlmostEqual(self.n("z_score", 4, [2.0, 4.0]), 0.841344746068543, 14)
        self.assertAlmostEqual(self.n("z_score", 4, [2.0, 4.0], direction="lower"),
                               0.158655253931457, 14)
        self.assertEqual(self.n("z_score", 4, [4.0, 4.0, 4.0]), 0.5)
        self.assertEqual(self.found, ["constant_indicator"])

    def test_rank(self) -> None:
        s = [1.0, 2.0, 2.0, 5.0]
        # 2 is above one and below one: r = 1 + (2 + 1)/2 = 2.5, (4 − 2.5)/3
        self.assertEqual([self.n("rank", x, s) for x in s], [0, 0.5, 0.5, 1])
        self.assertEqual(self.n("rank", 1, s, direction="lower"), 1)
        self.assertEqual(self.n("rank", 7, [7.0]), 1)
        # An imputed 3 is not in S: r = 1 + 1/2, (4 − 1.5)/3
        self.assertEqual(self.n("rank", 3, s), 2.5 / 3)

    def test_percentile(self) -> None:
        s = [1.0, 2.0, 2.0, 5.0]
        self.assertEqual([self.n("percentile", x, s) for x in s], [0.125, 0.5, 0.5, 0.875])
        self.assertEqual(self.n("percentile", 1, s, direction="lower"), 0.875)
        self.assertEqual(self.n("percentile", 7, [7.0]), 0.5)

    def test_goalposts(self) -> None:
        posts = {"goalposts": {"min": 10, "max": 20}}
        self.assertEqual([self.n(posts, x, []) for x in (5, 12, 25)], [0, 0.2, 1])
        self.assertEqual([self.n(posts, x, [], direction="lower") for x in (5, 12, 25)],
                         [1, 0.8, 0])

    def test_reached(self) -> None:
        at = {"reached": {"at": 3}}
        self.assertEqual([self.n(at, x, []) for x in (2.5, 3, 4)], [0, 1, 1])
        self.assertEqual([self.n(at, x, [], direction="lower") for x in (2.5, 3, 4)], [1, 1, 0])

    def test_bands(self) -> None:
        up = {"bands": [{"at": 10, "points": 2}, {"at": 20, "points": 6}]}
        down = {"bands": [{"at": 20, "points": 2}, {"at": 10, "points": 6}]}
        at = (9, 10, 15, 20, 21)
        for bands, keys, expected in [
            (up, {}, [0, 2, 2, 6, 6]),
            (up, {"interpolate": True}, [2, 2, 4, 6, 6]),
            (down, {"direction": "lower"}, [6, 6, 2, 2, 0]),
            (down, {"direction": "lower", "interpolate": True}, [6, 6, 4, 2, 2]),
        ]:
            with self.subTest(keys=keys):
                self.assertEqual([self.n(bands, x, [], points=6, **keys) for x in at], expected)

    def test_identity(self) -> None:
        self.assertEqual(self.n("identity", -7, [], weight=1), -7)
        self.assertEqual(self.n("identity", 3, [], points=5), 3)
        self.assertEqual(self.n("identity", -7, [], points=5), 0)
        self.assertEqual(self.n("identity", 9, [], points=5), 5)
        self.assertEqual(self.found, ["identity_clamped"])

    def test_target(self) -> None:
        near = {"direction": {"target": 5}}
        for normalize in ("min_max", "share_of_best"):
            self.assertEqual([self.n(normalize, x, [1.0, 7.0], **near) for x in (1, 5, 7)],
                             [0, 1, 0.5])
            self.assertEqual(self.n(normalize, 5, [5.0, 5.0], **near), 1)
            self.assertEqual(self.n(normalize, 11, [1.0, 7.0], **near), 0)  # clamped


class CombineTest(unittest.TestCase):
    def parent(self, values: tuple[Any, ...], kind: str = "points", size: float = 10,
               missing: str = "redistribute", **keys: Any) -> dict[str, Any]:
        """One unit, one parent over identity leaves v1, v2, … each with `size` points."""
        children = [leaf(f"1.{i}", value=f"v{i}", missing=missing, **{kind: size + i - 1})
                    for i in range(1, len(values) + 1)]
        ranking = ranked([dict({"code": "1", "children": children}, **keys)], {"a": values})
        return vars(ranking.ranked[0].nodes["1"])

    def test_over_points(self) -> None:
        # Maxima 10, 11, 12.
        for keys, value, most in [
            ({}, 12, 33), ({"combine": "min"}, 2, 10),
            ({"combine": {"best_of": {"count": 2}}}, 10, 23),
            ({"combine": {"best_of": {"count": 3}}}, 12, 33),
            ({"combine": {"best_of": {"count": 9}}}, 12, 33),
        ]:
            with self.subTest(keys=keys):
                node = self.parent((4, 2, 6), **keys)
                self.assertEqual((node["points"], node["max_points"]), (value, most))

    def test_over_weights(self) -> None:
        # Weights 1 and 2.
        for combine, values, expected in [
            ("weighted_mean", (10, 40), 30), ("geometric", (2, 16), 8), ("harmonic", (10, 40), 20),
            ("geometric", (0, 16), 0), ("harmonic", (-1, 16), 0), ("weighted_mean", (-9, 0), -3),
        ]:
            with self.subTest(combine=combine, values=values):
                node = self.parent(values, "weight", 1, combine=combine)
                self.assertAlmostEqual(node["points"], expected, 12)
                self.assertEqual(node["max_points"], 100)
        node = self.parent((10, 40), "weight", 1, combine="weighted_mean", points=8)
        self.assertEqual((node["points"], node["max_points"]), (2.4, 8))

    def test_stated_points(self) -> None:
        # Children 4 + 8 = 12 of 10 + 11 = 21.
        for overflow, stated, value, most in [
            ("cap", 7, 7, 7), ("cap", 15, 12, 15), ("scale", 7, 4, 7), ("allow", 7, 12, 21),
            ("cap", 30, 12, 21), ("scale", 30, 12, 21), ("allow", 30, 12, 21),
        ]:
            with self.subTest(overflow=overflow, stated=stated):
                node = self.parent((4, 8), points=stated, overflow=overflow)
                self.assertEqual((node["points"], node["max_points"]), (value, most))

    def test_missing_children(self) -> None:
        for keys, values, expected in [
            ({}, (4, None, 8), 12 * 33 / 22), ({}, (None, None, None), None),
            ({"combine": "min"}, (4, None, 8), 4),
            ({"combine": {"best_of": {"count": 2}}}, (4, None, None), 4),
            ({"missing": "zero"}, (4, None, 8), 12), ({"missing": "zero", "combine": "min"},
                                                      (4, None, 8), 0),
            ({"kind": "weight", "size": 1, "combine": "weighted_mean"}, (10, None, 50), 40),
            ({"missing": "not_applicable"}, (4, None, 8), 12 * 33 / 22),
        ]:
            with self.subTest(keys=keys, values=values):
                self.assertEqual(self.parent(values, **keys)["points"], expected)

    def test_missing_climbs_and_counts_zero_at_the_top(self) -> None:
        inner = {"code": "1.1", "children": [leaf("1.1.1", points=5, missing="redistribute")]}
        outer = {"code": "1", "children": [inner, leaf("1.2", value="v2", points=10)]}
        ranking = ranked([outer, leaf("2", points=3, missing="redistribute")], {"a": (None, 4)})
        nodes = ranking.ranked[0].nodes
        self.assertIsNone(nodes["1.1"].points)
        self.assertEqual(nodes["1"].points, 4 * 15 / 10)
        self.assertIsNone(nodes["2"].points)
        self.assertEqual(ranking.ranked[0].score, 6)

    def test_present_maxima_of_nothing_make_the_parent_missing(self) -> None:
        children = [leaf("1.1"), leaf("1.2", value="v2", points=5, missing="redistribute")]
        ranking = ranked([{"code": "1", "children": children}], {"a": (4, None)})
        self.assertIsNone(ranking.ranked[0].nodes["1"].points)

    def test_leaf_scores(self) -> None:
        ranking = ranked([leaf("1", points=15, normalize="share_of_best"),
                          {"code": "2", "combine": "weighted_mean",
                           "children": [leaf("2.1", weight=3, normalize="share_of_best")]}],
                         {"a": 4, "b": 1})
        self.assertEqual(points(ranking, "1"), {"a": 15, "b": 3.75})
        self.assertEqual(points(ranking, "2.1"), {"a": 100, "b": 25})
        self.assertEqual(ranking.maximum, 115)


class MissingTest(unittest.TestCase):
    def test_mean_and_median_are_of_the_reference_set(self) -> None:
        data = {"a": 1, "b": 2, "c": 9, "d": None}
        for missing, x, n in [("mean", 4, 0.375), ("median", 2, 0.125)]:
            ranking = ranked([leaf("1", points=8, normalize="min_max", missing=missing)], data)
            node = by_unit(ranking)["d"].nodes["1"]
            self.assertEqual((node.value, node.normalised, node.points), (x, n, n * 8))
        even = ranked([leaf("1", points=8, missing="median")], {"a": 1, "b": 2, "c": None})
        self.assertEqual(points(even, "1")["c"], 1.5)
        empty = ranked([leaf("1", points=8, missing="mean"), leaf("2", value="v2", points=1)],
                       {"a": (None, 1)})
        self.assertEqual(points(empty, "1"), {"a": 0})

    def test_exclude_unit_leaves_every_reference_set(self) -> None:
        ranking = ranked([leaf("1", points=8, normalize="share_of_best"),
                          leaf("2", value="v2", points=1, missing="exclude_unit")],
                         {"a": (5, 1), "b": (10, None)})
        self.assertEqual(ranking.excluded, {"b": "2"})
        self.assertEqual(points(ranking, "1"), {"a": 8})

    def test_only_not_applicable_leaves_no_finding(self) -> None:
        for missing, expected in [("zero", 1), ("redistribute", 1), ("not_applicable", 0)]:
            ranking = ranked([leaf("1", points=8, missing=missing)], {"a": None})
            self.assertEqual(len(ranking.findings), expected)

    def test_undefined_is_missing(self) -> None:
        ranking = ranked([leaf("1", points=8, value="1 / v1", missing="mean")], {"a": 0, "b": 2})
        self.assertEqual(points(ranking, "1"), {"a": 0.5, "b": 0.5})
        self.assertIn(("undefined_value", "1", "a"), ranking.findings)


class InclusionTest(unittest.TestCase):
    def test_min_available_counts_leaves_that_must_apply(self) -> None:
        leaves = [leaf("1", points=1), leaf("2", points=1, value="1 / v2"),
                  leaf("3", points=1, value="v3", missing="not_applicable")]
        data = {"a": (1, 1, 1), "b": (1, 0, 1), "c": (1, None, None), "d": (None, None, 1)}
        ranking = ranked(leaves, data, inclusion={"min_available": 0.5})
        self.assertEqual(ranking.excluded, {"d": "min_available"})
        ranking = ranked(leaves, data, inclusion={"min_available": 0.6})
        self.assertEqual(sorted(ranking.excluded), ["b", "c", "d"])

    def test_min_share_lists_without_a_rank_and_stays_in_the_reference_set(self) -> None:
        ranking = ranked([leaf("1", points=10, normalize="min_max")], {"a": 3, "b": 2, "c": 1},
                         declared_total=10, inclusion={"min_share_of_points": 0.5},
                         final={"scale": {"best_is": 100}})
        self.assertEqual(ranks(ranking), [("a", 1), ("b", 2)])
        self.assertEqual([result.unit for result in ranking.unranked], ["c"])
        self.assertEqual(by_unit(ranking)["b"].score, 50)

    def test_groups(self) -> None:
        groups = {"a": "g2", "b": "g1", "c": "g1"}
        leaves = [leaf("1", points=10, normalize="share_of_best")]
        data = {"a": 4, "b": 8, "c": 2}
        both = {"normalize_within": True, "rank_within": True}
        within = ranked(leaves, data, groups, groups=both)
        self.assertEqual(ranks(within), [("b", 1), ("c", 2), ("a", 1)])
        self.assertEqual(points(within, "1"), {"a": 10, "b": 10, "c": 2.5})
        neither = {"normalize_within": "false", "rank_within": "false"}
        across = ranked(leaves, data, groups, groups=neither)
        self.assertEqual(ranks(across), [("b", 1), ("a", 2), ("c", 3)])
        with self.assertRaises(ValueError):
            ranked(leaves, data, {"a": "g1"}, groups={"rank_within": True})


class PublishedTest(unittest.TestCase):
    def scores(self, numbers: dict[str, float], **document: Any) -> Ranking:
        leaves = [{"code": "1", "combine": "weighted_mean", "children": [leaf("1.1", weight=1)]}]
        return ranked(leaves, numbers, **document)

    def test_final_scale(self) -> None:
        best = self.scores({"a": 40, "b": 10}, final={"scale": {"best_is": 100}})
        self.assertEqual([result.score for result in best.ranked], [100, 25])
        out_of = self.scores({"a": 40, "b": 10}, declared_total=80,
                             final={"scale": {"out_of": 1000}})
        self.assertEqual([result.score for result in out_of.ranked], [500, 125])
        negative = self.scores({"a": -40, "b": -80}, final={"scale": {"best_is": 100}})
        self.assertEqual([result.score for result in negative.ranked], [-40, -80])

    def test_half_goes_away_from_zero_in_the_shortest_decimal_form(self) -> None:
        for value, decimals, expected in [
            (2.5, 0, "3"), (-2.5, 0, "-3"), (1.005, 2, "1.01"), (2.675, 2, "2.68"),
            (0.125, 2, "0.13"), (-0.004, 2, "0.00"), (1e22, 1, "10000000000000000000000.0"),
        ]:
            self.assertEqual(str(plain_published.rounded(value, decimals)), expected)

    def test_ties(self) -> None:
        data = {"d": 7, "c": 9, "b": 9, "a": 10}
        for ties, expected in [
            ("competition", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3]),
            ({"cluster": {"tolerance": 1}}, [1, 1, 1, 4]),
            ({"cluster": {"tolerance": 0.5}}, [1, 2, 2, 4]),
            ({"cluster": {"tolerance": 2}}, [1, 1, 1, 4]),
        ]:
            ranking = self.scores(data, ties=ties)
            self.assertEqual(ranks(ranking), list(zip("abcd", expected)))

    def test_a_tie_is_of_published_scores(self) -> None:
        ranking = self.scores({"b": 1.04, "a": 0.96}, rounding={"decimals": 1})
        self.assertEqual(ranks(ranking), [("a", 1), ("b", 1)])

    def test_largest_remainder(self) -> None:
        def shown(total: str, parts: list[float]) -> list[str]:
            return [str(part) for part in plain_published.apportioned(Decimal(total), parts, 1)]

        self.assertEqual(shown("1.0", [1 / 3, 1 / 3, 1 / 3]), ["0.4", "0.3", "0.3"])
        self.assertEqual(shown("0.9", [0.25, 0.38, 0.29]), ["0.2", "0.4", "0.3"])
        self.assertEqual(shown("0.5", [0.25, 0.38]), ["0.2", "0.3"])
        self.assertEqual(shown("0.4", [0.25, 0.38]), ["0.1", "0.3"])
        self.assertEqual(shown("-0.3", [-0.25, 0.0]), ["-0.3", "0.0"])

    def shown(self, indicators: list[dict[str, Any]], row: tuple[Any, ...],
              **document: Any) -> dict[str, str]:
        ranking = ranked(indicators, {"a": row}, **document)
        return {code: str(node.shown) for code, node in ranking.ranked[0].nodes.items()}

    def test_shown_components(self) -> None:
        pair = [leaf("1.1", points=10, missing="redistribute"),
                leaf("1.2", value="v2", points=20)]
        weighted = [leaf("1.1", weight=1), leaf("1.2", value="v2", weight=3)]
        for parent, row, expected in [
            ({"children": pair}, (4, 6), ("10.00", "4.00", "6.00")),
            ({"children": pair}, (None, 6), ("9.00", "0.00", "9.00")),
            ({"children": pair, "points": 5}, (4, 6), ("5.00", "2.00", "3.00")),
            ({"children": pair, "points": 15, "overflow": "scale"}, (4, 6),
             ("5.00", "2.00", "3.00")),
            ({"children": pair, "combine": {"best_of": {"count": 1}}}, (4, 6),
             ("6.00", "0.00", "6.00")),
            ({"children": pair, "combine": "min"}, (4, 4), ("4.00", "4.00", "0.00")),
            ({"children": weighted, "combine": "weighted_mean"}, (8, 4), ("5.00", "2.00", "3.00")),
            ({"children": weighted, "combine": "weighted_mean", "points": 50}, (8, 4),
             ("2.50", "1.00", "1.50")),
            ({"children": weighted, "combine": "harmonic"}, (2, 6), ("4.00", "2.00", "6.00")),
        ]:
            with self.subTest(parent=parent):
                shown = self.shown([dict(parent, code="1")], row)
                self.assertEqual((shown["1"], shown["1.1"], shown["1.2"]), expected)

    def test_shown_components_follow_the_final_scale(self) -> None:
        shown = self.shown([leaf("1", points=9), leaf("2", points=9), leaf("3", points=9)], (2,),
                           final={"scale": {"best_is": 100}})
        self.assertEqual(shown, {"1": "33.34", "2": "33.33", "3": "33.33"})


if __name__ == "__main__":
    unittest.main()
