"""Shown components, from the top down: parts that add up to what they are parts of."""

from decimal import Decimal

import plain_methodology
import plain_published
from plain_combine import UnitResult, chosen, combined, points_of, present_children, weight_of
from plain_methodology import WEIGHTED, Node
from plain_published import Step


def show(nodes: list[Node], total: Decimal, steps: list[list[Step]], result: UnitResult,
         decimals: int) -> None:
    """Shows `nodes` so that they add up to `total`; steps carry each node's value to the top."""
    contributions = [plain_published.carried(points_of(node, result), way)
                     for node, way in zip(nodes, steps)]
    shown = plain_published.apportioned(total, contributions, decimals)
    for node, amount, way in zip(nodes, shown, steps):
        show_node(node, amount, way, result, decimals)


def show_node(node: Node, amount: Decimal, way: list[Step], result: UnitResult,
              decimals: int) -> None:
    result.nodes[node.code].shown = amount
    if node.is_leaf:
        return
    if node.combine in ("geometric", "harmonic"):
        # "children are shown and do not add": each by its own value, rounded by itself.
        for child in node.children:
            own = plain_published.rounded(points_of(child, result), decimals)
            show_node(child, own, [], result, decimals)
        return
    inner = child_steps(node, result)
    show(node.children, amount, [inner[child.code] + way for child in node.children],
         result, decimals)


def child_steps(node: Node, result: UnitResult) -> dict[str, list[Step]]:
    """How each child's value becomes its part of the node's value."""
    present = present_children(node, result)
    steps: dict[str, list[Step]] = {child.code: [(0.0, 1.0)] for child in node.children}
    if result.nodes[node.code].points is None:
        return steps  # a missing parent carries nothing
    carrying = present
    way: list[Step] = []
    if node.combine == "best_of":
        carrying = chosen(node, result)  # "unchosen 0"
    elif node.combine == "min":  # "the first smallest carries all"
        carrying = [min(present, key=lambda child: points_of(child, result))]
    elif node.combine == "sum" and len(present) < len(node.children):
        way = [(sum(plain_methodology.maximum(child) for child in node.children),
                sum(plain_methodology.maximum(child) for child in present))]
    all_weights = sum(weight_of(child) for child in present) if node.combine in WEIGHTED else 0.0
    way = way + stated_steps(node, present, result, way)
    for child in carrying:
        own: list[Step] = []
        if node.combine == "weighted_mean":
            own = [(weight_of(child), all_weights)]  # w·v/Σw
        steps[child.code] = own + way
    return steps


def stated_steps(node: Node, present: list[Node], result: UnitResult,
                 way: list[Step]) -> list[Step]:
    """The step that the node's own stated points add; READING: a cap shrinks all alike."""
    if node.points is None:
        return []
    if node.combine in WEIGHTED:
        return [(node.points, 100.0)]
    most = plain_methodology.children_maximum(node)
    if most <= node.points or node.overflow == "allow":
        return []
    if node.overflow == "scale":
        return [(node.points, most)]
    value = plain_published.carried(combined(node, present, result), way)
    return [(node.points, value)] if value > node.points else []
