#!/usr/bin/python3
"""Writes docs/events.md, the events of the suite, from the contracts and the default topics.

    docs/generate_events.py          writes it
    docs/generate_events.py --check  fails when it is not what they say
"""

import difflib
import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "lint"))
sys.dont_write_bytecode = True

import proto_file  # noqa: E402

PAGE = ROOT / "docs" / "events.md"
DEFAULTS = ROOT / "services" / "notifications" / "defaults"
PROTOS = ROOT / "proto"
# Of the service that keeps them; tarazy.common.v1 has their envelope.
EVENTS = "tarazy/*/v1/event.proto"
ENVELOPE = "tarazy.common.v1"

HEAD = """<!-- Written by docs/generate_events.py from proto/ and services/notifications/defaults/; change those, not this page. -->
# The events of the suite

What the services tell each other of, in the transaction of the change itself ([0018](adr/0018-order-of-events.md)). An event
leaves its service at least once and in order for each aggregate; its id tells repeats. Beside its payload its envelope
(`tarazy.common.v1.Event`) says what it happened to, when, whose affair it is, the deadlines that it sets, moves or ends, and
before when nobody is told: the *facts* below. How notices come of them is said in [notifications.md](notifications.md).

A template's variable is a field's path: `finding.case_title` ([templates.md](templates.md)). Days are texts,
"2024-12-31"; an enum's value is its word in lower case; of a list of messages a template sees nothing. Where a topic stands
in parentheses, it is told by the ladder of reminders of the deadline.

"""


def cell(text):
    return text.replace("|", "\\|")


def topics_by_event():
    told, ladders = {}, set()
    for path in sorted(DEFAULTS.glob("*.yaml")):
        for topic in yaml.safe_load(path.read_text(encoding="utf-8")).get("topics") or []:
            for event in topic.get("events") or []:
                told.setdefault(event, []).append(topic["id"])
            if topic.get("ladder"):
                ladders.add(topic["id"])
    return told, ladders


def short(type_name, package):
    return type_name.removeprefix(package + ".")


def messages_within(file):
    """Those that are fields of others: no events themselves."""
    names = {element.name for element in file.of_kind("message")}
    within = set()
    for field in file.of_kind("field"):
        within |= names & {field.type.split()[-1]}
    return within


def fields_of(file, message):
    for field in file.of_kind("field"):
        owner, name = field.name.rsplit(".", 1)
        if owner == message:
            yield name, field


def field_table(file, message):
    lines = ["| field | type | what it is |", "|---|---|---|"]
    for name, field in fields_of(file, message):
        lines.append(f"| `{name}` | {cell(short(field.type, file.package))} | {cell(field.comment)} |")
    return lines + [""]


def event_section(file, message, told, ladders):
    when, _, facts = message.comment.partition(" Facts: ")
    lines = [f"### {message.name}", "", when, ""]
    if facts:
        named = re.findall(r"\(([a-z-]+)\)", facts)
        unknown = [topic for topic in named if topic not in ladders]
        if unknown:
            raise SystemExit(f"{file.path}:{message.line}: no default topic with a ladder: {unknown}")
        lines += [f"Facts: {facts}", ""]
    topics = told.get(f"{file.package}.{message.name}")
    lines += ["Told by " + ", ".join(f"`{topic}`" for topic in topics) if topics else "No default topic tells of it."]
    lines[-1] += "." if topics else ""
    return lines + [""] + field_table(file, message.name)


def page():
    told, ladders = topics_by_event()
    lines = HEAD.splitlines()
    events = set()
    for path in sorted(PROTOS.glob(EVENTS)):
        file = proto_file.read(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        if file.package == ENVELOPE:
            continue
        within = messages_within(file)
        lines += [f"## {file.package}", ""]
        for message in file.of_kind("message"):
            if message.name not in within:
                events.add(f"{file.package}.{message.name}")
                lines += event_section(file, message, told, ladders)
        for message in file.of_kind("message"):
            if message.name in within:
                lines += [f"### {message.name}, within others", "", message.comment, ""]
                lines += field_table(file, message.name)
    strange = sorted(set(told) - events)
    if strange:
        raise SystemExit(f"topics tell of what is no event: {', '.join(strange)}")
    return "\n".join(lines).rstrip("\n") + "\n"


def main():
    wanted = page()
    if sys.argv[1:] == ["--check"]:
        found = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if found == wanted:
            return 0
        diff = difflib.unified_diff(
            found.splitlines(True), wanted.splitlines(True), "docs/events.md", "the contracts"
        )
        sys.stderr.writelines(diff)
        sys.stderr.write("docs/events.md is not what the contracts say; run docs/generate_events.py\n")
        return 1
    if sys.argv[1:]:
        sys.stderr.write(__doc__)
        return 2
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
