"""The tree keeps the matrix of layering.py; planted violations show that each rule can fail."""

import pathlib
import tempfile
import unittest

import layering

ROOT = pathlib.Path(__file__).resolve().parents[2]


class RealTree(unittest.TestCase):
    def test_keeps_the_layers(self):
        tree = layering.Tree(ROOT)
        self.assertGreater(len(tree.sources()), 100, "the tree was not found")
        self.assertEqual([], tree.violations())


class Planted(unittest.TestCase):
    def check(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                file = pathlib.Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            return layering.Tree(folder).violations()

    def assert_refused(self, path, text, why):
        found = self.check({path: text})
        self.assertTrue(found, f"not noticed: {path}: {text}")
        self.assertTrue(all(why in line for line in found), found)

    def assert_fine(self, path, text):
        self.assertEqual([], self.check({path: text}))

    def test_every_forbidden_room(self):
        for path, header in [
            ("common/base/a.h", "common/sql/database.h"),
            ("common/base/a.h", "common/obs/log.h"),
            ("common/sql/a.cc", "common/obs/log.h"),
            ("common/obs/a.cc", "common/sql/database.h"),
            ("common/sql/a.cc", "common/auth/policy.h"),
            ("common/auth/a.cc", "common/rpc/handle.h"),
            ("common/rpc/a.cc", "common/server/module.h"),
            ("services/rankings/domain/a.cc", "common/sql/database.h"),
            ("services/rankings/domain/lint/a.cc", "common/rpc/handle.h"),
            ("services/rankings/file/a.cc", "common/sql/database.h"),
            ("services/rankings/app/a.cc", "common/rpc/handle.h"),
            ("services/rankings/app/a.cc", "common/auth/policy.h"),
            ("services/rankings/store/a.cc", "common/rpc/page.h"),
            ("services/rankings/rpc/a.cc", "common/server/module.h"),
            ("services/rankings/main.cc", "common/sql/database.h"),
            ("services/cli/a.cc", "common/sql/database.h"),
            ("services/cli/a.cc", "common/server/config.h"),
        ]:
            self.assert_refused(path, f'#include "{header}"\n', "may not include common/")

    def test_rooms_of_the_same_service(self):
        for path, header in [
            ("services/rankings/domain/a.cc", "services/rankings/store/ranking_store.h"),
            ("services/rankings/domain/a.cc", "services/rankings/file/fields.h"),
            ("services/rankings/file/a.cc", "services/rankings/app/compute_edition.h"),
            ("services/rankings/app/a.cc", "services/rankings/rpc/convert.h"),
            ("services/rankings/app/a.cc", "services/rankings/store/hidden.h"),
            ("services/rankings/store/a.cc", "services/rankings/app/compute_edition.h"),
            ("services/rankings/rpc/a.cc", "services/rankings/module.h"),
            ("services/rankings/main.cc", "services/rankings/rpc/convert.h"),
        ]:
            self.assert_refused(path, f'#include "{header}"\n', "may not include this room")

    def test_no_service_includes_another(self):
        for path in ["domain/a.cc", "app/a.cc", "store/a.cc", "rpc/a.cc", "module.cc"]:
            self.assert_refused(
                f"services/rankings/{path}",
                '#include "services/registry/domain/unit.h"\n',
                "a service calls another through its proto",
            )

    def test_common_never_includes_services(self):
        self.assert_refused(
            "common/server/a.cc", '#include "services/registry/module.h"\n', "never includes services/"
        )

    def test_only_what_works_offline_of_the_command_line_links_a_service(self):
        text = '#include "services/rankings/file/methodology_file.h"\n'
        self.assert_fine("services/cli/methodology_lint_command.cc", text)
        self.assert_fine("services/cli/certificate_verify_command.cc", text)
        self.assert_refused("services/cli/run.cc", text, "may not include this room")
        self.assert_refused("services/cli/certificate_commands.cc", text, "may not include this room")
        self.assert_refused(
            "services/cli/methodology_lint_command.cc",
            '#include "services/rankings/app/compute_edition.h"\n',
            "may not include this room",
        )

    def test_generated_protos(self):
        text = '#include "tarazy/registry/v1/institution.pb.h"\n'
        for path in [
            "common/base/a.h",
            "common/rpc/a.h",
            "services/rankings/domain/a.cc",
            "services/rankings/app/a.cc",
            "services/rankings/store/a.cc",
        ]:
            self.assert_refused(path, text, "may not include this generated proto")
        self.assert_fine("services/rankings/rpc/a.cc", text)
        self.assert_fine("services/cli/a.cc", text)

    def test_libraries_stay_where_they_are_wrapped(self):
        for path, header in [
            ("common/base/a.h", "<google/protobuf/message.h>"),
            ("common/auth/a.h", "<grpcpp/grpcpp.h>"),
            ("services/rankings/domain/a.cc", "<google/protobuf/message.h>"),
            ("services/rankings/domain/a.cc", "<sqlite3.h>"),
            ("services/rankings/domain/a.cc", "<libpq-fe.h>"),
            ("services/rankings/domain/a.cc", "<yaml-cpp/yaml.h>"),
            ("services/rankings/app/a.cc", "<grpcpp/server_context.h>"),
            ("services/rankings/store/a.cc", "<sqlite3.h>"),
            ("services/rankings/app/a.cc", "<hiredis/hiredis.h>"),
            ("common/rpc/a.cc", "<spdlog/spdlog.h>"),
            ("services/rankings/app/a.cc", "<prometheus/counter.h>"),
            ("services/rankings/rpc/a.cc", "<microhttpd.h>"),
            ("services/rankings/app/a.cc", "<mpfr.h>"),
        ]:
            self.assert_refused(path, f"#include {header}\n", "may not include")

    def test_the_domain_reads_no_clock(self):
        for header in sorted(layering.CLOCKS):
            self.assert_refused(
                "services/rankings/domain/a.cc", f"#include <{header}>\n", "reads no clock"
            )
        found = self.check(
            {
                "services/rankings/domain/a.cc": '#include "common/base/clock.h"\n',
                "common/base/clock.h": '#include "absl/time/clock.h"\n',
            }
        )
        self.assertEqual(1, len(found), found)
        self.assertIn("common/base/clock.h -> absl/time/clock.h", found[0])
        self.assert_fine("services/rankings/domain/a.cc", '#include "absl/time/time.h"\n')

    def test_the_domain_touches_nothing_outside(self):
        for header in sorted(layering.OUTSIDE):
            self.assert_refused(
                "services/rankings/domain/a.cc", f"#include <{header}>\n", "touches no file"
            )

    def test_includes_that_hide(self):
        refused = "services/rankings/domain/a.cc"
        self.assert_refused(refused, "#  include   <sqlite3.h>\n", "may not include")
        self.assert_refused(refused, "/* x */ #include <sqlite3.h>\n", "may not include")
        self.assert_refused(refused, "#include HEADER\n", "must name its header")
        self.assert_refused(refused, '#include "../store/x.h"\n', "start at the root")
        self.assert_fine(refused, '// #include "common/sql/database.h"\n')

    def test_files_outside_the_rooms(self):
        for path in [
            "common/strings/a.h",
            "common/a.h",
            "services/rankings/extra/a.cc",
            "services/rankings/a.cc",
        ]:
            self.assert_refused(path, "", "lies in no room")

    def test_business_words(self):
        refused = "common/base/a.h"
        for text in [
            "class RankingCache;\n",
            "int survey_count = 0;\n",
            "void Accredit();\n",
            "struct Notification {};\n",
            'const char* kTable = "ranking";\n',
            "// Used by the rankings service.\n",
            "/* caches\n   surveys */\n",
            '// "an example" of a survey\n',
            "int sample = 1'000; int survey = 2'000;\n",
            'const char* kText = R"(survey)";\n',
        ]:
            self.assert_refused(refused, text, "knows no business word")
        for text in [
            '// "rankings/iqaa-2026/editions/3"\n',
            "void NotifyOne();\n",
        ]:
            self.assert_fine(refused, text)
        self.assert_fine("common/rpc/a_test.cc", 'Parse("rankings/a");\n')
        self.assert_refused("common/rpc/a_test.cc", "int ranking;\n", "knows no business word")

    def test_tests_are_included_by_tests_only(self):
        text = '#include "tests/testing/temp_dir.h"\n'
        self.assert_fine("services/rankings/store/a_test.cc", text)
        self.assert_refused("services/rankings/store/a.cc", text, "only tests include tests/")

    def test_folders_without_a_meaning(self):
        for folder in ["common/utils", "services/rankings/app/helpers", "tests/misc"]:
            found = self.check({f"{folder}/README.md": ""})
            self.assertEqual([f"{folder}: a folder is named for what is in it"], found)

    def test_long_files(self):
        path = "services/rankings/app/a.cc"
        self.assert_fine(path, "\n" * layering.MAX_LINES)
        self.assert_refused(path, "\n" * (layering.MAX_LINES + 1), "split by idea")
        self.assert_refused("tests/store/a.h", "\n" * (layering.MAX_LINES + 1), "split by idea")


if __name__ == "__main__":
    unittest.main()
