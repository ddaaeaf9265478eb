"""What would let two right programs differ: figures that lie close to an edge, not on it."""

from typing import Any, Mapping, Optional

import plain_methodology
import plain_ranking


def near(a: float, b: float) -> bool:
    """Not equal, and closer than two programs may be expected to keep apart."""
    return a != b and abs(a - b) < 1e-7 * max(1.0, abs(a), abs(b))


def fragile(document: dict[str, Any], values: plain_ranking.Values,
            groups: Mapping[str, str]) -> Optional[str]:
    """Why a difference in the last bits could change a rank, a band or a branch; or None."""
    plain = plain_ranking.PlainRanking(plain_methodology.read(document), values, groups)
    ranking = plain.run()
    for leaf in plain.leaves:
        edges = [leaf.at, 0.0] + [at for at, _ in leaf.bands]
        figures = [result.nodes[leaf.code] for result in ranking.listed()]
        reference = [node.value for node in figures if node.value is not None]
        ordered = sorted(set(reference))
        if any(near(a, b) for a, b in zip(ordered, ordered[1:])):
            return f"{leaf.code}: values that nearly tie"
        if any(near(x, edge) for x in reference for edge in edges):
            return f"{leaf.code}: a value close to an edge"
    return fragile_scores(plain.methodology, ranking)


def fragile_scores(methodology: plain_methodology.Methodology,
                   ranking: plain_ranking.Ranking) -> Optional[str]:
    scores = [abs(result.raw_score) for result in ranking.ranked]
    best = max((result.raw_score for result in ranking.ranked), default=1.0)
    if methodology.final == "best_is" and 0 < best < 1e-3 * max(scores, default=0.0):
        return "the best score is small beside the others"
    least = (methodology.min_share_of_points or 0.0) * (methodology.declared_total or 0.0)
    for result in ranking.listed():
        amounts = [node.points for node in result.nodes.values()]
        if any(near(amount, 0.0) for amount in amounts + [result.raw_score]
               if amount is not None):
            return "a value close to zero"
        if near(result.raw_score, least):
            return "a score close to min_share_of_points"
        if len(repr(result.score)) > 12 and near_rounding_edge(
                result.score, methodology.decimals, 1e-7):
            return "a score close to a rounding edge"
    return None


def near_rounding_edge(score: float, decimals: int, distance: float) -> bool:
    """Whether a change of `distance` (relative, or absolute below 1) may change the rounding."""
    scaled = abs(score) * 10.0 ** decimals
    return abs(scaled % 1.0 - 0.5) <= distance * max(1.0, abs(score)) * 10.0 ** decimals
