"""The figures of one unit, and how a parent combines its children's."""

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Optional

import plain_methodology
from plain_methodology import WEIGHTED, Node


@dataclass
class Figures:
    """One node of one unit."""

    code: str
    value: Optional[float]  # x of a leaf (imputed if so); None when missing, and for parents
    normalised: Optional[float]  # n of a leaf; None when nothing is normalised, and for parents
    points: Optional[float]  # the node's value on its own scale; None when the node is missing
    max_points: float
    shown: Decimal = Decimal(0)


@dataclass
class UnitResult:
    unit: str
    group: str
    nodes: dict[str, Figures] = field(default_factory=dict)
    raw_score: float = 0.0  # before final.scale
    score: float = 0.0  # after it, unrounded
    published: Decimal = Decimal(0)
    rank: Optional[int] = None  # None: listed, not ranked


def points_of(node: Node, result: UnitResult) -> float:
    points = result.nodes[node.code].points
    return 0.0 if points is None else points


def present_children(node: Node, result: UnitResult) -> list[Node]:
    return [child for child in node.children if result.nodes[child.code].points is not None]


def weight_of(node: Node) -> float:
    assert node.weight is not None
    return node.weight


def combined(node: Node, present: list[Node], result: UnitResult) -> float:
    """The children that are present, combined; in file order, from left to right."""
    values = [points_of(child, result) for child in present]
    if node.combine == "sum":
        return sum(values)
    if node.combine == "best_of":
        return sum(points_of(child, result) for child in chosen(node, result))
    if node.combine == "min":
        return min(values)
    weights = [weight_of(child) for child in present]
    if node.combine == "weighted_mean":  # Σwv/Σw
        return sum(w * v for w, v in zip(weights, values)) / sum(weights)
    if any(v <= 0 for v in values):  # "any v ≤ 0 makes geometric and harmonic 0"
        return 0.0
    if node.combine == "geometric":  # exp(Σw·ln v/Σw)
        return math.exp(sum(w * math.log(v) for w, v in zip(weights, values)) / sum(weights))
    return sum(weights) / sum(w / v for w, v in zip(weights, values))  # Σw/Σ(w/v)


def chosen(node: Node, result: UnitResult) -> list[Node]:
    """The k largest present children of best_of (earlier in the file first on a tie)."""
    present = present_children(node, result)
    best = sorted(present, key=lambda child: -points_of(child, result))[: node.count]
    return [child for child in present if child in best]  # in file order again


def with_stated_points(node: Node, value: float) -> float:
    """"A parent may state points: P.\""""
    if node.points is None:
        return value
    if node.combine in WEIGHTED:
        return value * node.points / 100.0
    most = plain_methodology.children_maximum(node)
    if most <= node.points:  # "if M ≤ P the value stands"
        return value
    if node.overflow == "cap":
        return min(value, node.points)
    if node.overflow == "scale":
        return value * node.points / most
    return value  # allow
