"""Formulas of a methodology, read plainly from the page "What a methodology means".

"`value` is a formula over variables: numbers, names, `+ - * /`, unary minus, parentheses,
`< <= > >= == !=` (1 or 0), `and or not` (infix, short-circuit; nonzero is true), `if(c, a, b)`
(only the branch taken is evaluated), `min max abs sqrt log` (natural)."

A formula is parsed into nested tuples: ("number", 2.0), ("name", "v1"), ("call", "min", [...]),
("+", left, right) and so on. The rules below stand from the loosest to the tightest binding.
"""

import math
import re
from typing import Any, Mapping

Tree = tuple[Any, ...]

COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
FUNCTIONS = ("if", "min", "max", "abs", "sqrt", "log")
KEYWORDS = ("and", "or", "not")
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign><=|>=|==|!=|[-+*/()<>,]))"
)


class ParseError(ValueError):
    """The text is not a formula."""


class Absent(Exception):
    """Evaluation read a variable that is absent for the unit."""


class Undefined(Exception):
    """An intermediate result is not finite (the finding `undefined_value`)."""


def tokens_of(text: str) -> list[tuple[str, str]]:
    """The formula cut into (kind, text); kind is number, name, sign, or end."""
    tokens = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise ParseError(f"cannot read {text[position:]!r}")
        kind = match.lastgroup or ""
        tokens.append((kind, match.group(kind)))
        position = match.end()
    tokens.append(("end", ""))
    return tokens


class Parser:
    """One method per rule of the grammar; each returns a tree."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens_of(text)
        self.position = 0

    def peek(self) -> str:
        return self.tokens[self.position][1]

    def take(self) -> tuple[str, str]:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def expect(self, sign: str) -> None:
        kind, text = self.take()
        if text != sign:
            raise ParseError(f"expected {sign!r}, found {text or kind!r}")

    def formula(self) -> Tree:
        tree = self.disjunction()
        if self.tokens[self.position][0] != "end":
            raise ParseError(f"unexpected {self.peek()!r}")
        return tree

    def disjunction(self) -> Tree:
        tree = self.conjunction()
        while self.peek() == "or":
            self.take()
            tree = ("or", tree, self.conjunction())
        return tree

    def conjunction(self) -> Tree:
        tree = self.negation()
        while self.peek() == "and":
            self.take()
            tree = ("and", tree, self.negation())
        return tree

    def negation(self) -> Tree:
        if self.peek() == "not":
            self.take()
            return ("not", self.negation())
        return self.comparison()

    def comparison(self) -> Tree:
        tree = self.additive()
        while self.peek() in COMPARISONS:
            operator = self.take()[1]
            tree = (operator, tree, self.additive())
        return tree

    def additive(self) -> Tree:
        tree = self.multiplicative()
        while self.peek() in ("+", "-"):
            operator = self.take()[1]
            tree = (operator, tree, self.multiplicative())
        return tree

    def multiplicative(self) -> Tree:
        tree = self.unary()
        while self.peek() in ("*", "/"):
            operator = self.take()[1]
            tree = (operator, tree, self.unary())
        return tree

    def unary(self) -> Tree:
        if self.peek() == "-":
            self.take()
            return ("negative", self.unary())
        return self.primary()

    def primary(self) -> Tree:
        kind, text = self.take()
        if kind == "number":
            return ("number", float(text))
        if text == "(":
            tree = self.disjunction()
            self.expect(")")
            return tree
        if kind == "name" and text in FUNCTIONS:
            return ("call", text, self.arguments(text))
        if kind == "name" and text not in KEYWORDS:
            return ("name", text)
        raise ParseError(f"unexpected {text or kind!r}")

    def arguments(self, function: str) -> list[Tree]:
        self.expect("(")
        arguments = [self.disjunction()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.disjunction())
        self.expect(")")
        wanted = {"if": 3, "abs": 1, "sqrt": 1, "log": 1}.get(function, len(arguments))
        if len(arguments) != wanted:
            raise ParseError(f"{function} takes {wanted} arguments, not {len(arguments)}")
        return arguments


def parse(text: str) -> Tree:
    """The tree of a formula; raises ParseError."""
    return Parser(text).formula()


def evaluate(tree: Tree, values: Mapping[str, float]) -> float:
    """The formula's value for one unit; raises Absent or Undefined, whichever is met first."""
    result = evaluate_step(tree, values)
    # "A non-finite intermediate result also makes it missing, with the finding undefined_value."
    if not math.isfinite(result):
        raise Undefined(f"{tree[0]} gave {result}")
    return result


def evaluate_step(tree: Tree, values: Mapping[str, float]) -> float:
    kind = tree[0]
    if kind == "number":
        return tree[1]
    if kind == "name":
        # "A variable is used when evaluation reads it."
        if tree[1] not in values:
            raise Absent(tree[1])
        return values[tree[1]]
    if kind == "call":
        return call(tree[1], tree[2], values)
    if kind == "negative":
        return -evaluate(tree[1], values)
    if kind == "not":
        return 0.0 if evaluate(tree[1], values) != 0 else 1.0
    if kind == "and":  # short-circuit: the right side is read only after a true left side
        if evaluate(tree[1], values) == 0:
            return 0.0
        return 1.0 if evaluate(tree[2], values) != 0 else 0.0
    if kind == "or":  # short-circuit: the right side is read only after a false left side
        if evaluate(tree[1], values) != 0:
            return 1.0
        return 1.0 if evaluate(tree[2], values) != 0 else 0.0
    left = evaluate(tree[1], values)
    right = evaluate(tree[2], values)
    if kind in COMPARISONS:
        return 1.0 if holds(kind, left, right) else 0.0
    return arithmetic(kind, left, right)


def holds(operator: str, left: float, right: float) -> bool:
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "==": left == right,
        "!=": left != right,
    }[operator]


def arithmetic(operator: str, left: float, right: float) -> float:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if right == 0:
        raise Undefined("division by zero")
    return left / right


def call(function: str, arguments: list[Tree], values: Mapping[str, float]) -> float:
    if function == "if":  # "only the branch taken is evaluated"
        taken = arguments[1] if evaluate(arguments[0], values) != 0 else arguments[2]
        return evaluate(taken, values)
    numbers = [evaluate(argument, values) for argument in arguments]
    if function == "min":
        return min(numbers)
    if function == "max":
        return max(numbers)
    if function == "abs":
        return abs(numbers[0])
    if function == "sqrt":
        if numbers[0] < 0:
            raise Undefined("square root of a negative number")
        return math.sqrt(numbers[0])
    if numbers[0] <= 0:
        raise Undefined("logarithm of a number that is not positive")
    return math.log(numbers[0])
