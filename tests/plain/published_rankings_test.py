"""Two published world rankings, reproduced by the plain reading from their indicator scores.

The files are reference data outside of the project: TARAZY_SHARED, by default ../shared.
"""

import csv
import os
import unittest
from decimal import Decimal
from pathlib import Path

import plain_ranking

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TARAZY_SHARED") or REPOSITORY.parent / "shared")

ARWU = {"alumni": 10, "award": 20, "hici": 20, "ns": 20, "pub": 20, "pcp": 10}
THE = {"teaching": 30, "international": 7.5, "research": 30, "citations": 30, "income": 2.5}


def weighted(weights: dict[str, float]) -> list[dict]:
    children = [{"code": f"1.{place}", "weight": weight, "value": name, "normalize": "identity",
                 "missing": "exclude_unit"}
                for place, (name, weight) in enumerate(weights.items(), start=1)]
    return [{"code": "1", "combine": "weighted_mean", "children": children}]


class PublishedRankingsTest(unittest.TestCase):
    def rows(self, name: str) -> list[dict[str, str]]:
        path = SHARED / "data" / name
        if not path.exists():
            self.skipTest(f"the shared reference folder has no {name}: set TARAZY_SHARED")
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rank(self, rows: list[dict[str, str]], weights: dict[str, float],
             final: object) -> plain_ranking.Ranking:
        values = {row["institution"]: {name: float(row[name]) for name in weights if row[name]}
                  for row in rows}
        return plain_ranking.rank_units(
            {"indicators": weighted(weights), "final": {"scale": final},
             "rounding": {"decimals": 1}}, values)

    def assert_within_a_tenth(self, title: str, ranking: plain_ranking.Ranking,
                              rows: list[dict[str, str]]) -> None:
        published = {row["institution"]: Decimal(row["published_total"]) for row in rows}
        largest = max(abs(result.published - published[result.unit])
                      for result in ranking.ranked)
        print(f"{title}: {len(ranking.ranked)} totals, largest difference {largest}")
        self.assertLessEqual(largest, Decimal("0.1"))

    def test_arwu_2015(self) -> None:
        rows = self.rows("arwu-2015.csv")
        ranking = self.rank(rows, ARWU, {"best_is": 100})
        self.assertEqual(len(ranking.ranked), 100)
        self.assert_within_a_tenth("ARWU 2015", ranking, rows)

    def test_the_2016(self) -> None:
        rows = self.rows("the-2016.csv")
        ranking = self.rank(rows, THE, "none")
        self.assertEqual(len(ranking.ranked), 195)
        self.assert_within_a_tenth("THE 2016", ranking, rows)

    def test_the_2016_where_the_income_was_counted_but_not_published(self) -> None:
        rows = self.rows("the-2016.csv")
        without = {row["institution"]: row for row in rows if not row["income"]}
        self.assertEqual(set(self.rank(rows, THE, "none").excluded), set(without))
        for name, row in without.items():
            four = sum(THE[pillar] * float(row[pillar]) / 100 for pillar in THE
                       if pillar != "income")
            with self.subTest(name):  # the rest of the total is an income of 0 to 100 points
                self.assertTrue(0 <= float(row["published_total"]) - four <= 2.5)


if __name__ == "__main__":
    unittest.main()
