"""Published figures: rounding, ties, ranks and shown components. All of it is decimal."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from plain_methodology import Methodology

# A number carried upwards is multiplied by the first and divided by the second, step by step.
Step = tuple[float, float]


def unit_of(decimals: int) -> Decimal:
    """The smallest shown amount: 0.01 for two decimals."""
    return Decimal(1).scaleb(-decimals)


def shortest(value: float) -> Decimal:
    """"the shortest decimal form that round-trips the double"."""
    return Decimal(repr(value))


def rounded(value: float, decimals: int) -> Decimal:
    """"rounded half away from zero to rounding.decimals"."""
    result = shortest(value).quantize(unit_of(decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result  # no minus before a zero


def in_table_order(published: dict[str, Decimal]) -> list[str]:
    """"ranked by the published score, best first, by id inside a tie" (bytewise)."""
    return sorted(published, key=lambda unit: (-published[unit], unit.encode()))


def ranks_of(published: dict[str, Decimal], methodology: Methodology) -> dict[str, int]:
    """The ranks of units that are ranked together, by the policy in `ties`."""
    ranks: dict[str, int] = {}
    rank = 0
    best = Decimal(0)  # of the present tie or cluster
    tolerance = shortest(methodology.tolerance) if methodology.ties == "cluster" else Decimal(0)
    for place, unit in enumerate(in_table_order(published), start=1):
        joins = place > 1 and best - published[unit] <= tolerance
        if not joins:
            best = published[unit]
            # competition 1,2,2,4; dense 1,2,2,3; cluster: "the next cluster's rank skips"
            rank = rank + 1 if methodology.ties == "dense" else place
        ranks[unit] = rank
    return ranks


def carried(value: float, steps: list[Step]) -> float:
    """A node's value seen from the top: "after redistribution, overflow and final scale"."""
    for times, divided_by in steps:
        value = value * times / divided_by
    return value


def apportioned(total: Decimal, contributions: list[float], decimals: int) -> list[Decimal]:
    """Contributions shown so that they add up to the parent's shown total."""
    unit = unit_of(decimals)
    exact = [shortest(contribution) for contribution in contributions]
    shown = [amount.quantize(unit, rounding=ROUND_FLOOR) for amount in exact]  # "floors"
    remainders = [amount - floor for amount, floor in zip(exact, shown)]
    left_over = int((total - sum(shown, Decimal(0))) / unit)
    places = range(len(shown))
    if left_over >= 0:  # "left-over units to the largest remainders, file order on ties"
        order = sorted(places, key=lambda place: (-remainders[place], place))
        change = unit
    else:  # "a negative left-over is taken from the smallest remainders"
        order = sorted(places, key=lambda place: (remainders[place], place))
        change = -unit
    for turn in range(abs(left_over)):
        shown[order[turn % len(order)]] += change
    return shown
