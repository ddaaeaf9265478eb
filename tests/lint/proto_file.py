"""Reads .proto files: what is declared, with its leading comment and its options.

A reader for this suite's contracts (proto3 as buf formats it), not a compiler: protoc and buf check
the language. What it does not know is an error, never skipped.
"""

import dataclasses
import re

TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)"
    r'|(?P<string>"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')'
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_.]*)"
    r"|(?P<number>-?[0-9][0-9A-Za-z.+-]*)"
    r"|(?P<mark>[{}\[\]()<>;:,=])"
    r"|(?P<space>\s+)",
    re.DOTALL,
)


class ProtoError(Exception):
    pass


@dataclasses.dataclass
class Element:
    """A declaration: kind is service, method, message, field, oneof, enum or value."""

    kind: str
    name: str  # with its parents: "RankingsService.GetEdition"
    line: int
    comment: str  # the lines above it, joined by spaces; empty when there are none
    options: dict = dataclasses.field(default_factory=dict)
    request: str = ""
    response: str = ""
    client_streaming: bool = False
    server_streaming: bool = False
    type: str = ""  # of a field: "repeated Finding", "string"


@dataclasses.dataclass
class ProtoFile:
    path: str
    package: str
    elements: list

    def of_kind(self, *kinds):
        return [element for element in self.elements if element.kind in kinds]


def read(path, text):
    return _Reader(path, text).file()


class _Reader:
    def __init__(self, path, text):
        self.path = path
        self.tokens = []  # (kind, text, first line)
        self.comments = {}  # last line of a comment that has its lines to itself -> (first, text)
        self.position = 0
        self.package = ""
        self.elements = []
        self._split(text)

    def _split(self, text):
        position, line, code_line = 0, 1, 0
        while position < len(text):
            match = TOKEN.match(text, position)
            if match is None:
                raise ProtoError(f"{self.path}:{line}: unexpected {text[position]!r}")
            kind, found = match.lastgroup, match.group(0)
            last = line + found.count("\n")
            if kind == "comment":
                if code_line != line:  # not behind code
                    self.comments[last] = (line, found)
            elif kind != "space":
                self.tokens.append((kind, found, line))
                code_line = last
            position, line = match.end(), last

    def _comment_above(self, line):
        lines = []
        while line - 1 in self.comments:
            line, text = self.comments[line - 1]
            lines.insert(0, re.sub(r"^\s*(//+|/\*+|\*+/?)|\*/$", "", text, flags=re.MULTILINE))
        return " ".join(" ".join(lines).split())

    # Tokens.

    def _peek(self):
        return self.tokens[self.position][1] if self.position < len(self.tokens) else ""

    def _line(self):
        return self.tokens[min(self.position, len(self.tokens) - 1)][2]

    def _next(self):
        token = self._peek()
        if not token:
            raise ProtoError(f"{self.path}: ends too early")
        self.position += 1
        return token

    def _take(self, wanted):
        if self._peek() == wanted:
            self.position += 1
            return True
        return False

    def _expect(self, wanted):
        if not self._take(wanted):
            raise ProtoError(f"{self.path}:{self._line()}: {self._peek()!r} instead of {wanted!r}")

    def _skip_statement(self):
        depth = 0
        while True:
            token = self._next()
            depth += token in ("{", "[", "(")
            depth -= token in ("}", "]", ")")
            if token == ";" and depth == 0:
                return

    # Declarations.

    def file(self):
        while self._peek():
            token = self._peek()
            if token == "package":
                self._next()
                self.package = self._next()
                self._expect(";")
            elif token in ("syntax", "import", "option"):
                self._skip_statement()
            elif token in ("message", "enum", "service", "extend"):
                self._declaration("")
            elif not self._take(";"):
                raise ProtoError(f"{self.path}:{self._line()}: unexpected {token!r}")
        return ProtoFile(self.path, self.package, self.elements)

    def _add(self, kind, name, line, **more):
        element = Element(kind, name, line, self._comment_above(line), **more)
        self.elements.append(element)
        return element

    def _declaration(self, parent):
        line = self._line()
        kind, name = self._next(), self._next()
        full = f"{parent}.{name}" if parent else name
        self._expect("{")
        if kind == "extend":
            self._fields(parent)
            return
        self._add(kind, full, line)
        {"message": self._fields, "enum": self._values, "service": self._methods}[kind](full)

    def _fields(self, parent):
        while not self._take("}"):
            token, line = self._peek(), self._line()
            # A field's type may not be one of these words: they begin declarations.
            if token in ("message", "enum", "extend"):
                self._declaration(parent)
            elif token in ("option", "reserved", "extensions"):
                self._skip_statement()
            elif token == "oneof":
                self._next()
                self._add("oneof", f"{parent}.{self._next()}", line)
                self._expect("{")
                self._fields(parent)
            elif not self._take(";"):
                self._field(parent, line)

    def _field(self, parent, line):
        label = f"{self._next()} " if self._peek() in ("optional", "repeated", "required") else ""
        type_name = self._next()
        if type_name == "map":
            self._expect("<")
            key = self._next()
            self._expect(",")
            type_name = f"map<{key}, {self._next()}>"
            self._expect(">")
        name = self._next()
        self._expect("=")
        self._next()
        field = self._add("field", f"{parent}.{name}" if parent else name, line, type=label + type_name)
        if self._take("["):
            self._field_options(field)
        self._expect(";")

    def _field_options(self, field):
        while not self._take("]"):
            extension = self._take("(")
            name = self._next()
            if extension:
                self._expect(")")
            self._expect("=")
            field.options[name] = self._value()
            self._take(",")

    def _values(self, parent):
        while not self._take("}"):
            if self._peek() in ("option", "reserved"):
                self._skip_statement()
                continue
            line, name = self._line(), self._next()
            self._expect("=")
            self._skip_statement()
            self._add("value", f"{parent}.{name}", line)

    def _methods(self, parent):
        while not self._take("}"):
            line, word = self._line(), self._next()
            if word == "option":
                self._skip_statement()
                continue
            if word != "rpc":
                raise ProtoError(f"{self.path}:{line}: unexpected {word!r}")
            method = self._add("method", f"{parent}.{self._next()}", line)
            method.client_streaming, method.request = self._message_type()
            self._expect("returns")
            method.server_streaming, method.response = self._message_type()
            if not self._take(";"):
                self._expect("{")
                while not self._take("}"):
                    self._option(method)

    def _message_type(self):
        self._expect("(")
        streaming = self._take("stream")
        name = self._next()
        self._expect(")")
        return streaming, name

    def _option(self, method):
        if self._take(";"):
            return
        self._expect("option")
        extension = self._take("(")
        name = self._next()
        if extension:
            self._expect(")")
            name = name if "." in name else f"{self.package}.{name}"
        self._expect("=")
        method.options[name] = self._value()
        self._expect(";")

    def _value(self):
        token = self._next()
        if token == "{":
            return self._map()
        if token == "[":
            values = []
            while not self._take("]"):
                values.append(self._value())
                self._take(",")
            return values
        return token[1:-1] if token[0] in "\"'" else token

    def _map(self):
        result = {}
        while not self._take("}"):
            key = self._next()
            self._take(":")
            value = self._value()
            if key in result:  # repeated fields may be written one by one
                value = result[key] + [value] if isinstance(result[key], list) else [result[key], value]
            result[key] = value
            if not self._take(","):
                self._take(";")
        return result
