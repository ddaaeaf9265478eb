#include "services/rankings/app/template_workbook.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/rankings/app/import_scan.h"
#include "services/rankings/app/table_test.h"
#include "services/rankings/app/template_guide.h"
#include "services/rankings/app/workbook_fixture.h"
#include "services/rankings/app/zip_package.h"
#include "services/rankings/file/methodology_file.h"

namespace tarazy::rankings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kMethodology[] = R"(
id: demo
title: {en: Demo, ru: Демо, kk: Демо}
variables:
  students: {title: {en: Students, ru: Студенты, kk: Студенттер}, unit: persons, min: 0, max: 1000}
  staff: {title: {en: "=1+1", ru: Штат, kk: Штат}, unit: persons, min: 1}
indicators:
  - {code: "1", title: {en: A, ru: A, kk: A}, points: 60, value: students / staff}
  - {code: "2.1", title: {en: B, ru: B, kk: B}, points: 40, value: students}
)";

Methodology Demo(const std::string& text = kMethodology) {
  const ParsedMethodology parsed = Parse(text);
  EXPECT_TRUE(parsed.methodology.has_value());
  return *parsed.methodology;
}

struct Scanned {
  std::vector<std::string> values;  // "unit variable value source evidence base error"
  std::vector<std::string> problems;
};

std::string Shown(std::optional<double> value) {
  return value.has_value() ? absl::StrFormat("%.17g", *value) : "-";
}

Scanned Scan(absl::string_view bytes, const Methodology& methodology) {
  SpooledFile file;
  Fill(file, bytes);
  ImportScan scan(file, methodology, {});
  Scanned scanned;
  EXPECT_TRUE(scan.Check(nullptr).ok());
  for (const ImportProblem& problem : scan.problems()) {
    scanned.problems.push_back(
        absl::StrCat(problem.row, " ", problem.column, ": ", problem.message));
  }
  if (!scanned.problems.empty()) return scanned;
  const absl::Status status = scan.ForEachValue(nullptr, [&](const ImportedValue& value) {
    scanned.values.push_back(
        absl::StrJoin({absl::StrCat(value.unit), methodology.variables[value.variable].name,
                       Shown(value.value), std::string(value.source), std::string(value.evidence),
                       Shown(value.base), Shown(value.standard_error)},
                      " "));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return scanned;
}

std::string Part(absl::string_view bytes, absl::string_view name) {
  SpooledFile file;
  Fill(file, bytes);
  auto package = ZipPackage::Open(file);
  EXPECT_TRUE(package.ok()) << package.status();
  std::string content;
  const absl::Status status =
      package->Read(name, ZipPackage::kMaxUnpacked, [&](absl::string_view piece) {
        content.append(piece.data(), piece.size());
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return content;
}

class TemplateTest : public ::testing::Test {
 protected:
  TemplateTest() {
    request_.values = {{.unit = "u1",
                        .variable = "students",
                        .state = ValueState::kVerified,
                        .value = 0.1 + 0.2,
                        .source = "=HYPERLINK(\"x\")",
                        .evidence = "https://example.org/?a=1&b=<2>",
                        .base = 12,
                        .standard_error = 0.5},
                       {.unit = "gone", .variable = "students", .value = 1}};
  }

  std::string Bytes() {
    const auto bytes = WriteTemplate(request_);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return bytes.value_or("");
  }

  Methodology methodology_ = Demo();
  TemplateRequest request_{.ranking = "demo-2026",
                           .year = 2026,
                           .institution = {.en = "One", .ru = "Один", .kk = "Бір"},
                           .methodology = methodology_,
                           .units = {{.id = "u1", .title = {.en = "One"}}}};
};

TEST_F(TemplateTest, RowsTellWhatIsAskedAndWhatIsThere) {
  EXPECT_THAT(
      ReadAll(Bytes()).lines,
      ElementsAre(
          "1: institution|name|variable|title_kk|title_ru|title_en|unit|min|max|indicators|value|"
          "source|evidence|base|standard_error|state",
          "2: u1|One|students|Студенттер|Студенты|Students|persons|0|1000|1, 2.1|"
          "0.30000000000000004|=HYPERLINK(\"x\")|https://example.org/?a=1&b=<2>|12|0.5|verified",
          "3: u1|One|staff|Штат|Штат|=1+1|persons|1||1||||||"));
}

TEST_F(TemplateTest, ImportsAsItIs) {
  const Scanned scanned = Scan(Bytes(), methodology_);
  EXPECT_THAT(scanned.problems, IsEmpty());
  EXPECT_THAT(scanned.values, ElementsAre("0 students 0.30000000000000004 =HYPERLINK(\"x\") "
                                          "https://example.org/?a=1&b=<2> 12 0.5",
                                          "0 staff -   - -"));
}

TEST_F(TemplateTest, EqualRequestsGiveEqualBytes) { EXPECT_EQ(Bytes(), Bytes()); }

TEST_F(TemplateTest, TextsAreNoFormulasAndTheSheetIsProtectedAndValidated) {
  const std::string sheet = Part(Bytes(), "xl/worksheets/sheet1.xml");
  EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
  EXPECT_THAT(sheet, HasSubstr("<sheetProtection sheet=\"1\""));
  EXPECT_THAT(sheet, Not(HasSubstr("password")));
  EXPECT_THAT(sheet, HasSubstr("state=\"frozen\""));
  EXPECT_THAT(sheet, HasSubstr("hidden=\"1\""));
  EXPECT_THAT(sheet, HasSubstr("sqref=\"K2\"><formula1>0</formula1><formula2>1000</formula2>"));
  EXPECT_THAT(sheet, HasSubstr("operator=\"greaterThanOrEqual\""));
  EXPECT_THAT(sheet, HasSubstr("prompt=\"≥ 0, ≤ 1000; persons\""));
  EXPECT_THAT(sheet, HasSubstr("error=\"Сан / Число / A number: ≥ 0, ≤ 1000\""));
}

TEST_F(TemplateTest, GuideSpeaksThreeLanguages) {
  const std::string guide = Part(Bytes(), "xl/worksheets/sheet2.xml");
  for (const Localized& line : TemplateGuide()) {
    EXPECT_THAT(guide, HasSubstr(line.kk));
    EXPECT_THAT(guide, HasSubstr(line.ru));
    EXPECT_THAT(guide, HasSubstr(line.en));
  }
  EXPECT_THAT(guide, HasSubstr("Бір"));
  EXPECT_THAT(guide, HasSubstr("demo-2026 2026"));
}

TEST_F(TemplateTest, ProgrammesStandByVariable) {
  methodology_ = Demo(std::string("unit: programme\n") + kMethodology);
  request_.units = {{.id = "p1", .title = {.ru = "Право"}}, {.id = "p2", .title = {.kk = "Заң"}}};
  request_.values.clear();
  const std::string bytes = Bytes();
  std::vector<std::string> starts;
  for (const std::string& line : ReadAll(bytes).lines) {
    starts.push_back(absl::StrJoin(
        std::vector<std::string>(absl::StrSplit(line.substr(0, line.find("|С")), '|')), " "));
  }
  EXPECT_EQ(starts.size(), 5u);
  EXPECT_THAT(starts[0], HasSubstr("1: programme name"));
  EXPECT_THAT(starts[1], HasSubstr("2: p1 Право students"));
  EXPECT_THAT(starts[2], HasSubstr("3: p2 Заң students"));
  EXPECT_THAT(starts[3], HasSubstr("4: p1 Право staff"));
  EXPECT_THAT(Part(bytes, "xl/worksheets/sheet1.xml"), HasSubstr("sqref=\"K2:K3\""));
  EXPECT_THAT(Scan(bytes, methodology_).problems, IsEmpty());
}

TEST_F(TemplateTest, NothingToFillInAndTooMuchAreRefused) {
  request_.units.resize(600000, {.id = "u"});
  EXPECT_EQ(WriteTemplate(request_).status().code(), absl::StatusCode::kResourceExhausted);
  request_.units.clear();
  EXPECT_EQ(WriteTemplate(request_).status().code(), absl::StatusCode::kInvalidArgument);
}

// Another program opens the template, fills it in and saves it in its own way.
TEST_F(TemplateTest, FilledInAndSavedByAnotherProgramItImports) {
  const std::string path = ::testing::TempDir() + "/template-" + std::to_string(getpid()) + ".xlsx";
  const std::string script = path + ".py";
  std::ofstream(path, std::ios::binary) << Bytes();
  std::ofstream(script) << R"(
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["values"]
header = [cell.value for cell in sheet[1]]
def cell(row, name):
    found = sheet.cell(row, header.index(name) + 1)
    assert not found.protection.locked, name
    return found
assert sheet.protection.sheet and sheet.cell(2, 1).protection.locked
assert [cell.data_type for cell in sheet[2]].count("f") == 0
cell(2, "value").value = 123.456
cell(2, "source").value = "отчёт"
cell(3, "value").value = "=1/0" if len(sys.argv) > 2 else 7
cell(3, "evidence").value = "форма 3"
book.save(sys.argv[1])
)";
  const auto saved = [&](const std::string& arguments) {
    const std::string command = "/usr/bin/python3 '" + script + "' '" + path + "' " + arguments;
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const Scanned scanned = Scan(saved(""), methodology_);
  EXPECT_THAT(scanned.problems, IsEmpty());
  EXPECT_THAT(scanned.values,
              ElementsAre("0 students 123.456 отчёт https://example.org/?a=1&b=<2> 12 0.5",
                          "0 staff 7  форма 3 - -"));
  EXPECT_THAT(Scan(saved("formula"), methodology_).problems,
              ElementsAre(HasSubstr("3 value: K3 is a formula without a stored result")));
  unlink(path.c_str());
  unlink(script.c_str());
}

}  // namespace
}  // namespace tarazy::rankings
