// The report of a real commission: it enters whole, the lint finds what a careful reader found in
// it and nothing where he found it sound, and in a corrected copy nothing at all.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/record/read.h"
#include "services/accreditation/domain/procedure/check_case.h"
#include "services/accreditation/domain/procedure/follow_up.h"
#include "services/accreditation/domain/record/marks.h"
#include "services/accreditation/domain/record/programmes.h"
#include "services/accreditation/domain/report_lint/lint.h"
#include "tests/record/corrections.h"

namespace tarazy::accreditation {
namespace {

std::string File(const std::string& name) {
  std::ifstream in(EXAMPLES "/" + name);
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

template <typename Message>
Message Read(const std::string& name) {
  Message message;
  for (const FieldViolation& fault :
       record::ReadRecord(File(name), {.bytes = 4 << 20, .nodes = 2000000}, message)) {
    ADD_FAILURE() << name << ": " << fault.field << ": " << fault.description;
  }
  return message;
}

class SeedCase : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    framework_ = new v1::Framework(Read<v1::Framework>("frameworks/iaar-joint.yaml"));
    record_ = new v1::Case(Read<v1::Case>("cases/ektu-2023.yaml"));
  }
  static const v1::Framework* framework_;
  static const v1::Case* record_;
};
const v1::Framework* SeedCase::framework_ = nullptr;
const v1::Case* SeedCase::record_ = nullptr;

std::map<std::string, int> Counts(const v1::PrintedCount& count) {
  std::map<std::string, int> counts;
  for (const v1::MarkCount& mark : count.marks()) counts[mark.mark()] = mark.count();
  return counts;
}

TEST_F(SeedCase, FitsItsFrameworkAndItself) {
  const Faults problems = CheckCase(*record_, *framework_);
  for (const FieldViolation& fault : problems.fields()) {
    ADD_FAILURE() << fault.field << ": " << fault.description;
  }
  EXPECT_EQ(framework_->standards_size(), 11);
  int criteria = 0;
  int headings = 0;
  for (const v1::Standard& standard : framework_->standards()) {
    criteria += standard.criteria_size();
    headings += standard.headings_size();
  }
  EXPECT_EQ(criteria, 64);
  EXPECT_EQ(headings, 4);
  EXPECT_EQ(ProgrammesOf(*record_).size(), 12u);
  EXPECT_EQ(record_->clusters_size(), 6);
  EXPECT_EQ(record_->commission_size(), 22);
  EXPECT_EQ(record_->visit().sessions_size(), 46);
}

// Of each standard: strong, satisfactory, suggests improvement (research, the report's
// conclusions).
TEST_F(SeedCase, MarksFollowTheChaptersConclusions) {
  const int kExpected[11][3] = {{0, 9, 1}, {0, 5, 0}, {0, 5, 0}, {0, 2, 1}, {0, 5, 0}, {0, 2, 2},
                                {1, 6, 0}, {0, 9, 1}, {0, 8, 1}, {0, 4, 0}, {0, 2, 0}};
  const auto totals = CountMarks(*record_, *framework_);
  ASSERT_EQ(totals.size(), 2u);
  for (const v1::ProgrammeTotals& programme : totals) {
    EXPECT_TRUE(programme.unmarked().empty());
    for (int i = 0; i < 11; ++i) {
      auto counts = Counts(programme.standards(i));
      EXPECT_EQ(counts["strong"], kExpected[i][0]) << programme.standards(i).standard();
      EXPECT_EQ(counts["satisfactory"], kExpected[i][1]) << programme.standards(i).standard();
      EXPECT_EQ(counts["suggests_improvement"], kExpected[i][2]);
    }
    auto total = Counts(programme.total());
    EXPECT_EQ(total["strong"], 1);
    EXPECT_EQ(total["satisfactory"], 57);
    EXPECT_EQ(total["suggests_improvement"], 6);
    EXPECT_EQ(total["unsatisfactory"], 0);
  }
}

TEST_F(SeedCase, TheAnnexIsKeptAsPrinted) {
  ASSERT_EQ(record_->report().matrices_size(), 1);
  const v1::PrintedMatrix& annex = record_->report().matrices(0);
  std::map<std::string, int> cells;
  for (const v1::PrintedMark& mark : annex.marks()) ++cells[mark.mark()];
  EXPECT_EQ(cells["strong"], 1);
  EXPECT_EQ(cells["satisfactory"], 50);
  EXPECT_EQ(cells["suggests_improvement"], 12);
  EXPECT_EQ(cells["unsatisfactory"], 1);
}

TEST_F(SeedCase, RecommendationsAndTheirDeadlines) {
  int strengths = 0;
  int followed = 0;
  int institutional = 0;
  int for_both = 0;
  std::map<int, int> kinds;
  for (const v1::Finding& finding : record_->findings()) {
    if (finding.kind() == v1::FINDING_KIND_STRENGTH) {
      ++strengths;
    } else if (!finding.has_deadline()) {
      ++institutional;
    } else {
      ++followed;
      if (AppliesTo(*record_, finding.programmes()).size() == 2) ++for_both;
      ++kinds[finding.deadline().due_case()];
    }
  }
  EXPECT_EQ(strengths, 1);
  EXPECT_EQ(followed, 15);
  EXPECT_EQ(institutional, 2);
  EXPECT_EQ(for_both, 12);
  EXPECT_EQ(kinds[v1::Deadline::kFixed], 11);
  EXPECT_EQ(kinds[v1::Deadline::kRelative], 3);
  EXPECT_EQ(kinds[v1::Deadline::kOnEvent], 1);
}

// The rows of a list in the file of expectations.
struct Expected {
  std::string id;
  std::string lint_class;
  std::string rule;
  std::set<int> lines;
};

const YamlNode* Member(const YamlNode& map, absl::string_view key) {
  for (const YamlMember& member : map.members) {
    if (member.key == key) return member.value;
  }
  return nullptr;
}

std::string Text(const YamlNode& map, absl::string_view key) {
  const YamlNode* found = Member(map, key);
  return found == nullptr ? "" : found->text;
}

std::vector<Expected> ReadExpected(const YamlNode& root, const char* list) {
  std::vector<Expected> rows;
  for (const YamlNode* item : Member(root, list)->items) {
    Expected& row = rows.emplace_back();
    row.id = Text(*item, "id");
    row.lint_class = Text(*item, "class");
    row.rule = Text(*item, Member(*item, "rule") != nullptr ? "rule" : "kind");
    for (const char* key : {"line", "other_line"}) {
      int line = 0;
      if (absl::SimpleAtoi(Text(*item, key), &line)) row.lines.insert(line);
    }
    if (const YamlNode* lines = Member(*item, "lines"); lines != nullptr) {
      for (const YamlNode* one : lines->items) {
        int line = 0;
        if (absl::SimpleAtoi(one->text, &line)) row.lines.insert(line);
      }
    }
  }
  return rows;
}

std::string ClassLetter(v1::LintClass lint_class) {
  return lint_class == v1::LINT_CLASS_CONTRADICTION ? "A"
         : lint_class == v1::LINT_CLASS_IMPLAUSIBLE ? "B"
                                                    : "C";
}

bool Touches(const v1::LintFinding& finding, const std::set<int>& lines) {
  return lines.contains(finding.place().line()) || lines.contains(finding.other_place().line());
}

std::string Describe(const v1::LintFinding& finding) {
  return absl::StrCat(ClassLetter(finding.lint_class()), " ", finding.rule(), " ",
                      finding.place().line(), "/", finding.other_place().line(), ": ",
                      finding.message(), " [", finding.value(), " | ", finding.other_value(), "]");
}

TEST_F(SeedCase, TheLintFindsWhatACarefulReaderFound) {
  const std::string text = File("cases/ektu-2023.expected.yaml");
  const YamlTree tree = ReadYaml(text, {.bytes = 4 << 20});
  ASSERT_TRUE(tree.root != nullptr && tree.faults.empty());
  const std::vector<Expected> rows = ReadExpected(*tree.root, "findings");
  ASSERT_GT(rows.size(), 100u);
  const ReportLint lint = LintReport(*record_, *framework_);
  for (const Expected& row : rows) {
    bool found = false;
    for (const v1::LintFinding& finding : lint.findings) {
      found = found || (finding.rule() == row.rule && Touches(finding, row.lines) &&
                        ClassLetter(finding.lint_class()) == row.lint_class);
    }
    EXPECT_TRUE(found) << row.id << " (" << row.lint_class << " " << row.rule << ", line "
                       << (row.lines.empty() ? 0 : *row.lines.begin()) << ") was not found";
  }
  for (const v1::LintFinding& finding : lint.findings) {
    bool expected = false;
    for (const Expected& row : rows) {
      expected = expected ||
                 (finding.rule() == row.rule && (row.lines.empty() || Touches(finding, row.lines)));
    }
    if (finding.lint_class() == v1::LINT_CLASS_CONTRADICTION) {
      EXPECT_TRUE(expected) << "nobody found this before: " << Describe(finding);
    }
  }
  for (const Expected& row : ReadExpected(*tree.root, "quiet")) {
    for (const v1::LintFinding& finding : lint.findings) {
      EXPECT_FALSE(finding.rule() == row.rule && row.lines.contains(finding.place().line()))
          << "false alarm: " << Describe(finding);
    }
  }
}

TEST_F(SeedCase, OnACorrectedCopyTheLintFindsNothing) {
  v1::Case corrected = *record_;
  for (const std::string& why :
       record::ApplyCorrections(File("cases/ektu-2023.corrections.yaml"), corrected)) {
    ADD_FAILURE() << why;
  }
  const Faults problems = CheckCase(corrected, *framework_);
  for (const FieldViolation& fault : problems.fields()) {
    ADD_FAILURE() << fault.field << ": " << fault.description;
  }
  const ReportLint lint = LintReport(corrected, *framework_);
  for (const v1::LintFinding& finding : lint.findings) {
    ADD_FAILURE() << Describe(finding);
  }
}

}  // namespace
}  // namespace tarazy::accreditation
