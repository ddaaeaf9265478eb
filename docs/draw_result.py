#!/usr/bin/env python3
"""Draws docs/result.svg: the demonstration's table and an explanation as a terminal shows them.

    docs/draw_result.py TARAZY EDITION UNIT   (server and token as usual from the environment)

The text is what the command line prints, with long lines wrapped.
"""
import html
import subprocess
import sys
import textwrap

COLUMNS = 104
LINE_HEIGHT = 17
CHARACTER = 7.83


def run(*command: str) -> list[str]:
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines: list[str] = []
    for line in output.splitlines():
        lines += textwrap.wrap(line, COLUMNS, subsequent_indent=" " * 18, replace_whitespace=False,
                               drop_whitespace=False) or [""]
    return [line.rstrip() for line in lines]


def main() -> None:
    tarazy, edition, unit = sys.argv[1:]
    show = [tarazy, "--output", "table", "ranking"]
    lines = [f"$ tarazy ranking table {edition} --group multidisciplinary --page-size 5"]
    lines += run(*show, "table", edition, "--group", "multidisciplinary", "--page-size", "5")
    lines += ["", f"$ tarazy ranking explain {edition} {unit} --node 1.1"]
    lines += run(*show, "explain", edition, unit, "--node", "1.1")
    height = LINE_HEIGHT * (len(lines) + 2)
    width = int(CHARACTER * COLUMNS) + 32
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="ui-monospace, Menlo, DejaVu Sans Mono, '
        'monospace" font-size="13">',
        '<rect width="100%" height="100%" rx="8" fill="#10202b"/>',
    ]
    for number, line in enumerate(lines):
        colour = "#7fd1b9" if line.startswith("$") else "#e6edf3"
        out.append(
            f'<text x="16" y="{LINE_HEIGHT * (number + 1.6):.0f}" fill="{colour}" '
            f'xml:space="preserve">{html.escape(line)}</text>'
        )
    out.append("</svg>")
    with open("docs/result.svg", "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
