#!/usr/bin/python3
"""Writes the reference of the files that are messages of the contracts: docs/framework-file.md,
docs/case-file.md and docs/questionnaire-file.md.

    docs/generate_file_reference.py          writes them
    docs/generate_file_reference.py --check  fails when they are not what the contracts say
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "lint"))
sys.dont_write_bytecode = True

import proto_file  # noqa: E402

RULE = "tarazy.common.v1.rule"
SCALARS = {
    "string": "text",
    "int32": "whole number",
    "int64": "whole number",
    "double": "number",
    "bool": "true or false",
}
FORMATS = {
    "FORMAT_DATE": "YYYY-MM-DD",
    "FORMAT_ID": "id",
    "FORMAT_SHA256": "64 hexadecimal digits",
    "FORMAT_CLOCK": "HH:MM",
    "FORMAT_PROSE": "may have several lines",
}
COMMON = """
YAML or JSON, UTF-8, at most 4 MiB. Keys are as below; a key that is not here is refused, and so is a word that no list has. A value
that is absent and one that is null are the same. Dates are written YYYY-MM-DD and nothing else, because 01.02.2024 is two days. A
file is taken whole or not at all, and a refusal names every fault with its path and line. A text is at most 1,000 bytes and has no
control characters unless its row says otherwise; a *localized* text has any of the keys `en`, `ru` and `kk`.
"""
QUESTIONNAIRE = """\
What a survey asks, as `tarazy questionnaire put` takes it and `tarazy questionnaire lint` checks it. Examples:
`examples/questionnaires/`.

## From the file to the answers

A questionnaire is pages of items. What is answered once is a *question*: an item under its own id, or, of a matrix, each row under the
row's id. Answers, conditions, results and imported tables name questions by these ids, so they are chosen once and stay: the same id with
other words is another version, and two versions are compared only where both say in `measures` what they measure.

A scale is declared once and named by the items that are answered on it. Its `direction` says which end is good. Points without a `value`
are numbered from 1 for the worst, past those that are `missing`; of a `neutral` scale from 1 for the first. A point that is `missing`
("difficult to answer") is an answer that counts as none: it is in no base, no percentage and no mean, and results say how many chose it.

`show_if` looks at answers given before, on earlier pages or earlier on the same page. An answer that is absent, because the question was
not answered or not asked, makes every comparison false but `answered: false`. The server evaluates it again: answers to what is not shown
are refused, or dropped when the caller asks for that, and never stored.

An answer is refused, with every other fault of the ballot and named by its question, when it is of another kind than the item, names a
choice that is not there or two where one is taken, breaks the bounds of choices, number or ratings, has more decimals or characters than
the item takes, or has control characters or characters that turn the direction of writing. No refusal quotes an answer. Spaces alone, no
choices and no ratings are no answer.

```yaml
id: canteen
title: {en: The canteen, ru: Столовая, kk: Асхана}
respondents: students
scales:
  - id: satisfaction
    direction: best_first
    points:
      - {code: satisfied, label: {en: Satisfied, ru: Доволен, kk: Ризамын}}
      - {code: dissatisfied, label: {en: Dissatisfied, ru: Недоволен, kk: Риза емеспін}}
      - {code: difficult, label: {en: Difficult to answer, ru: Затрудняюсь, kk: Айту қиын}, missing: true}
pages:
  - id: food
    items:
      - {id: food, type: scale, scale: satisfaction, text: {en: The food, ru: Еда, kk: Тағам}}
      - id: why
        type: text
        text: {en: Why, ru: Почему, kk: Неге}
        show_if: {answer: {question: food, is: [dissatisfied]}}
```

## What the lint says

An error keeps the file from being stored. Those marked * can be acknowledged, as every warning can, by rule and node with a reason; the
others cannot, because such a questionnaire cannot be shown, answered or counted.

| rule | severity | what it found |
|---|---|---|
| `unknown_language` | error | it is offered in a language that is none of en, ru and kk, or in one twice |
| `missing_translation` | error | a text lacks a language in which the questionnaire is offered |
| `duplicate_id` | error | two items or rows have one id |
| `unknown_scale` | error | an item names a scale that is not there |
| `unused_scale` | warning | no item names it |
| `short_scale` | error * | a scale has fewer than two points that are an answer |
| `partial_values` | error * | some points have a value; the others would be in no mean |
| `duplicate_value` | error * | two points have one value: a mean cannot tell them apart |
| `value_order` | warning | values do not grow from the worst point to the best |
| `missing_part`, `unexpected_part` | error | an item lacks what its type needs, or has what only others have |
| `missing_beside_others` | error | a choice of several is no answer, but may be chosen beside answers |
| `bounds_inverted` | error | the smallest is above the largest |
| `bounds_unreachable` | error | more choices or ratings are asked for than there are, or no number fits |
| `condition_depth` | error | a condition is more than 8 deep |
| `condition_unclear` | error | a condition says nothing, or a comparison not exactly one thing |
| `unknown_question`, `unknown_code` | error | what is compared is not there, or cannot be chosen |
| `forward_reference` | error | what is compared is not asked before |
| `comparison_kind` | error | codes of what has none, or bounds of what has no value |
| `never_shown` | error * | no answers make the condition hold: earlier conditions, bounds and choices that exclude each other are seen |
| `always_shown` | warning | all answers make it hold |
| `asymmetric_scale` | warning | more points on one side of the middle than on the other, by their values or, where understood, their words |
| `duplicate_item` | warning | two questions with the same words, spelling aside |
| `double_barrelled` | warning | "and" in a question on a scale: does it ask about two things at once? |
| `not_identifying` | warning | a choice without values that is not marked as telling people apart |
| `respondents_title` | warning | the title speaks of graduates, but students are asked |
| `unused_acknowledgement` | warning | it excuses nothing |

Whether a condition can hold is found by a search that gives up, and says nothing, after 20,000 steps.

## The keys"""
PAGES = {
    "questionnaire-file.md": (
        "surveys",
        "Questionnaire",
        "The questionnaire file",
        QUESTIONNAIRE,
    ),
    "framework-file.md": (
        "accreditation",
        "Framework",
        "The framework file",
        "Standards, criteria, scale and rules of an agency, as `tarazy framework put` takes them and `tarazy framework lint` checks "
        "them. Examples: `examples/frameworks/`.",
    ),
    "case-file.md": (
        "accreditation",
        "Case",
        "The case file",
        "A whole procedure, as `tarazy case import` takes it and `tarazy case export` gives it. Example: "
        "`examples/cases/ektu-2023.yaml`.",
    ),
}


class Contracts:
    """The messages and enums of one package."""

    def __init__(self, package):
        self.comments = {}  # of messages and enums
        self.fields = {}  # message -> elements
        self.values = {}  # enum -> elements
        for path in sorted((ROOT / "proto/tarazy" / package / "v1").glob("*.proto")):
            file = proto_file.read(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
            for element in file.elements:
                owner, _, name = element.name.rpartition(".")
                if element.kind in ("message", "enum"):
                    self.comments[element.name] = element.comment
                elif element.kind == "field":
                    self.fields.setdefault(owner, []).append((name, element))
                elif element.kind == "value":
                    self.values.setdefault(owner, []).append((name, element))

    def is_output(self, message, name):
        """Set by the server, so that no file needs it."""
        return "Output only." in dict(self.fields[message])[name].comment


def word(enum, value):
    prefix = "".join("_" + c if c.isupper() else c.upper() for c in enum).lstrip("_") + "_"
    return value.removeprefix(prefix).lower()


def cell(text):
    return text.replace("|", "\\|")


def type_of(element, contracts):
    label, _, name = element.type.rpartition(" ")
    if name.endswith("Localized"):
        shown = "localized"
    elif name in contracts.fields:
        shown = f"[{name}](#{name.lower()})"
    elif name in contracts.values:
        shown = f"[word](#{name.lower()})"
    else:
        shown = SCALARS[name]
    return f"list of {shown}" if label == "repeated" else shown


def rules_of(element):
    rule = element.options.get(RULE, {})
    shown = []
    if rule.get("required") == "true":
        shown.append("required")
    if "format" in rule:
        shown.append(FORMATS[rule["format"]])
    if "resource" in rule:
        shown.append(f"`{rule['resource']}`")
    if "bounded" in rule:
        shown.append(f"{rule.get('min', '0')} to {rule.get('max', '0')}")
    if "max_bytes" in rule:
        shown.append(f"at most {int(rule['max_bytes']):,} bytes")
    if "max_items" in rule:
        shown.append(f"at most {int(rule['max_items']):,} of them")
    if "key" in rule:
        shown.append(f"no two with the same {rule['key'].replace(',', ', ')}")
    return "; ".join(shown)


def message_lines(name, contracts):
    lines = [f"### {name}", "", contracts.comments[name], ""]
    lines += ["| key | type | what it is | rules |", "|---|---|---|---|"]
    for field, element in contracts.fields[name]:
        if not contracts.is_output(name, field):
            columns = [f"`{field}`", type_of(element, contracts), element.comment, rules_of(element)]
            lines.append("| " + " | ".join(map(cell, columns)) + " |")
    return lines + [""]


def enum_lines(name, contracts):
    lines = [f"### {name}", "", contracts.comments[name], "", "| word | what it means |", "|---|---|"]
    for value, element in contracts.values[name]:
        if not value.endswith("_UNSPECIFIED"):
            lines.append(f"| `{word(name, value)}` | {cell(element.comment)} |")
    return lines + [""]


def reachable(root, contracts):
    """The messages and enums that a file of this type may hold, in the order in which they appear."""
    order = [root]
    for name in order:
        for field, element in contracts.fields.get(name, ()):
            inner = element.type.rpartition(" ")[2]
            known = inner in contracts.fields or inner in contracts.values
            if known and inner not in order and not contracts.is_output(name, field):
                order.append(inner)
    return order


def page(root, title, intro, contracts):
    lines = [
        "<!-- Written by docs/generate_file_reference.py from proto/; change the contracts, not this page. -->",
        f"# {title}",
        "",
        *intro.splitlines(),
        *COMMON.splitlines(),
        "",
    ]
    for name in reachable(root, contracts):
        make = message_lines if name in contracts.fields else enum_lines
        lines += make(name, contracts)
    return "\n".join(lines).rstrip() + "\n"


def main():
    failed = 0
    for name, (package, root, title, intro) in PAGES.items():
        path = ROOT / "docs" / name
        wanted = page(root, title, intro, Contracts(package))
        if sys.argv[1:] == ["--check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != wanted:
                sys.stderr.write(f"docs/{name} is not what the contracts say; run {sys.argv[0]}\n")
                failed = 1
        else:
            path.write_text(wanted, encoding="utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
