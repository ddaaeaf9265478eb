// Worked numbers of two surveys, of 57 teachers with counts and of 177 students without.
#include <gmock/gmock.h>

#include "services/accreditation/domain/report_lint/rules/row_of_shares.h"
#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Expected {
  std::vector<Answer> answers;
  std::vector<std::string> rules;
};

// The rules that find something in a survey of this one item.
std::vector<std::string> RulesOf(int answered, const std::vector<Answer>& answers,
                                 bool several = false) {
  TestReport test;
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("s");
  survey.set_answered(answered);
  AddItem(survey, "1", answers).set_several_answers(several);
  std::vector<std::string> rules;
  for (const v1::LintFinding& finding : LintReport(test.record, test.framework).findings) {
    rules.push_back(finding.rule());
  }
  return rules;
}

std::string MessageOf(int answered, const std::vector<Answer>& answers) {
  TestReport test;
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("s");
  survey.set_answered(answered);
  AddItem(survey, "4", answers);
  const ReportLint lint = LintReport(test.record, test.framework);
  return lint.findings.empty() ? "" : lint.findings[0].message();
}

TEST(Surveys, CountsOfTeachers) {
  const std::vector<Expected> rows = {
      {{{32, "56.1 %"}, {23, "40.4"}, {2, "3.5"}, {0, "0"}}, {}},
      {{{1, "1.8"}, {7, "12.3"}, {49, "86"}}, {}},  // 100.1: true rounding
      {{{50, "87.7"}, {2, "3.4"}, {5, "8.8"}}, {"share_of_numerator"}},
      // 43.9 + 54.4 + 1.9 = 100.2 of three cells: beyond 0.15.
      {{{25, "43.9"}, {31, "54.4"}, {0, "0"}, {1, "1.9"}}, {"share_of_numerator", "row_adds_up"}},
      // 100.2 of four cells: on the border, only k/n finds it.
      {{{32, "56.1"}, {23, "40.4"}, {1, "1.8"}, {1, "1.9"}}, {"share_of_numerator"}},
      {{{42, "73.2"}, {15, "26.3"}}, {"share_of_numerator", "row_adds_up"}},
      // Degrees and titles of 57 people: 67 answers.
      {{{3, "5.3"},
        {20, "35.1"},
        {17, "29.8"},
        {13, "22.8"},
        {1, "1.8"},
        {8, "14"},
        {4, "7"},
        {1, "1.8"}},
       {"multi_answer_undeclared"}},
      // Four did not answer; shares of all, and of those who did.
      {{{30, "52.6"}, {23, "40.4"}}, {}},
      {{{30, "56.6"}, {23, "43.4"}}, {}},
  };
  for (const Expected& row : rows) {
    EXPECT_THAT(RulesOf(57, row.answers), testing::ElementsAreArray(row.rules))
        << row.answers[0].percent;
  }
}

TEST(Surveys, DeclaredSeveralAnswersAreSharesOfPeople) {
  EXPECT_THAT(RulesOf(57, {{40, "70.2"}, {30, "52.6"}}, true), IsEmpty());
  EXPECT_THAT(RulesOf(57, {{-1, "70.2"}, {-1, "52.6"}}, true), IsEmpty());
  EXPECT_THAT(RulesOf(57, {{-1, "70.2"}, {-1, "52.7"}}, true),
              ElementsAre("percentage_possible_for_n"));
}

TEST(Surveys, SharesOfStudentsWithoutCounts) {
  const std::vector<Expected> rows = {
      {{{-1, "85.9"}, {-1, "14.1"}}, {}},
      {{{-1, "83.6"}, {-1, "14.7"}, {-1, "1.1"}, {-1, "0.6"}, {-1, ""}}, {}},
      {{{-1, "79.1"}, {-1, "16.9"}, {-1, "2.8"}, {-1, "1.1"}}, {}},  // 99.9: unforced, right
      {{{-1, "80.2"}, {-1, "18.7"}, {-1, ""}, {-1, ""}, {-1, "1.1"}},
       {"percentage_possible_for_n"}},
      {{{-1, "79.1"}, {-1, "16.5"}, {-1, "2.2"}, {-1, "2.2"}}, {"percentage_possible_for_n"}},
      {{{-1, "74.8"}, {-1, "17.8"}, {-1, "2.3"}, {-1, "1.1"}, {-1, "4"}},
       {"percentage_possible_for_n"}},
  };
  for (const Expected& row : rows) {
    EXPECT_THAT(RulesOf(177, row.answers), testing::ElementsAreArray(row.rules))
        << row.answers[0].percent << "/" << row.answers[1].percent;
  }
}

TEST(Surveys, ForcedMissingAndImpossibleRowsAreToldApart) {
  EXPECT_THAT(MessageOf(177, {{-1, "80.2"}, {-1, "18.7"}, {-1, "1.1"}}),
              HasSubstr("were forced to add up to 100: 18.7 is printed, 33/177 = 18.6"));
  EXPECT_THAT(MessageOf(177, {{-1, "74.8"}, {-1, "17.8"}, {-1, "2.3"}, {-1, "1.1"}, {-1, "4"}}),
              HasSubstr("would from 174"));
  EXPECT_THAT(MessageOf(177, {{-1, "79.1"}, {-1, "16.5"}, {-1, "2.2"}, {-1, "2.2"}}),
              HasSubstr("nor from any number from 151 up"));
}

TEST(RowOfShares, FitsByNumberOfPeople) {
  const auto row = [](std::vector<const char*> texts) {
    std::vector<PrintedNumber> percents;
    for (const char* text : texts) percents.push_back(*ParsePrinted(text));
    return percents;
  };
  EXPECT_EQ(FitRow(row({"85.9", "14.1"}), 177), RowFit::kExact);
  EXPECT_EQ(FitRow(row({"80.2", "18.7", "1.1"}), 177), RowFit::kForced);
  EXPECT_EQ(FitRow(row({"74.8", "17.8", "2.3", "1.1", "4.0"}), 177), RowFit::kNone);
  EXPECT_EQ(FitRow(row({"74.8", "17.8", "2.3", "1.1", "4.0"}), 174), RowFit::kForced);
  EXPECT_EQ(FitRow(row({"50", "50"}), 1), RowFit::kNone);
}

TEST(Surveys, ProgrammesAreNoMoreThanEverybody) {
  TestReport test;
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("s");
  survey.set_answered(177);
  const std::pair<int, const char*> programmes[] = {
      {8, "4.52"},   {2, "1.13"}, {11, "6.21"}, {4, "2.26"},  {27, "15.25"}, {10, "5.65"},
      {84, "47.46"}, {4, "2.26"}, {6, "3.39"},  {13, "7.34"}, {2, "1.13"},   {6, "3.39"}};
  for (const auto& [count, percent] : programmes) {
    v1::ProgrammeAnswers& answers = *survey.add_programmes();
    answers.set_programme(std::to_string(survey.programmes_size()));
    answers.set_count(count);
    answers.set_percent(percent);
  }
  EXPECT_THAT(All(test), IsEmpty());  // 99.99 is within the rounding of twelve
  survey.mutable_programmes(11)->set_count(7);
  EXPECT_THAT(Found(test, "row_adds_up"), ElementsAre("s/programmes"));
  // A list of some of them is a list of some of them.
  survey.mutable_programmes()->DeleteSubrange(2, 10);
  EXPECT_THAT(All(test), IsEmpty());
}

TEST(ParticipationGate, IsOfEachProgramme) {
  TestReport test;
  test.framework.mutable_procedure()->set_participation_gate(40);
  v1::Cluster& cluster = *test.record.add_clusters();
  cluster.set_reported(true);
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("students");
  survey.set_audience(v1::AUDIENCE_STUDENTS);
  struct Row {
    const char* code;
    int contingent, answered;
  };
  for (const Row& row :
       {Row{"6B04107", 26, 8}, Row{"7M04107", 4, 2}, Row{"6B00001", 20, 8}, Row{"6B00002", 0, 1}}) {
    v1::ProgrammeReview& review = *cluster.add_programmes();
    review.set_code(row.code);
    review.set_contingent(row.contingent);
    v1::ProgrammeAnswers& answers = *survey.add_programmes();
    answers.set_programme(row.code);
    answers.set_count(row.answered);
  }
  EXPECT_THAT(Found(test, "participation_gate"), ElementsAre("students/6B04107"));
  EXPECT_EQ(Compared(test, "participation_gate"), 3);
  test.framework.mutable_procedure()->set_participation_gate(0);
  EXPECT_EQ(Compared(test, "participation_gate"), 0);
}

TEST(PooledSurvey, ConclusionsAboutSomeRestOnTheirAnswers) {
  TestReport test;
  v1::Cluster& cluster = *test.record.add_clusters();
  for (const char* code : {"6B04107", "6B04109"}) cluster.add_programmes()->set_code(code);
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("s");
  survey.set_answered(177);
  EXPECT_THAT(Found(test, "pooled_survey"), IsEmpty());
  survey.add_concludes_about("6B04107");
  EXPECT_THAT(Found(test, "pooled_survey"), ElementsAre("s"));  // no split at all
  v1::ProgrammeAnswers& answers = *survey.add_programmes();
  answers.set_programme("6B04107");
  answers.set_count(10);
  EXPECT_THAT(Found(test, "pooled_survey"), ElementsAre("s"));
  answers.set_count(177);
  EXPECT_THAT(Found(test, "pooled_survey"), IsEmpty());
}

TEST(DuplicateItem, WordForWordOrNearly) {
  TestReport test;
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("s");
  const char* const texts[] = {
      "Objectivity and fairness of teachers",
      "OBJECTIVITY and fairness of teachers.",
      "Students",
      "Students",
      "Availability of computer classes and internet resources for students",
      "Availability of computer classes and internet resources for all",
      "Quality of teaching"};
  for (const char* text : texts) {
    v1::PrintedItem& item = *survey.add_items();
    item.set_id(std::to_string(survey.items_size()));
    item.set_text(text);
  }
  EXPECT_THAT(Found(test, "duplicate_item"), ElementsAre("s/1/2"));
  EXPECT_THAT(Found(test, "near_duplicate_item"), ElementsAre("s/5/6"));
}

TEST(CellUnparseable, CountsAndPercentagesOfAnswers) {
  TestReport test;
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("s");
  survey.set_answered(57);
  v1::PrintedItem& item = AddItem(survey, "15", {{32, "56.1"}, {7, "12, %"}, {18, "31.6 %"}});
  item.mutable_options(0)->set_printed_count("3 2 people");
  item.mutable_options(2)->set_printed_count("18 people");
  EXPECT_THAT(Found(test, "cell_unparseable"), ElementsAre("s/15/a/count", "s/15/b/percent"));
  EXPECT_THAT(Found(test, "row_adds_up"), IsEmpty());
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
