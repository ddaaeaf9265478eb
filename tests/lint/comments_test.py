"""Every declaration of the contracts says what it is; every method says who may call it and how it
is reached over HTTP. Planted faults show that each rule can fail."""

import pathlib
import unittest

import proto_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = "tarazy.common.v1.policy"
HTTP = "google.api.http"
VERBS = {"get", "put", "post", "delete", "patch"}


def violations(file):
    found = []

    def report(element, what):
        found.append(f"{file.path}:{element.line}: {element.kind} {element.name} {what}")

    for element in file.elements:
        if not any(c.isalpha() for c in element.comment):
            report(element, "has no comment above it")
    for method in file.of_kind("method"):
        policy = method.options.get(POLICY, {})
        if not policy.get("permission") or not policy.get("roles"):
            report(method, "has no policy with a permission and roles")
        if policy.get("scope", "SCOPE_UNSPECIFIED") == "SCOPE_UNSPECIFIED":
            report(method, "has no policy with a scope")
        bidirectional = method.client_streaming and method.server_streaming
        paths = [path for verb, path in method.options.get(HTTP, {}).items() if verb in VERBS]
        if not bidirectional and (len(paths) != 1 or not paths[0].startswith("/v1/")):
            report(method, "has no google.api.http with one path under /v1/")
    return found


class RealContracts(unittest.TestCase):
    def test_say_what_they_are(self):
        files = sorted((ROOT / "proto").rglob("*.proto"))
        read = [
            proto_file.read(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8"))
            for p in files
        ]
        self.assertGreater(sum(len(file.of_kind("method")) for file in read), 20)
        self.assertGreater(sum(len(file.of_kind("field")) for file in read), 200)
        self.assertEqual([], [line for file in read for line in violations(file)])


GOOD = """syntax = "proto3";

package tarazy.sample.v1;

import "google/api/annotations.proto";

// Samples.
service SampleService {
  // Reads one.
  rpc GetSample(GetSampleRequest) returns (GetSampleResponse) {
    option (google.api.http) = {get: "/v1/{name=samples/*}"};
    option (tarazy.common.v1.policy) = {
      permission: "samples.get"
      roles: [
        ROLE_ADMIN
      ]
      scope: SCOPE_ALL
    };
  }
  // Both ways.
  rpc WatchSamples(stream WatchSamplesRequest) returns (stream WatchSamplesResponse) {
    option (tarazy.common.v1.policy) = {
      permission: "samples.watch"
      roles: [ROLE_ADMIN, ROLE_PUBLIC]
      scope: SCOPE_ALL
    };
  }
}

// A sample.
message Sample {
  reserved 7;
  // How it is.
  enum State {
    // Never used.
    STATE_UNSPECIFIED = 0;
  }
  // Its name.
  string name = 1; // behind, not above
  // Its labels.
  map<string, int32> labels = 2 [deprecated = true];
  // One of them.
  oneof kind {
    // A text,
    // over two lines.
    string text = 3;
  }
  // A part.
  message Part {
    // Its size, bytes.
    optional int64 size = 1;
  }
}
"""


class Planted(unittest.TestCase):
    def found(self, old, new):
        self.assertEqual(1, GOOD.count(old), old)
        return violations(proto_file.read("a.proto", GOOD.replace(old, new)))

    def assert_found(self, what, old, new=""):
        found = self.found(old, new)
        self.assertEqual(1, len(found), found)
        self.assertIn(what, found[0])

    def test_the_sample_is_fine(self):
        file = proto_file.read("a.proto", GOOD)
        self.assertEqual([], violations(file))
        self.assertEqual(
            ["Sample.name", "Sample.labels", "Sample.text", "Sample.Part.size"],
            [field.name for field in file.of_kind("field")],
        )
        self.assertEqual("A text, over two lines.", file.of_kind("field")[2].comment)

    def test_missing_comments(self):
        for comment, what in [
            ("// Samples.\n", "service SampleService has no comment"),
            ("  // Reads one.\n", "method SampleService.GetSample has no comment"),
            ("// A sample.\n", "message Sample has no comment"),
            ("  // How it is.\n", "enum Sample.State has no comment"),
            ("    // Never used.\n", "value Sample.State.STATE_UNSPECIFIED has no comment"),
            ("  // Its name.\n", "field Sample.name has no comment"),
            ("  // Its labels.\n", "field Sample.labels has no comment"),
            ("  // One of them.\n", "oneof Sample.kind has no comment"),
            ("    // A text,\n    // over two lines.\n", "field Sample.text has no comment"),
            ("  // A part.\n", "message Sample.Part has no comment"),
            ("    // Its size, bytes.\n", "field Sample.Part.size has no comment"),
        ]:
            self.assert_found(what, comment)
        self.assert_found("field Sample.name", "  // Its name.\n", "  // ---\n")
        self.assert_found("field Sample.name", "  // Its name.\n", "  // Its name.\n\n")

    def test_missing_policy(self):
        self.assert_found("GetSample has no policy", '      permission: "samples.get"\n')
        self.assert_found("GetSample has no policy", "      roles: [\n        ROLE_ADMIN\n      ]\n")
        self.assert_found("WatchSamples has no policy", "roles: [ROLE_ADMIN, ROLE_PUBLIC]", "roles: []")
        found = self.found("(tarazy.common.v1.policy) = {\n      permission: \"samples.get\"",
                           "(tarazy.other.v1.policy) = {\n      permission: \"samples.get\"")
        self.assertEqual(2, len(found), found)
        found = violations(
            proto_file.read("a.proto", GOOD.replace("      scope: SCOPE_ALL\n", "", 1))
        )
        self.assertEqual(1, len(found), found)
        self.assertIn("has no policy with a scope", found[0])

    def test_missing_http(self):
        http = '    option (google.api.http) = {get: "/v1/{name=samples/*}"};\n'
        self.assert_found("GetSample has no google.api.http", http)
        self.assert_found("GetSample has no google.api.http", '"/v1/{name', '"/v2/{name')
        self.assert_found(
            "WatchSamples has no google.api.http", "(stream WatchSamplesRequest)", "(WatchSamplesRequest)"
        )

    def test_what_it_cannot_read_is_an_error(self):
        for text in ["message A { string a 1; }", "weird;", "message A {", "service A { foo }"]:
            with self.assertRaises(proto_file.ProtoError):
                proto_file.read("a.proto", text)


if __name__ == "__main__":
    unittest.main()
