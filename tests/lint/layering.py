"""Who may include whom: the matrix of the house, read against the #include lines.

Rooms are folders. What a room may include is stated here and nowhere else; a folder that is not
stated is itself a violation, so that a new room begins with a decision.
"""

import fnmatch
import pathlib
import re

MAX_LINES = 400
SOURCES = ("common", "services")
FOLDERS = ("common", "services", "proto", "tests", "deploy", "docs", "examples")
NOT_OURS = {"node_modules", "__pycache__", "build"}
NAMELESS_FOLDERS = {"utils", "util", "helpers", "helper", "misc"}

# common/: base < sql, obs < auth < rpc < server.
COMMON = {
    "base": set(),
    "yaml": {"base"},
    "record": {"base", "yaml"},
    "sql": {"base"},
    "blob": {"base", "sql"},
    "obs": {"base"},
    "cache": {"base", "obs"},
    "outbox": {"base", "sql", "obs", "record"},
    "auth": {"base", "sql", "obs"},
    "rpc": {"base", "sql", "obs", "cache", "auth"},
    "server": {"base", "sql", "obs", "cache", "auth", "outbox", "rpc"},
}

# Rooms of a service: what they may include of common/, and of their own service ("{s}" is it).
SERVICE = {
    "domain": ({"base"}, ["services/{s}/domain/*"]),
    "file": ({"base", "yaml", "record"}, ["services/{s}/file/*", "services/{s}/domain/*"]),
    "store": (
        {"base", "blob", "sql", "outbox", "record"},
        ["services/{s}/store/*", "services/{s}/domain/*"],
    ),
    "app": (
        {"base", "blob", "sql", "cache", "outbox", "record"},
        [
            "services/{s}/app/*",
            "services/{s}/channel/*",
            "services/{s}/domain/*",
            "services/{s}/file/*",
            "services/{s}/store/*_store.h",
        ],
    ),
    # Adapters to the world outside: mail servers, endpoints.
    "channel": ({"base"}, ["services/{s}/channel/*", "services/{s}/domain/*"]),
    "rpc": (
        {"base", "blob", "cache", "rpc", "auth", "sql", "record"},
        [
            "services/{s}/rpc/*",
            "services/{s}/app/*",
            "services/{s}/domain/*",
            "services/{s}/store/*_store.h",
        ],
    ),
}
MODULE = (set(COMMON), ["services/{s}/*"])
MAIN = ({"server"}, ["services/*/module.h"])
CLI = ({"base", "obs", "rpc", "record", "yaml"}, ["services/cli/*"])
# What works without a server, and nothing else, links a service: linters, the verification of
# signed documents, and the reading of published tables that a simulation deals answers from.
CLI_OFFLINE_FILES = ("services/cli/*lint*", "services/cli/*verify*", "services/cli/*simulate*")
CLI_OFFLINE = [
    "services/rankings/file/*",
    "services/rankings/domain/*",
    "services/accreditation/file/*",
    "services/accreditation/domain/*",
    "services/surveys/domain/*",
    "services/surveys/file/*",
    "services/notifications/domain/*",
]

# The packages of generated protos that a room may include: tarazy/<package>/v1/….pb.h.
ANY = "any"
PROTOS = {
    "common/auth": {"common"},
    "common/rpc": {"common"},
    "common/server": {"common", "config"},
    "app": {"common"},
    "rpc": ANY,
    "cli": ANY,
    "common/record": {"common"},
    "common/outbox": {"common"},
}
# Tests of common/ need some real list request to page over.
COMMON_TEST_PROTOS = {"registry"}
# Messages that are a service's record, plain data without a service: its rooms below rpc work on them
# (docs/adr/0016).
RECORDS = {
    "accreditation": (
        {"domain", "file", "store", "app"},
        {
            "case",
            "decision_support",
            "event",
            "finding",
            "framework",
            "place",
            "register",
            "report",
            "survey_evidence",
            "vocabulary",
        },
    ),
    "rankings": ({"app"}, {"event"}),
    "surveys": (
        {"domain", "file", "store", "app"},
        {"answer", "campaign", "event", "questionnaire", "results", "tables"},
    ),
    "notifications": (
        {"domain", "file", "store", "app"},
        {"notice", "receipt", "recipient", "template", "topic"},
    ),
}

# Libraries that are kept in the rooms that wrap them. The rest (absl, the standard library) is free.
LIBRARIES = [
    ("gRPC", r"(grpc|grpcpp)/", {"common/rpc", "common/server", "rpc", "module", "cli"}),
    (
        "protobuf",
        r"google/(protobuf|rpc|api)/",
        {"common/auth", "common/outbox", "common/record", "common/rpc", "common/server", "rpc", "cli"},
    ),
    ("SQL", r"(sqlite3\.h|libpq|libpq-fe\.h|postgres)", {"common/sql"}),
    ("yaml-cpp", r"yaml-cpp/", {"common/record", "common/server", "common/yaml"}),
    ("Redis", r"hiredis/", {"common/cache"}),
    ("spdlog", r"spdlog/", {"common/obs"}),
    ("Prometheus", r"prometheus/", {"common/obs"}),
    ("HTTP", r"microhttpd\.h", {"common/server"}),
    ("XLSX", r"(expat\.h|minizip/|xlsxwriter)", {"app"}),
    ("QR codes", r"qrencode\.h", {"app"}),
    ("ReadStat", r"readstat\.h", {"app"}),
    ("curl", r"curl/", {"channel"}),
    ("GMime", r"(gmime/|glib)", {"channel"}),
    ("mustache", r"mustache", {"domain"}),
    ("MPFR", r"mpfr\.h", {"domain"}),
]

# The domain is arithmetic: the same input gives the same bytes, so it reads no clock, draws no
# lots and touches no file.
CLOCKS = {
    "absl/time/clock.h",
    "chrono",
    "ctime",
    "time.h",
    "sys/time.h",
}
OUTSIDE = {"random", "sys/random.h", "absl/random/random.h", "fstream", "iostream", "filesystem"} | {
    "unistd.h",
    "fcntl.h",
    "sys/socket.h",
}

# common/ knows no business. "notify" is what condition variables do.
BUSINESS = re.compile(r"ranking|survey|accredit|notif(?!y)", re.IGNORECASE)

TOKENS = re.compile(
    r'(?P<raw>R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")'
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9A-Za-z])'(?:\\.|[^'\\\n])+')"
    r"|(?P<comment>//[^\n]*|/\*.*?\*/)",
    re.DOTALL,
)
INCLUDE = re.compile(r"^[ \t]*#[ \t]*(?:include|include_next|import)\b[ \t]*(.*)$", re.MULTILINE)


def split_code(text):
    """(code, strings, comments): the text with the others blanked, and those by line."""
    strings, comments = [], []

    def blank(match):
        line = text.count("\n", 0, match.start()) + 1
        found = match.group(0)
        if match.group("comment"):
            comments.append((line, found))
        else:
            strings.append((line, found))
        return re.sub(r"[^\n]", " ", found)

    return TOKENS.sub(blank, text), strings, comments


def includes(text):
    """(line, header) of every include; the header is None when it cannot be read off."""
    kept = TOKENS.sub(
        lambda m: re.sub(r"[^\n]", " ", m.group(0)) if m.group("comment") else m.group(0), text
    )
    for match in INCLUDE.finditer(kept):
        header = re.match(r'["<]([^">]+)[">]', match.group(1))
        yield kept.count("\n", 0, match.start()) + 1, header.group(1) if header else None


class Room:
    """Where a file lives: its kind, its name in messages, what it may include."""

    def __init__(self, path):
        parts = path.split("/")
        self.kind = None
        self.name = path
        self.common, self.own, self.service = set(), [], ""
        if parts[0] == "common" and len(parts) > 2 and parts[1] in COMMON:
            self.kind = self.name = f"common/{parts[1]}"
            self.common = COMMON[parts[1]] | {parts[1]}
        if parts[0] == "services" and len(parts) > 2:
            self._service(parts)

    def _service(self, parts):
        self.service = parts[1]
        if self.service == "cli":
            self.kind, allowed = "cli", CLI
        elif len(parts) == 3 and parts[2] == "main.cc":
            self.kind, allowed = "main", MAIN
        elif len(parts) == 3 and parts[2] in ("module.h", "module.cc"):
            self.kind, allowed = "module", MODULE
        elif len(parts) > 3 and parts[2] in SERVICE:
            self.kind, allowed = parts[2], SERVICE[parts[2]]
        else:
            return
        self.name = f"services/{self.service} ({self.kind})"
        self.common = allowed[0]
        self.own = [pattern.replace("{s}", self.service) for pattern in allowed[1]]
        offline = any(fnmatch.fnmatch("/".join(parts), files) for files in CLI_OFFLINE_FILES)
        if self.kind == "cli" and offline:
            self.own = self.own + CLI_OFFLINE


def is_test(path):
    name = pathlib.PurePosixPath(path).name
    return name.endswith("_test.cc") or name.startswith(("test_", "fake_"))


def refuse(path, room, header):
    """Why this file may not include this header; None when it may."""
    parts = header.split("/")
    if parts[0] == "common":
        if len(parts) < 3 or parts[1] not in room.common:
            return f"{room.name} may not include {'/'.join(parts[:2])}"
    elif parts[0] == "services":
        if room.kind.startswith("common"):
            return "common/ never includes services/"
        if not any(fnmatch.fnmatch(header, pattern) for pattern in room.own):
            other = len(parts) > 1 and parts[1] != room.service
            why = "; a service calls another through its proto" if other else ""
            return f"{room.name} may not include this room{why}"
    elif parts[0] == "tests":
        if not is_test(path):
            return "only tests include tests/"
    elif parts[0] == "tarazy":
        allowed = PROTOS.get(room.kind, set())
        if room.kind.startswith("common") and is_test(path):
            allowed = allowed | COMMON_TEST_PROTOS
        rooms, files = RECORDS.get(room.service, (set(), set()))
        if room.kind in rooms and header.startswith(f"tarazy/{room.service}/v1/"):
            if parts[-1].removesuffix(".pb.h") in files:
                return None
        if allowed is not ANY and (len(parts) < 2 or parts[1] not in allowed):
            return f"{room.name} may not include this generated proto"
    elif parts[0] in (".", "..") or header.startswith("/"):
        return "include paths start at the root of the repository"
    for library, pattern, rooms in LIBRARIES:
        if re.match(pattern, header) and room.kind not in rooms:
            return f"{room.name} may not include {library}"
    if room.kind == "domain" and header in OUTSIDE:
        return "the domain touches no file and draws no lots"
    return None


class Tree:
    """A repository's files, and what is wrong with them."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = sorted(
            path.relative_to(self.root).as_posix()
            for folder in FOLDERS
            for path in (self.root / folder).rglob("*")
            if path.is_file() and not NOT_OURS & set(path.relative_to(self.root).parts)
        )
        self.code = [f for f in self.files if f.endswith((".h", ".cc"))]
        self.text = {f: (self.root / f).read_text(encoding="utf-8") for f in self.code}
        self.headers = {f: list(includes(text)) for f, text in self.text.items()}

    def sources(self):
        return [f for f in self.code if f.startswith(tuple(s + "/" for s in SOURCES))]

    def violations(self):
        found = []
        for path in self.sources():
            found += self.includes_of(path)
            if path.startswith("common/"):
                found += self.business_words(path)
        found += self.clocks_in_the_domain()
        found += self.nameless_folders()
        found += self.long_files()
        return sorted(found)

    def includes_of(self, path):
        room = Room(path)
        if room.kind is None:
            return [f"{path}: lies in no room of tests/lint/layering.py"]
        found = []
        for line, header in self.headers[path]:
            if header is None:
                why = "an include must name its header"
            elif "/" not in header and (self.root / path).parent.joinpath(header).is_file():
                why = "include paths start at the root of the repository"
            else:
                why = refuse(path, room, header)
            if why:
                found.append(f'{path}:{line}: "{header}": {why}')
        return found

    def clocks_in_the_domain(self):
        """Also through a header of ours: the chain is shown."""
        found = []
        for path in self.sources():
            if Room(path).kind == "domain":
                chain = self._chain_to_clock(path, (path,))
                if chain:
                    found.append(f"{path}: the domain reads no clock: {' -> '.join(chain[1:])}")
        return found

    def _chain_to_clock(self, path, chain):
        for _, header in self.headers.get(path, ()):
            if header in CLOCKS:
                return chain + (header,)
            if header in self.headers and header not in chain:
                longer = self._chain_to_clock(header, chain + (header,))
                if longer:
                    return longer
        return None

    def business_words(self, path):
        """Identifiers: never. Strings: in tests only. Comments: only in a quoted example."""
        code, strings, comments = split_code(self.text[path])
        seen = [(n, line) for n, line in enumerate(code.splitlines(), 1)]
        if not is_test(path):
            seen += strings
        seen += [(line, re.sub(r'"[^"\n]*"', "", comment)) for line, comment in comments]
        return [
            f"{path}:{line}: common/ knows no business word ({match.group(0)})"
            for line, text in seen
            for match in [BUSINESS.search(text)]
            if match
        ]

    def nameless_folders(self):
        folders = {parent for f in self.files for parent in pathlib.PurePosixPath(f).parents}
        return [
            f"{folder}: a folder is named for what is in it"
            for folder in sorted(folders)
            if folder.name in NAMELESS_FOLDERS
        ]

    def long_files(self):
        return [
            f"{path}: {len(self.text[path].splitlines())} lines, at most {MAX_LINES}: split by idea"
            for path in self.code
            if len(self.text[path].splitlines()) > MAX_LINES
        ]
