#!/usr/bin/python3
"""Writes docs/api.md, the RPCs by service, from the contracts.

    docs/generate_api.py          writes it
    docs/generate_api.py --check  fails when it is not what the contracts say
"""

import difflib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "lint"))
sys.dont_write_bytecode = True

import proto_file  # noqa: E402

PAGE = ROOT / "docs" / "api.md"
POLICY = "tarazy.common.v1.policy"
HTTP = "google.api.http"
VERBS = ("get", "put", "post", "delete", "patch")

HEAD = """<!-- Written by docs/generate_api.py from proto/; change the contracts, not this page. -->
# The API

The calls that the servers of Tarazy offer over gRPC. The contracts in `proto/` say everything else: fields, units, ranges.

- A call carries `authorization: Bearer tzy_…`; the token's role decides what it may do. Roles that are not listed get
  PERMISSION_DENIED.
- `x-request-id` in the metadata (at most 64 letters, digits and hyphens) runs through all services and logs; without one
  the server makes it, and sends it back. `traceparent` and `tracestate` (W3C trace context) go on in the same way.
- A reading method takes `rankings/X/editions/published` where an edition is named: what this caller sees as the ranking's
  result now. The agency's staff see the edition published last, others the last whose embargo has ended; without one it is
  NOT_FOUND. Page tokens belong to the edition that the list began in. A change names its edition by number.
- A refusal is a `google.rpc.Status` with an `ErrorInfo` (domain `tarazy`) whose reason is one of the list at the end;
  `BadRequest` names the faulty fields. (CANCELLED, and what gRPC itself says of the transport, have no details.)
- The HTTP column is the `google.api.http` mapping of the method, for gateways; the servers themselves speak gRPC only.
- *stream* marks a side that sends any number of messages.

What the scopes mean:

"""


def cell(text):
    return text.replace("|", "\\|")


def short_role(role):
    return role.removeprefix("ROLE_").lower()


def roles_of(policy, all_roles):
    roles = policy["roles"] if isinstance(policy["roles"], list) else [policy["roles"]]
    if set(roles) == set(all_roles):
        return "every role"
    missing = [role for role in all_roles if role not in roles]
    if len(missing) <= 2:
        return "every role but " + ", ".join(map(short_role, missing))
    return ", ".join(map(short_role, roles))


def http_of(method):
    for verb, path in method.options.get(HTTP, {}).items():
        if verb in VERBS:
            return f"`{verb.upper()} {path}`"
    return "—"


def first_sentence(comment):
    """Without what is said of errors, and with the contract's own words."""
    return re.split(r"(?<=[.])\s", comment.split(" Errors:")[0])[0]


def service_table(file, service, all_roles):
    lines = [f"## {service.name}", "", f"`{file.package}.{service.name}`. {service.comment}", ""]
    lines += ["| method | what it does | permission | roles | scope | HTTP |", "|---|---|---|---|---|---|"]
    for method in file.of_kind("method"):
        owner, name = method.name.split(".")
        if owner != service.name:
            continue
        policy = method.options[POLICY]
        streams = [
            side
            for side, streams in (
                ("request", method.client_streaming),
                ("response", method.server_streaming),
            )
            if streams
        ]
        marked = f"`{name}`" + (f" (*stream* {' and '.join(streams)})" if streams else "")
        columns = [
            marked,
            first_sentence(method.comment),
            f"`{policy['permission']}`",
            roles_of(policy, all_roles),
            policy["scope"].removeprefix("SCOPE_").lower().replace("_", " "),
            http_of(method),
        ]
        lines.append("| " + " | ".join(map(cell, columns)) + " |")
    return lines + [""]


def enum_lines(files, package, enum, prefix):
    for file in files:
        if file.package == package:
            for value in file.of_kind("value"):
                owner, name = value.name.rsplit(".", 1)
                if owner == enum and not name.endswith("_UNSPECIFIED"):
                    yield name.removeprefix(prefix), value.comment


def page(files):
    roles = ["ROLE_" + name for name, _ in enum_lines(files, "tarazy.common.v1", "Role", "ROLE_")]
    lines = HEAD.splitlines()
    for name, comment in enum_lines(files, "tarazy.common.v1", "Scope", "SCOPE_"):
        lines.append(f"- *{name.lower().replace('_', ' ')}*: {comment}")
    lines += ["", "The roles:", ""]
    for name, comment in enum_lines(files, "tarazy.common.v1", "Role", "ROLE_"):
        lines.append(f"- *{name.lower()}*: {comment}")
    lines.append("")
    for file in files:
        for service in file.of_kind("service"):
            lines += service_table(file, service, roles)
    lines += ["## Reasons of errors", "", "| reason | what it means |", "|---|---|"]
    reasons = enum_lines(files, "tarazy.common.v1", "ErrorReason", "ERROR_REASON_")
    lines += [f"| `{name}` | {cell(comment)} |" for name, comment in reasons]
    return "\n".join(lines) + "\n"


def main():
    files = [
        proto_file.read(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "proto").rglob("*.proto"))
    ]
    wanted = page(files)
    if sys.argv[1:] == ["--check"]:
        found = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if found == wanted:
            return 0
        diff = difflib.unified_diff(
            found.splitlines(True), wanted.splitlines(True), "docs/api.md", "the contracts"
        )
        sys.stderr.writelines(diff)
        sys.stderr.write("docs/api.md is not what the contracts say; run docs/generate_api.py\n")
        return 1
    if sys.argv[1:]:
        sys.stderr.write(__doc__)
        return 2
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
