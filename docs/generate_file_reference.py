#!/usr/bin/python3
"""Writes the reference of the files that are messages of the contracts: docs/framework-file.md and
docs/case-file.md.

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
PAGES = {
    "framework-file.md": (
        "Framework",
        "The framework file",
        "Standards, criteria, scale and rules of an agency, as `tarazy framework put` takes them and `tarazy framework lint` checks "
        "them. Examples: `examples/frameworks/`.",
    ),
    "case-file.md": (
        "Case",
        "The case file",
        "A whole procedure, as `tarazy case import` takes it and `tarazy case export` gives it. Example: "
        "`examples/cases/ektu-2023.yaml`.",
    ),
}


class Contracts:
    def __init__(self):
        self.comments = {}  # of messages and enums
        self.fields = {}  # message -> elements
        self.values = {}  # enum -> elements
        for path in sorted((ROOT / "proto/tarazy/accreditation/v1").glob("*.proto")):
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
        intro,
        *COMMON.splitlines(),
        "",
    ]
    for name in reachable(root, contracts):
        make = message_lines if name in contracts.fields else enum_lines
        lines += make(name, contracts)
    return "\n".join(lines).rstrip() + "\n"


def main():
    contracts = Contracts()
    failed = 0
    for name, (root, title, intro) in PAGES.items():
        path = ROOT / "docs" / name
        wanted = page(root, title, intro, contracts)
        if sys.argv[1:] == ["--check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != wanted:
                sys.stderr.write(f"docs/{name} is not what the contracts say; run {sys.argv[0]}\n")
                failed = 1
        else:
            path.write_text(wanted, encoding="utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
