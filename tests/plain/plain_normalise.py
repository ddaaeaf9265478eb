"""The table of normalisations, row by row: x over the reference set S gives n."""

import math
from typing import Callable

from plain_methodology import Node

Report = Callable[[str], None]  # takes the name of a finding


def clamped(n: float, low: float, high: float) -> float:
    return max(low, min(high, n))


def normalised(node: Node, x: float, reference: list[float], report: Report) -> float:
    """n of one unit. For identity and bands n is not a share: it is x itself, or the points."""
    if node.normalize == "identity":
        return identity(node, x, report)
    if node.normalize == "bands":
        return bands(node, x)
    if node.direction == "target":
        n = nearness(node, x, reference)
    else:
        n = RULES[node.normalize](node, x, reference, report)
    return clamped(n, 0.0, 1.0)  # "clamped to [0,1] (except identity and bands)"


def nearness(node: Node, x: float, reference: list[float]) -> float:
    """"n = 1 − |x − t| / max over S of |x − t| (that maximum 0 → 1)"."""
    farthest = max(abs(other - node.target) for other in reference)
    if farthest == 0:
        return 1.0
    return 1.0 - abs(x - node.target) / farthest


def share_of_best(node: Node, x: float, reference: list[float], report: Report) -> float:
    if x < 0:  # "x < 0 → 0 with a finding"
        report("negative_value")
        return 0.0
    if node.direction == "higher":
        best = max(reference)
        return 0.0 if best <= 0 else x / best
    if x == 0:
        return 1.0
    return min(reference) / x


def min_max(node: Node, x: float, reference: list[float], report: Report) -> float:
    low = min(reference)
    high = max(reference)
    if high == low:
        report("constant_indicator")
        return 1.0
    if node.direction == "higher":
        return (x - low) / (high - low)
    return (high - x) / (high - low)


def mean_of(numbers: list[float]) -> float:
    total = 0.0
    for each in numbers:  # "sums run left to right"
        total += each
    return total / len(numbers)


def median_of(numbers: list[float]) -> float:
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2  # "(lower + upper)/2"


def z_score(node: Node, x: float, reference: list[float], report: Report) -> float:
    if max(reference) == min(reference):
        report("constant_indicator")
        return 0.5
    mean = mean_of(reference)
    squares = [(other - mean) * (other - mean) for other in reference]
    sd = math.sqrt(mean_of(squares))  # "population sd"
    z = (x - mean) / sd if node.direction == "higher" else (mean - x) / sd
    return 0.5 * math.erfc(-z / math.sqrt(2))


def count_better(node: Node, x: float, reference: list[float]) -> int:
    """Number in S above x; below x when lower is better."""
    if node.direction == "higher":
        return sum(1 for other in reference if other > x)
    return sum(1 for other in reference if other < x)


def count_worse(node: Node, x: float, reference: list[float]) -> int:
    """Number in S below x; above x when lower is better."""
    if node.direction == "higher":
        return sum(1 for other in reference if other < x)
    return sum(1 for other in reference if other > x)


def count_equal(x: float, reference: list[float]) -> int:
    return sum(1 for other in reference if other == x)


def rank(node: Node, x: float, reference: list[float], _report: Report) -> float:
    size = len(reference)
    if size == 1:
        return 1.0
    r = count_better(node, x, reference) + (count_equal(x, reference) + 1) / 2
    return (size - r) / (size - 1)


def percentile(node: Node, x: float, reference: list[float], _report: Report) -> float:
    passed = count_worse(node, x, reference) + 0.5 * count_equal(x, reference)
    return passed / len(reference)


def goalposts(node: Node, x: float, _reference: list[float], _report: Report) -> float:
    low, high = node.goalposts
    n = (x - low) / (high - low)
    return n if node.direction == "higher" else 1.0 - n


def reached(node: Node, x: float, _reference: list[float], _report: Report) -> float:
    good = x >= node.at if node.direction == "higher" else x <= node.at
    return 1.0 if good else 0.0


def at_or_past(node: Node, at: float, x: float) -> bool:
    """Whether x has reached the band at `at`: "≤", and "≥ for ≤" when lower is better."""
    return at <= x if node.direction == "higher" else at >= x


def bands(node: Node, x: float) -> float:
    """The points of x. `at` ascends, or descends when lower is better."""
    if node.interpolate:
        return bands_interpolated(node, x)
    points = 0.0  # "below the first 0"
    for at, band_points in node.bands:
        if at_or_past(node, at, x):
            points = band_points  # "the points of the last band with at ≤ x"
    return points


def bands_interpolated(node: Node, x: float) -> float:
    """"linear between neighbours, outside flat at the first and last points"."""
    first_at, first_points = node.bands[0]
    if not at_or_past(node, first_at, x):
        return first_points
    last_at, last_points = node.bands[-1]
    if at_or_past(node, last_at, x):
        return last_points
    for (at, points), (next_at, next_points) in zip(node.bands, node.bands[1:]):
        if at_or_past(node, at, x) and not at_or_past(node, next_at, x):
            return points + (next_points - points) * (x - at) / (next_at - at)
    raise AssertionError("x lies before the first band, past the last, or between two")


def identity(node: Node, x: float, report: Report) -> float:
    """"x itself"; "clamped to [0, P] with a finding when the leaf has points"."""
    if node.weight is not None:
        return x
    n = clamped(x, 0.0, node.leaf_points)
    if n != x:
        report("identity_clamped")
    return n


RULES: dict[str, Callable[[Node, float, list[float], Report], float]] = {
    "share_of_best": share_of_best,
    "min_max": min_max,
    "z_score": z_score,
    "rank": rank,
    "percentile": percentile,
    "goalposts": goalposts,
    "reached": reached,
}
