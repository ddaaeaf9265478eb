"""Random formulas that use every operator and function of the page.

Ambiguous forms are written with parentheses: comparisons are not chained, `not` and unary minus
stand alone or in parentheses. Comparisons hold no logarithm, so that their outcome is exact.
"""

import random


class FormulaWriter:
    def __init__(self, rnd: random.Random, variables: list[str]) -> None:
        self.random = rnd
        self.variables = variables

    def variable(self) -> str:
        return self.random.choice(self.variables)

    def constant(self) -> str:
        return self.random.choice(["1", "2", "3", "5", "10", "0.5", "2.5", "100", "1e2"])

    def simple(self) -> str:
        """A formula that stays within the size of the data."""
        v, w = self.variable(), self.variable()
        return self.random.choice([
            v, v, v, f"{v} + {w}", f"{v} - {w}", f"({v} + {w}) / 2", f"100 * {v} / {w}",
            f"min({v}, {w})", f"max({v}, {w}, 3)", f"if({self.condition(1)}, {v}, {w})",
        ])

    def any(self) -> str:
        kind = self.random.randrange(8)
        if kind < 2:
            return self.simple()
        if kind == 2:  # hides a variable that may be absent
            v, w = self.variable(), self.variable()
            return self.random.choice([
                f"if({v} > 3, {v}, {w})", f"({v} >= 1) or ({w} > 2)", f"{v} <= 4 and {w} != 0",
                f"if(({v} == 0) or ({w} / {v} > 1), 1, {v})", f"if(not ({v} < 2), {w}, 0)",
            ])
        if kind == 3:  # may be undefined
            return self.random.choice([
                f"log({self.variable()})", f"sqrt({self.variable()})",
                f"{self.variable()} / ({self.variable()} - 2)",
                f"1 / {self.variable()} + {self.variable()}"])
        if kind == 4 and self.random.random() < 0.3:
            return self.random.choice(["5", "2 * 3", "-1.5", "0"])
        return self.number(self.random.randint(1, 3))

    def number(self, depth: int) -> str:
        """Any expression with a number's meaning; an operand of anything after `wrapped`."""
        if depth == 0:
            return self.variable() if self.random.random() < 0.7 else self.constant()
        less = depth - 1
        kind = self.random.randrange(12)
        if kind < 6:
            operator = self.random.choice(["+", "-", "*", "/"])
            return self.binary(operator, less)
        if kind == 6:
            return f"-{self.wrapped(less)}"
        if kind == 7:
            function = self.random.choice(["min", "max"])
            count = self.random.randint(2, 3)
            return f"{function}({', '.join(self.number(less) for _ in range(count))})"
        if kind == 8:
            function = self.random.choice(["abs", "sqrt", "log"])
            inner = self.number(less)
            return f"{function}(abs({inner}))" if function != "abs" else f"abs({inner})"
        if kind == 9:
            return f"if({self.condition(less)}, {self.number(less)}, {self.number(less)})"
        if kind == 10:
            return f"10 * ({self.condition(less)}) + {self.wrapped(less)}"
        return f"not ({self.condition(less)})"

    def binary(self, operator: str, depth: int) -> str:
        left, right = self.wrapped(depth), self.wrapped(depth)
        if self.random.random() < 0.3:  # precedence and left associativity without parentheses
            other = self.random.choice(["+", "-", "*", "/"])
            return f"{left} {operator} {right} {other} {self.wrapped(0)}"
        return f"{left} {operator} {right}"

    def wrapped(self, depth: int) -> str:
        text = self.number(depth)
        return text if depth == 0 else f"({text})"

    def condition(self, depth: int) -> str:
        if depth == 0 or self.random.random() < 0.5:
            operator = self.random.choice(["<", "<=", ">", ">=", "==", "!="])
            return f"{self.exact()} {operator} {self.exact()}"
        kind = self.random.randrange(4)
        left, right = self.condition(depth - 1), self.condition(depth - 1)
        if kind == 0:
            return f"not ({left})"
        if kind == 1:  # any number is a truth value: nonzero is true
            return f"{self.variable()} and {self.variable()}"
        if kind == 2:
            third = self.condition(0)
            return f"{left} or {third} and {right}"
        return f"({left}) {self.random.choice(['and', 'or'])} ({right})"

    def exact(self) -> str:
        v = self.variable()
        return self.random.choice([v, v, v, self.constant(), f"{v} + {self.variable()}",
                                   f"abs({v})", f"max({v}, {self.constant()})"])
