#include "services/accreditation/domain/report_lint/lint.h"

#include <gmock/gmock.h>

#include <set>

#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A term spelt in three ways, on lines that are not in order.
TestReport ThreeSpellings() {
  TestReport test;
  const std::pair<const char*, int> mentions[] = {
      {"Serikbayev", 58}, {"Seribayev", 22}, {"Serikbayev", 92}, {"Serikbaev", 0}};
  for (const auto& [printed, line] : mentions) {
    v1::TermMention& mention = *test.report().add_terms();
    mention.set_term("ektu");
    mention.set_printed(printed);
    if (line > 0) At(mention, line);
  }
  return test;
}

TEST(LintReport, AnEmptyCaseGivesNothingAndCountsEveryRule) {
  const ReportLint lint = LintReport({}, {});
  EXPECT_THAT(lint.findings, IsEmpty());
  ASSERT_EQ(lint.rules.size(), Rules().size() + 1);  // the overrides' own
  std::set<std::string> ids;
  for (const v1::RuleCount& rule : lint.rules) {
    EXPECT_TRUE(ids.insert(rule.rule()).second) << rule.rule();
    EXPECT_EQ(rule.compared(), 0) << rule.rule();
    EXPECT_EQ(rule.found(), 0) << rule.rule();
  }
}

TEST(LintReport, EveryPartOfAConsistentReportAloneGivesNothing) {
  const TestReport whole = ConsistentReport(3);
  EXPECT_THAT(LintReport(whole.record, {}).findings, IsEmpty());
  v1::Case only_report;
  *only_report.mutable_report() = whole.record.report();
  // What it cites goes with it.
  *only_report.mutable_survey_evidence() = whole.record.survey_evidence();
  for (const v1::LintFinding& finding : LintReport(only_report, whole.framework).findings) {
    // A report that refers to what the case does not hold.
    ADD_FAILURE() << finding.id() << ": " << finding.message();
  }
  v1::Case without_report = whole.record;
  without_report.clear_report();
  EXPECT_THAT(LintReport(without_report, whole.framework).findings, IsEmpty());
}

TEST(LintReport, FindingsHaveBothSidesAndStandInTheOrderOfTheirPlaces) {
  const TestReport test = ThreeSpellings();
  const ReportLint lint = LintReport(test.record, test.framework);
  ASSERT_EQ(lint.findings.size(), 2u);
  const v1::LintFinding& first = lint.findings[0];
  EXPECT_EQ(first.id(), "name_authority:ektu/seribayev");
  EXPECT_EQ(first.rule(), "name_authority");
  EXPECT_EQ(first.lint_class(), v1::LINT_CLASS_TEXT);
  EXPECT_EQ(first.place().line(), 22);
  EXPECT_EQ(first.value(), "Seribayev");
  EXPECT_EQ(first.other_place().line(), 58);
  EXPECT_EQ(first.other_value(), "Serikbayev");
  EXPECT_EQ(first.message(), "\"Seribayev\" is called \"Serikbayev\"");
  // What has no line comes last.
  EXPECT_EQ(lint.findings[1].id(), "name_authority:ektu/serikbaev");
  EXPECT_FALSE(lint.findings[1].has_place());
}

TEST(LintReport, AnIdDoesNotShiftWhenOtherThingsComeAndGo) {
  TestReport test = ThreeSpellings();
  v1::TermMention other = test.report().terms(1);
  other.set_printed("Serykbayev");
  *test.report().add_terms() = other;
  EXPECT_THAT(Found(test, "name_authority"),
              ElementsAre("ektu/seribayev", "ektu/serykbayev", "ektu/serikbaev"));
  test.report().mutable_terms()->DeleteSubrange(1, 1);
  EXPECT_THAT(Found(test, "name_authority"), ElementsAre("ektu/serykbayev", "ektu/serikbaev"));
}

TEST(LintReport, AnOverrideMarksItsFinding) {
  TestReport test = ThreeSpellings();
  v1::LintOverride& given = *test.record.add_overrides();
  given.set_finding("name_authority:ektu/seribayev");
  given.set_reason("so on the cover");
  given.set_by("tokens/editor");
  const ReportLint lint = LintReport(test.record, test.framework);
  ASSERT_EQ(lint.findings.size(), 2u);
  EXPECT_EQ(lint.findings[0].overridden(), "tokens/editor: so on the cover");
  EXPECT_EQ(lint.findings[1].overridden(), "");
}

TEST(LintReport, AnOverrideOfNothingIsATextFinding) {
  TestReport test = ThreeSpellings();
  test.record.add_overrides()->set_finding("name_authority:ektu/gone");
  const ReportLint lint = LintReport(test.record, test.framework);
  ASSERT_EQ(lint.findings.size(), 3u);
  bool found = false;
  for (const v1::LintFinding& finding : lint.findings) {
    if (finding.rule() != "override_of_nothing") continue;
    found = true;
    EXPECT_EQ(finding.id(), "override_of_nothing:name_authority:ektu/gone");
    EXPECT_EQ(finding.lint_class(), v1::LINT_CLASS_TEXT);
  }
  EXPECT_TRUE(found);
}

TEST(LintReport, TheSameCaseGivesTheSameBytes) {
  for (int seed = 0; seed < 3; ++seed) {
    TestReport test = ConsistentReport(seed);
    test.report().mutable_terms(0)->set_printed("Oen University");
    const ReportLint one = LintReport(test.record, test.framework);
    const ReportLint two = LintReport(test.record, test.framework);
    ASSERT_EQ(one.findings.size(), two.findings.size());
    for (size_t i = 0; i < one.findings.size(); ++i) {
      EXPECT_EQ(one.findings[i].SerializeAsString(), two.findings[i].SerializeAsString());
    }
  }
}

TEST(LintReport, WhatIsAlikeInEveryWordStillHasTwoIds) {
  TestReport test;
  for (const char* url : {"https://one.kz/a%", "https://one.kz/a%", "https://one.kz/b%"}) {
    test.report().add_links()->set_url(url);
  }
  v1::Enumeration& list = *test.report().add_enumerations();
  list.add_items("council");
  list.set_claimed(2);
  *test.report().add_enumerations() = list;
  EXPECT_THAT(Found(test, "malformed_identifier"),
              ElementsAre("url/https://one.kz/a%", "url/https://one.kz/b%"));
  EXPECT_THAT(Found(test, "enumeration_count"), ElementsAre("council", "council~2"));
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
