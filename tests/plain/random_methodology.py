"""Random methodologies and data, the same for the same seed, that use every feature of the page.

A case is made so that two right programs must agree: whatever decides between two ranks or two
bands is either exactly equal or clearly apart (see `fragile`). What lint would call an error is
acknowledged in the file; what can never be acknowledged does not occur.
"""

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import yaml

import plain_methodology
from fragile import fragile
from random_formula import FormulaWriter

Entry = dict[str, Any]
POINTS = (1, 2, 3, 4, 5, 8, 10, 15, 20, 2.5)
WEIGHTS = (1, 2, 3, 5, 10, 20, 7.5, 0.5)
NORMALIZERS = ("share_of_best", "min_max", "z_score", "rank", "percentile", "goalposts",
               "reached", "identity")
MISSING = ("zero", "zero", "redistribute", "redistribute", "not_applicable", "mean", "median",
           "exclude_unit")
FLAVOURS = ("small", "whole", "tenths", "edges", "double", "signed", "signed_double", "constant",
            "positive")


@dataclass
class Case:
    seed: int
    document: Entry
    methodology_text: str
    csv_text: str
    values: dict[str, dict[str, float]]
    groups: dict[str, str]  # empty unless the methodology declares groups

    @property
    def unit_kind(self) -> str:
        return self.document["unit"]


def short(value: float) -> float:
    """5 for 5.0, so that files read as people write them."""
    return int(value) if value == int(value) else value


def random_case(seed: int, methodology_id: str = "", unit_prefix: str = "u") -> Case:
    """The case of a seed: the first attempt that is not fragile."""
    for attempt in range(1000):
        case = Maker(seed, attempt, methodology_id or f"plain-{seed}", unit_prefix).case()
        if fragile(case.document, case.values, case.groups) is None:
            return case
    raise RuntimeError(f"seed {seed}: every attempt is fragile")


class Maker:
    """One attempt at a case; `self.random` is its only source of chance."""

    def __init__(self, seed: int, attempt: int, methodology_id: str, unit_prefix: str) -> None:
        self.seed = seed
        self.random = random.Random(f"{seed}/{attempt}")
        self.methodology_id = methodology_id
        self.unit_prefix = unit_prefix
        self.variables = [f"v{i}" for i in range(1, self.random.randint(2, 6) + 1)]
        self.formula = FormulaWriter(self.random, self.variables)
        self.acknowledge: list[Entry] = []

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def case(self) -> Case:
        grouped = self.chance(0.5)
        document = self.methodology(grouped)
        units = self.units()
        values = self.values(units)
        groups = self.groups(units) if grouped else {}
        return Case(self.seed, document, yaml.safe_dump(document, sort_keys=False, width=1000),
                    self.csv(document["unit"], values, groups), values, groups)

    # The methodology

    def methodology(self, grouped: bool) -> Entry:
        indicators = self.indicators()
        document: Entry = {
            "id": self.methodology_id,
            "unit": self.random.choice(["institution", "institution", "programme"]),
            "title": {"en": f"Random methodology {self.seed}"},
            "variables": {name: {"title": {"en": f"Variable {name}"}}
                          for name in self.variables},
            "indicators": indicators,
        }
        total = self.declared_total(indicators)
        if total is not None:
            document["declared_total"] = total
        if grouped:
            document["groups"] = {"by": "category", "normalize_within": self.chance(0.5),
                                  "rank_within": self.chance(0.5)}
        inclusion = self.inclusion(total)
        if inclusion:
            document["inclusion"] = inclusion
        document["final"] = {"scale": self.final(total)}
        document["ties"] = self.random.choice(
            ["competition", "dense",
             {"cluster": {"tolerance": self.random.choice([0, 0.05, 0.5, 1, 5])}}])
        document["rounding"] = {"decimals": self.random.randint(0, 4)}
        if self.acknowledge:
            document["acknowledge"] = self.acknowledge
        return document

    def indicators(self) -> list[Entry]:
        levels = self.random.choice([1, 2, 2, 3, 3, 4])
        if levels > 1 and self.chance(0.15):  # like ARWU: one weighted parent and nothing else
            return [self.weighted_parent("1", levels)]
        count = self.random.randint(1, 4)
        return [self.points_node(str(place), levels) for place in range(1, count + 1)]

    def acknowledged(self, rule: str, node: Optional[str]) -> None:
        entry = {"rule": rule, "node": node, "reason": f"as made for seed {self.seed}"}
        self.acknowledge.append({key: entry[key] for key in entry if entry[key] is not None})

    def children(self, code: str, levels: int, make: Any) -> list[Entry]:
        most = 4 if levels <= 3 else 3
        return [make(f"{code}.{place}", levels - 1)
                for place in range(1, self.random.randint(1, most) + 1)]

    def titled(self, code: str) -> Entry:
        title = {"en": f"Node {code}"}
        if self.chance(0.3):
            title["ru"] = f"Node {code} (ru)"
            title["kk"] = f"Node {code} (kk)"
        return {"code": code, "title": title}

    def points_node(self, code: str, levels: int) -> Entry:
        """A sibling among points: a leaf, a parent of points, or a parent of weights."""
        if levels == 1 or self.chance(0.3):
            return self.leaf(code, weighted=False)
        if self.chance(0.35):
            node = self.weighted_parent(code, levels)
            if self.chance(0.7):
                node["points"] = self.random.choice(POINTS)
            return node
        return self.points_parent(code, levels)

    def weighted_parent(self, code: str, levels: int) -> Entry:
        node = self.titled(code)
        node["combine"] = self.random.choice(["weighted_mean", "geometric", "harmonic"])
        node["children"] = self.children(code, levels, self.weighted_node)
        return node

    def weighted_node(self, code: str, levels: int) -> Entry:
        """A sibling among weights: a leaf, or a parent of weights that carries a weight."""
        if levels == 1 or self.chance(0.5):
            return self.leaf(code, weighted=True)
        node = self.weighted_parent(code, levels)
        node["weight"] = self.random.choice(WEIGHTS)
        return node

    def points_parent(self, code: str, levels: int) -> Entry:
        node = self.titled(code)
        node["children"] = (self.worthless_pair(code) if self.chance(0.1)
                            else self.children(code, levels, self.points_node))
        combine = self.random.choice(["sum", "sum", "sum", "best_of", "min", None])
        if combine == "best_of":
            count = max(1, len(node["children"]) + self.random.choice([-2, -1, 0, 1]))
            node["combine"] = {"best_of": {"count": count}}
        elif combine is not None:
            node["combine"] = combine
        if self.chance(0.65):
            self.state_points(node)
        return node

    def worthless_pair(self, code: str) -> list[Entry]:
        """Where the second leaf is missing, the maxima of what is present total 0."""
        first, second = (self.leaf(f"{code}.{place}", weighted=False) for place in (1, 2))
        if "points" in first and "bands" not in first["normalize"]:
            del first["points"]
            self.acknowledged("missing_points", first["code"])
        second["missing"] = "redistribute"
        return [first, second]

    def state_points(self, node: Entry) -> None:
        """Stated points that equal the children's maximum, fall short of it, or exceed it."""
        plain = plain_methodology.read_node(node)
        most = plain_methodology.children_maximum(plain)
        said = sum(plain_methodology.maximum(child) if child.points is None else child.points
                   for child in plain.children)
        overflow = self.random.choice([None, None, "cap", "scale", "allow"])
        if overflow is not None:
            node["overflow"] = overflow
        factor = self.random.choice([0.25, 0.5, 0.75, 1, 1, 1.5])
        node["points"] = short(max(0.5, round(most * factor * 2) / 2))
        if plain.combine == "sum" and overflow is None:
            # Where children say one thing and reach another, differ from both.
            while most != said and node["points"] in (most, said):
                node["points"] = short(node["points"] + 0.5)
            if node["points"] != most:
                self.acknowledged("points_mismatch", node["code"])

    def leaf(self, code: str, weighted: bool) -> Entry:
        node = self.titled(code)
        names = NORMALIZERS if weighted else NORMALIZERS + ("bands", "bands")
        name = self.random.choice(names)
        if weighted:
            node["weight"] = self.random.choice(WEIGHTS)
        elif name != "bands" and self.chance(0.04):
            self.acknowledged("missing_points", code)
        else:
            node["points"] = self.random.choice(POINTS)
        tame = name in ("identity", "bands", "reached", "goalposts")
        node["value"] = self.formula.simple() if tame else self.formula.any()
        direction = "higher" if name == "identity" else self.random.choice(["higher", "lower"])
        node["normalize"] = self.normalize(node, name, direction)
        if name in ("min_max", "share_of_best") and self.chance(0.3):
            node["direction"] = {"target": self.random.choice([0, 1, 2.5, 10, 50, -3])}
        elif direction == "lower" or self.chance(0.5):  # "direction defaults to higher"
            node["direction"] = direction
        if self.chance(0.85):  # else the default, zero
            node["missing"] = self.random.choice(MISSING)
        return node

    def normalize(self, node: Entry, name: str, direction: str) -> Any:
        if name == "goalposts":
            low = self.random.randint(-10, 20)
            return {"goalposts": {"min": low, "max": low + self.random.choice([1, 5, 10, 80])}}
        if name == "reached":
            return {"reached": {"at": self.random.choice([0, 1, 2, 3, 5, 20, 50])}}
        if name != "bands":
            return name
        if self.chance(0.5):
            node["interpolate"] = self.chance(0.8)
        at = sorted(self.random.sample([-5, 0, 1, 2, 3, 4, 5, 10, 25, 50, 80],
                                       self.random.randint(1, 5)), reverse=direction == "lower")
        parts = [self.random.choice([0, 0.25, 0.5, 1]) for _ in at]
        return {"bands": [{"at": a, "points": short(part * node["points"])}
                          for a, part in zip(at, sorted(parts))]}

    def declared_total(self, indicators: list[Entry]) -> Optional[float]:
        """Σ stated points of the topmost nodes that state any, or another number."""
        stated = topmost_stated(indicators)
        if not stated or self.chance(0.3):
            return None
        total = sum(stated)
        if self.chance(0.3):
            total += self.random.choice([1, 10, 30])
            self.acknowledged("declared_total_mismatch", None)
        return short(total)

    def inclusion(self, total: Optional[float]) -> Entry:
        inclusion: Entry = {}
        if self.chance(0.25):
            inclusion["min_available"] = self.random.choice([0.25, 0.5, 0.6, 0.75])
        if total is not None and self.chance(0.3):
            inclusion["min_share_of_points"] = self.random.choice([0.1, 0.25, 0.33, 0.5])
        return inclusion

    def final(self, total: Optional[float]) -> Any:
        choices: list[Any] = ["none", "none", {"best_is": self.random.choice([100, 1, 1000])}]
        if total is not None:
            choices.append({"out_of": self.random.choice([100, 1000])})
        return self.random.choice(choices)

    # The data

    def units(self) -> list[str]:
        low, high = self.random.choice([(1, 1), (2, 4), (2, 4), (5, 12), (5, 12), (5, 12),
                                        (8, 12), (13, 40)])
        count = self.random.randint(low, high)
        padded = self.chance(0.7)  # else u-10 comes before u-9, bytewise
        return [f"{self.unit_prefix}-{i:03d}" if padded else f"{self.unit_prefix}-{i}"
                for i in range(1, count + 1)]

    def values(self, units: list[str]) -> dict[str, dict[str, float]]:
        flavours = {name: self.random.choice(FLAVOURS) for name in self.variables}
        constants = {name: float(self.random.randint(0, 5)) for name in self.variables}
        absent = self.random.choice([0, 0, 0.05, 0.2, 0.4])
        values: dict[str, dict[str, float]] = {}
        for unit in units:
            if values and self.chance(0.15):  # a twin: tied in everything
                values[unit] = dict(values[self.random.choice(list(values))])
                continue
            row = {name: constants[name] if flavours[name] == "constant"
                   else self.number(flavours[name])
                   for name in self.variables if not self.chance(absent)}
            values[unit] = row or {"v1": 1.0}
        return values

    def number(self, flavour: str) -> float:
        """Never so small or large that its shortest form needs an exponent."""
        rnd = self.random
        if flavour == "small":
            return float(rnd.randint(0, 5))
        if flavour == "whole":
            return float(rnd.randint(0, 100))
        if flavour == "tenths":
            return rnd.randint(0, 1000) / 10
        if flavour == "edges":  # of rounding, in the shortest form: 1.005
            return rnd.randint(0, 1000) / 200
        if flavour == "double":
            return round(rnd.uniform(0.01, 1000), rnd.choice([2, 4, 9]))
        if flavour == "signed":
            return float(rnd.randint(-10, 10))
        if flavour == "signed_double":
            return round(rnd.uniform(-50, 50), 3)
        return float(rnd.randint(1, 9))

    def groups(self, units: list[str]) -> dict[str, str]:
        groups = {unit: self.random.choice(["g1", "g2"]) for unit in units}
        groups[self.random.choice(units)] = "g3"  # most often alone
        return groups

    def csv(self, kind: str, values: dict[str, dict[str, float]], groups: dict[str, str]) -> str:
        delimiter = self.random.choice([",", ",", ";"])
        titled = self.chance(0.5)
        columns = self.random.sample(self.variables, len(self.variables))
        rows = [[kind] + ["title"] * titled + ["group"] * bool(groups) + columns]
        for unit in self.random.sample(list(values), len(values)):
            cells = [cell_of(values[unit].get(name)) for name in columns]
            title = [f"Unit {unit}"] * titled
            group = [groups[unit]] if groups else []
            rows.append([unit] + title + group + cells)
        ending = self.random.choice(["\n", "\n", "\r\n"])
        text = "".join(delimiter.join(row) + ending for row in rows)
        return "\ufeff" * self.chance(0.2) + text


def cell_of(value: Optional[float]) -> str:
    """The shortest form of the double; an absent cell is empty."""
    return "" if value is None else repr(short(value))


def topmost_stated(indicators: list[Entry]) -> list[float]:
    """Stated points of the topmost nodes that state any."""
    stated: list[float] = []
    for node in indicators:
        if "points" in node:
            stated.append(node["points"])
        else:
            stated += topmost_stated(node.get("children", []))
    return stated


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes one random case to two files.")
    parser.add_argument("seed", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    case = random_case(options.seed)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((f"{options.seed}.yaml", case.methodology_text),
                       (f"{options.seed}.csv", case.csv_text)):
        (options.folder / name).write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main()
