"""A methodology file as plain objects, with every default of the page written out.

Scalars may arrive as text (all of them, from `load`) or as YAML's own numbers; codes are text.
"""

from dataclasses import dataclass, field
from typing import Any, Optional

import yaml

import plain_formula

WEIGHTED = ("weighted_mean", "geometric", "harmonic")


@dataclass(eq=False)  # a node is itself, not its contents
class Node:
    """A leaf (with a formula) or a parent (with children)."""

    code: str
    children: list["Node"] = field(default_factory=list)
    points: Optional[float] = None  # the stated points P
    weight: Optional[float] = None
    # Leaves:
    formula: Optional[plain_formula.Tree] = None
    normalize: str = ""
    goalposts: tuple[float, float] = (0.0, 0.0)  # min, max
    at: float = 0.0  # of `reached`
    bands: list[tuple[float, float]] = field(default_factory=list)  # at, points
    interpolate: bool = False
    direction: str = "higher"  # higher, lower, target
    target: float = 0.0
    missing: str = "zero"
    # Parents:
    combine: str = "sum"
    count: int = 0  # of best_of
    overflow: str = "cap"

    @property
    def is_leaf(self) -> bool:
        return self.formula is not None

    @property
    def leaf_points(self) -> float:
        """P of a leaf; "missing_points (leaves only; acknowledged: P = 0)"."""
        return 0.0 if self.points is None else self.points


@dataclass
class Methodology:
    unit: str  # institution, programme
    nodes: list[Node]  # the top level
    declared_total: Optional[float]
    grouped: bool
    normalize_within: bool
    rank_within: bool
    min_available: Optional[float]
    min_share_of_points: Optional[float]
    final: str  # none, best_is, out_of
    final_to: float  # B of best_is, T of out_of
    ties: str  # competition, dense, cluster
    tolerance: float
    decimals: int


def load(text: str) -> dict[str, Any]:
    """The YAML file with every scalar as text, so that code 1.10 is not the number 1.1."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def number(scalar: Any) -> float:
    return float(scalar)


def optional_number(scalar: Any) -> Optional[float]:
    return None if scalar is None else float(scalar)


def flag(scalar: Any) -> bool:
    return str(scalar).lower() == "true"


def name_and_options(entry: Any) -> tuple[str, Any]:
    """`rank` is ("rank", {}); `{reached: {at: 3}}` is ("reached", {at: 3})."""
    if isinstance(entry, dict):
        (name, options), = entry.items()
        return str(name), options
    return str(entry), {}


def read(document: dict[str, Any]) -> Methodology:
    """The whole file."""
    groups = document.get("groups") or {}
    inclusion = document.get("inclusion") or {}
    scale = (document.get("final") or {}).get("scale", "none")
    final, final_to = name_and_options(scale)
    ties, tie_options = name_and_options(document.get("ties", "competition"))
    return Methodology(
        unit=str(document.get("unit", "institution")),
        nodes=[read_node(entry) for entry in document["indicators"]],
        declared_total=optional_number(document.get("declared_total")),
        grouped="groups" in document,
        normalize_within=flag(groups.get("normalize_within", False)),
        rank_within=flag(groups.get("rank_within", False)),
        min_available=optional_number(inclusion.get("min_available")),
        min_share_of_points=optional_number(inclusion.get("min_share_of_points")),
        final=final,
        final_to=number(final_to) if final != "none" else 0.0,
        ties=ties,
        tolerance=number(tie_options["tolerance"]) if ties == "cluster" else 0.0,
        decimals=int((document.get("rounding") or {}).get("decimals", 2)),
    )


def read_node(entry: dict[str, Any]) -> Node:
    node = Node(code=str(entry["code"]))
    node.points = optional_number(entry.get("points"))
    node.weight = optional_number(entry.get("weight"))
    if "children" in entry:
        node.children = [read_node(child) for child in entry["children"]]
        node.combine, options = name_and_options(entry.get("combine", "sum"))
        if node.combine == "best_of":
            node.count = int(options["count"])
        node.overflow = str(entry.get("overflow", "cap"))
    else:
        read_leaf(node, entry)
    return node


def read_leaf(node: Node, entry: dict[str, Any]) -> None:
    node.formula = plain_formula.parse(str(entry["value"]))
    node.normalize, options = name_and_options(entry["normalize"])
    if node.normalize == "goalposts":
        node.goalposts = (number(options["min"]), number(options["max"]))
    if node.normalize == "reached":
        node.at = number(options["at"])
    if node.normalize == "bands":
        node.bands = [(number(band["at"]), number(band["points"])) for band in options]
    node.interpolate = flag(entry.get("interpolate", False))
    node.direction, target = name_and_options(entry.get("direction", "higher"))
    if node.direction == "target":
        node.target = number(target)
    node.missing = str(entry.get("missing", "zero"))


def leaves(nodes: list[Node]) -> list[Node]:
    """All leaves, in tree order."""
    found = []
    for node in nodes:
        found += [node] if node.is_leaf else leaves(node.children)
    return found


def children_maximum(node: Node) -> float:
    """M: the maximum of what a parent combines, before its own stated points."""
    if node.combine in WEIGHTED:
        return 100.0  # "children have weights; [...] maximum 100"
    maxima = [maximum(child) for child in node.children]
    if node.combine == "best_of":  # "of the k largest maxima"
        return sum(sorted(maxima, reverse=True)[: node.count])
    if node.combine == "min":  # "the smallest"
        return min(maxima)
    return sum(maxima)  # "its maximum is the children's total"


def maximum(node: Node) -> float:
    """The node's own maximum."""
    if node.is_leaf:
        # "A leaf with points: P [...] maximum P. A leaf with weight: w [...] maximum 100."
        return 100.0 if node.weight is not None else node.leaf_points
    most = children_maximum(node)
    if node.points is None:
        return most
    if node.combine in WEIGHTED:
        return node.points  # "P over weighted children"
    if node.overflow == "allow":
        return most  # "M under allow"
    return min(most, node.points)  # "min(M, P) under cap and scale"
