// Marks against what is written, and findings against marks.
#include <gmock/gmock.h>

#include "services/accreditation/domain/report_lint/rules/contrary_words.h"
#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// One standard of three criteria: strong, met, weak.
TestReport ThreeMarks() {
  TestReport test;
  const std::pair<const char*, v1::MarkMeaning> scale[] = {
      {"strong", v1::MARK_MEANING_STRENGTH},
      {"met", v1::MARK_MEANING_MET},
      {"weak", v1::MARK_MEANING_IMPROVEMENT},
      {"none", v1::MARK_MEANING_NOT_APPLICABLE}};
  for (const auto& [id, meaning] : scale) {
    v1::ScaleMark& mark = *test.framework.add_scale();
    mark.set_id(id);
    mark.set_meaning(meaning);
  }
  v1::Standard& standard = *test.framework.add_standards();
  standard.set_code("6.7");
  const char* const marks[] = {"strong", "met", "weak"};
  for (int i = 0; i < 3; ++i) {
    const std::string code = "6.7." + std::to_string(i + 1);
    standard.add_criteria()->set_code(code);
    AddMark(test.record, code, marks[i]);
  }
  v1::Cluster& cluster = *test.record.add_clusters();
  cluster.set_reported(true);
  cluster.add_programmes()->set_code("6B04107");
  cluster.add_programmes()->set_code("7M04107");
  return test;
}

v1::Finding& Add(TestReport& test, const char* id, v1::FindingKind kind) {
  v1::Finding& finding = *test.record.add_findings();
  finding.set_id(id);
  finding.set_kind(kind);
  finding.set_standard("6.7");
  return finding;
}

TEST(MarksNeedFindings, InTheirStandardForEveryProgramme) {
  TestReport test = ThreeMarks();
  // Marks without findings are a draft.
  EXPECT_THAT(All(test), IsEmpty());
  Add(test, "remark", v1::FINDING_KIND_REMARK);
  EXPECT_THAT(Found(test, "strong_needs_strength"), ElementsAre("6.7.1"));
  EXPECT_THAT(Found(test, "weak_needs_recommendation"), ElementsAre("6.7.3"));
  Add(test, "s", v1::FINDING_KIND_STRENGTH);
  v1::Finding& recommendation = Add(test, "r", v1::FINDING_KIND_CONDITION);
  recommendation.add_programmes("6B04107");
  EXPECT_THAT(Found(test, "strong_needs_strength"), IsEmpty());
  EXPECT_THAT(Found(test, "weak_needs_recommendation"), ElementsAre("6.7.3"));
  recommendation.clear_programmes();
  EXPECT_THAT(Found(test, "weak_needs_recommendation"), IsEmpty());
}

TEST(RecommendationWithoutWeakMark, ByStandardAndByCriterion) {
  TestReport test = ThreeMarks();
  v1::Finding& finding = Add(test, "r", v1::FINDING_KIND_RECOMMENDATION);
  EXPECT_THAT(Found(test, "recommendation_without_weak_mark"), IsEmpty());
  finding.add_criteria("6.7.2");
  EXPECT_THAT(Found(test, "recommendation_without_weak_mark"), ElementsAre("r"));
  finding.clear_criteria();
  test.record.mutable_evaluations(2)->set_mark("met");
  EXPECT_THAT(Found(test, "recommendation_without_weak_mark"), ElementsAre("r"));
  // A mark that is missing yet may still be weak.
  test.record.mutable_evaluations()->RemoveLast();
  EXPECT_THAT(Found(test, "recommendation_without_weak_mark"), IsEmpty());
}

TEST(RecommendationIncomplete, NamesWhoAndWhen) {
  TestReport test = ThreeMarks();
  Add(test, "none", v1::FINDING_KIND_RECOMMENDATION);
  Add(test, "remark", v1::FINDING_KIND_REMARK);
  v1::Finding& whole = Add(test, "whole", v1::FINDING_KIND_RECOMMENDATION);
  whole.set_addressee("the dean");
  whole.mutable_deadline()->mutable_relative()->set_event("studies-at-partner");
  EXPECT_THAT(Found(test, "recommendation_incomplete"), ElementsAre("none"));
}

TEST(MarkAgainstText, TextOfAMetCriterionOrStandard) {
  for (const auto& [about, found] : {std::pair("6.7.1", true), std::pair("6.7.2", true),
                                     std::pair("6.7.3", false), std::pair("6.7", false)}) {
    TestReport test = ThreeMarks();
    test.framework.mutable_procedure()->add_contrary_words("systemic shortcoming");
    v1::Passage& passage = *test.report().add_passages();
    passage.set_about(about);
    passage.set_text("The absence of procedures is a Systemic\nshortcoming.");
    EXPECT_EQ(!Found(test, "mark_against_text").empty(), found) << about;
  }
}

TEST(ContraryWords, WholeWordsThatAreNotDenied) {
  v1::Framework framework;
  framework.mutable_procedure()->add_contrary_words("necessary to eliminate");
  framework.mutable_procedure()->add_contrary_words("absence");
  const ContraryWords contrary(framework);
  struct Row {
    const char* text;
    bool found;
  };
  for (const Row& row : {
           Row{"It is necessary to eliminate the difference.", true},
           Row{"It is NECESSARY, to eliminate", false},  // two clauses
           Row{"There are no shortcomings that it would be necessary to eliminate.", false},
           Row{"It is not necessary to eliminate anything.", false},
           Row{"No partner objected. It is necessary to eliminate the difference.", true},
           Row{"It is not only necessary to eliminate, but urgent.", true},
           Row{"By order No. 5 it is necessary to eliminate the difference.", true},
           Row{"The absences of students", false},
           Row{"in the absence of requirements", true},
           Row{"unnecessary to eliminate", false},
           Row{"", false},
       }) {
    EXPECT_EQ(!contrary.FirstIn(row.text).empty(), row.found) << row.text;
  }
}

TEST(NotApplicableExpected, WhereTheConditionIsNotMet) {
  struct Row {
    v1::Condition condition;
    const char* mark;
    bool found;
  };
  for (const Row& row : {Row{v1::CONDITION_PREVIOUS_PROCEDURE, "met", true},
                         Row{v1::CONDITION_PREVIOUS_PROCEDURE, "none", false},
                         Row{v1::CONDITION_REGULATED_PROFESSION, "weak", true},
                         Row{v1::CONDITION_HAS_GRADUATES, "met", true},
                         Row{v1::CONDITION_UNSPECIFIED, "met", false}}) {
    TestReport test = ThreeMarks();
    test.record.mutable_visit()->set_from("2023-04-25");
    test.framework.mutable_standards(0)->mutable_criteria(1)->set_applies_when(row.condition);
    test.record.mutable_evaluations(1)->set_mark(row.mark);
    for (v1::ProgrammeReview& review : *test.record.mutable_clusters(0)->mutable_programmes()) {
      review.set_first_admission("2021-09-01");
      review.set_duration_months(24);
    }
    EXPECT_EQ(!Found(test, "not_applicable_expected").empty(), row.found) << row.condition;
    test.record.set_previous_case("cases/before");
    for (v1::ProgrammeReview& review : *test.record.mutable_clusters(0)->mutable_programmes()) {
      review.set_regulated_profession(true);
      review.set_first_admission("2020-09-01");
    }
    EXPECT_THAT(Found(test, "not_applicable_expected"), IsEmpty()) << row.condition;
  }
}

TEST(DeadlineBeforeVisit, TheLastDayOfTheVisitIsTooEarly) {
  for (const auto& [due, found] : {std::pair("2023-04-27", true), std::pair("2023-04-28", false)}) {
    TestReport test = ThreeMarks();
    test.record.mutable_visit()->set_to("2023-04-27");
    Add(test, "fixed", v1::FINDING_KIND_RECOMMENDATION).mutable_deadline()->set_fixed(due);
    Add(test, "again", v1::FINDING_KIND_RECOMMENDATION)
        .mutable_deadline()
        ->mutable_recurring()
        ->set_first(due);
    Add(test, "remark", v1::FINDING_KIND_REMARK).mutable_deadline()->set_fixed(due);
    EXPECT_EQ(Found(test, "deadline_before_visit").size(), found ? 2u : 0u) << due;
  }
}

TEST(CountsAgainstRecord, OfOneProgrammeAtLeastAndOnlyWhereAllIsMarked) {
  TestReport test = ThreeMarks();
  v1::PrintedCount& count = *test.report().add_counts();
  count.set_standard("6.7");
  v1::MarkCount& met = *count.add_marks();
  met.set_mark("met");
  met.set_count(2);
  EXPECT_THAT(Found(test, "counts_against_record"), ElementsAre("6.7"));
  // The second programme has two of them.
  AddMark(test.record, "6.7.3", "met");
  test.record.mutable_evaluations(3)->set_programme("7M04107");
  EXPECT_THAT(Found(test, "counts_against_record"), IsEmpty());
  test.record.clear_evaluations();
  EXPECT_THAT(Found(test, "counts_against_record"), IsEmpty());
  EXPECT_EQ(Compared(test, "counts_against_record"), 0);
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
