"""Stands in for the `tarazy` command in tests of the comparison: answers from the reading itself.

It can be told to err in one way, to show that the comparison notices. It is no test double of
the engine for anything else.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import plain_methodology
import plain_ranking
from compare_with_engine import Refused


class FakeEngine:
    def __init__(self, fault: str = "") -> None:
        self.fault = fault  # "", rank, order, score, node, value, missing, excluded, refuse
        self.methodologies: dict[str, dict[str, Any]] = {}
        self.rankings: dict[str, plain_ranking.Ranking] = {}
        self.calls = 0

    def __call__(self, *arguments: str) -> Any:
        self.calls += 1
        action = "_".join(arguments[:2])
        answer = getattr(self, action)(*arguments[2:])
        return json.loads(json.dumps(answer), parse_float=Decimal)

    def methodology_put(self, path: str) -> Any:
        document = plain_methodology.load(Path(path).read_text(encoding="utf-8"))
        self.methodologies[document["id"]] = document
        return {"name": f"methodologies/{document['id']}/versions/1"}

    def ranking_create(self, _ranking: str, _flag: str, methodology: str, *_rest: str) -> Any:
        if self.fault == "refuse":
            raise Refused("no such methodology")
        assert methodology.endswith("@1")
        return {}

    def ranking_import(self, ranking: str, path: str, *_rest: str) -> Any:
        text = Path(path).read_bytes().decode("utf-8")
        values, groups = plain_ranking.read_wide_csv(text)
        self.rankings[ranking] = plain_ranking.rank_units(self.methodologies[ranking], values,
                                                          groups)
        return {}

    def ranking_compute(self, ranking: str) -> Any:
        plain = self.rankings[ranking]
        excluded = len(plain.excluded) + (1 if self.fault == "excluded" else 0)
        return {"edition": ranking, "digest": "", "units": len(plain.listed()),
                "excluded": excluded, "findings": []}

    def ranking_table(self, ranking: str, *_rest: str) -> Any:
        kind = self.methodologies[ranking].get("unit", "institution")
        rows = [{"rank": result.rank, kind: result.unit, "group": result.group,
                 "score": float(result.published)}
                for result in self.rankings[ranking].listed()]
        if self.fault == "rank":
            rows[0]["rank"] = 2
        if self.fault == "order":
            rows.reverse()
        if self.fault == "score":
            rows[0]["score"] += 1
        return rows

    def ranking_scores(self, ranking: str, unit: str, *_rest: str) -> Any:
        result = next(result for result in self.rankings[ranking].listed()
                      if result.unit == unit)
        rows = [{"code": node.code, "value": node.value, "normalised": node.normalised,
                 "points": node.points, "max_points": node.max_points}
                for node in result.nodes.values()]
        if self.fault == "node":
            rows[0]["points"] = (rows[0]["points"] or 0.0) + 1e-6
        if self.fault == "value":
            rows[0]["value"] = (rows[0]["value"] or 0.0) + 1e-6
        if self.fault == "missing":
            rows.pop()
        return rows
