// A report without a contradiction gives nothing; one fault planted in it gives exactly that
// finding.
#include <gmock/gmock.h>

#include <set>

#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/test_faults.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

constexpr int kSeeds = 12;

const std::vector<Fault>& Faults() {
  static const auto* const faults = new std::vector<Fault>{
      {"totals_against_cells:table-1/total/possible",
       [](TestReport& t) {
         // A column of its own kind: the cells of a count are in claims and shares, too.
         v1::PrintedTable& table = *t.report().mutable_tables(0);
         table.mutable_columns(3)->set_measure(v1::MEASURE_COUNT);
         for (int i = 0; i < 3; ++i) table.mutable_rows(i)->set_cells(3, "7");
         table.mutable_rows(3)->set_cells(3, "22");
       }},
      {"totals_against_cells:matrix-1/2",
       [](TestReport& t) {
         v1::PrintedCount& total = *t.report().mutable_matrices(0)->mutable_totals(1);
         total.mutable_marks(0)->set_count(total.marks(0).count() + 1);
       }},
      {"mixed_scope:table-1/total",
       [](TestReport& t) {
         t.report().mutable_tables(0)->mutable_rows(1)->set_scope("cluster 1");
       }},
      {"average_of_cells:table-2/average/mean",
       [](TestReport& t) { t.report().mutable_tables(1)->mutable_rows(2)->set_cells(0, "9.7"); }},
      {"share_of_numerator:table-1/total/share",
       [](TestReport& t) { t.report().mutable_tables(0)->mutable_rows(3)->set_cells(2, "99.9"); }},
      {"share_of_numerator:big/1/b",
       [](TestReport& t) {
         BigSurvey(t, {{600, "60"}, {396, "39.5"}, {4, "0.4"}});
       }},
      {"cell_unparseable:table-2/a/mean",
       [](TestReport& t) {
         t.report().mutable_tables(1)->mutable_rows(0)->set_cells(0, "12, %");
         t.report().mutable_tables(1)->mutable_rows(2)->set_cells(0, "");
       }},
      {"period_against_columns:table-1",
       [](TestReport& t) { t.report().mutable_tables(0)->set_claimed_periods(4); }},
      {"matrix_against_record:other/2.1",
       [](TestReport& t) {
         v1::PrintedMark& mark = *OtherMatrix(t).add_marks();
         mark.set_criterion("2.1");
         mark.set_mark("failed");
       }},
      {"one_mark_per_criterion:other/2.1",
       [](TestReport& t) {
         v1::PrintedMatrix& matrix = OtherMatrix(t);
         for (int i = 0; i < 2; ++i) {
           v1::PrintedMark& mark = *matrix.add_marks();
           mark.set_criterion("2.1");
           mark.set_mark("strong");
         }
       }},
      {"counts_against_record:2",
       [](TestReport& t) {
         v1::PrintedCount& count = *t.report().mutable_counts(1);
         count.mutable_marks(0)->set_count(count.marks(0).count() + 1);
       }},
      {"narrative_against_table:mean",
       [](TestReport& t) { ClaimOf(t, "mean").set_printed("3.6"); }},
      {"narrative_against_table:above",
       [](TestReport& t) { ClaimOf(t, "above").set_printed("2"); }},
      {"narrative_against_table:parts-above",
       [](TestReport& t) { ClaimOf(t, "parts-above").set_printed("900"); }},
      {"narrative_against_table:same", [](TestReport& t) { ClaimOf(t, "same").set_printed("3"); }},
      {"narrative_against_table:cited-share",
       [](TestReport& t) { ClaimOf(t, "cited-share").set_printed("46.2"); }},
      {"narrative_against_table:cited-mean",
       [](TestReport& t) { Taken(t).mutable_figures(1)->set_value(3.5); }},
      {"percentage_possible_for_n:big/1",
       [](TestReport& t) {
         BigSurvey(t, {{-1, "75.6"}, {-1, "18.7"}, {-1, "5.7"}}).set_answered(177);
       }},
      {"percentage_possible_for_n:claim/possible",
       [](TestReport& t) {
         v1::Claim& claim = ClaimOf(t, "possible");
         claim.set_printed("95.4");
         claim.mutable_wholes(0)->set_printed("30");
       }},
      {"row_adds_up:big/1",
       [](TestReport& t) {
         BigSurvey(t, {{-1, "60.0"}, {-1, "30.0"}, {-1, "9.0"}});
       }},
      {"multi_answer_undeclared:big/1",
       [](TestReport& t) {
         BigSurvey(t, {{900, "90"}, {300, "30"}});
       }},
      {"participation_gate:students/6B04101",
       [](TestReport& t) {
         t.record.mutable_clusters(0)->mutable_programmes(0)->set_contingent(1000);
       }},
      {"participation_gate:taken/6B04101",
       [](TestReport& t) {
         // 8 of 26 is 30.8 %.
         v1::SurveyParticipation& row = *Taken(t).mutable_participation(1);
         row.set_frame(26);
         row.set_submitted(8);
       }},
      {"participation_unknown:taken/7M04102",
       [](TestReport& t) { Taken(t).mutable_participation(2)->clear_frame(); }},
      {"pooled_survey:students",
       [](TestReport& t) {
         t.report().mutable_surveys(0)->mutable_concludes_about()->RemoveLast();
       }},
      {"duplicate_item:students/1/3",
       [](TestReport& t) {
         v1::PrintedSurvey& survey = *t.report().mutable_surveys(0);
         survey.mutable_items(2)->set_text(absl::StrCat(survey.items(0).text(), "?"));
       }},
      {"duplicate_item:list/council/senate",
       [](TestReport& t) { t.report().mutable_enumerations(0)->set_items(2, "Senate"); }},
      {"near_duplicate_item:students/1/3",
       [](TestReport& t) {
         v1::PrintedSurvey& survey = *t.report().mutable_surveys(0);
         survey.mutable_items(2)->set_text(absl::StrCat(survey.items(0).text(), " now"));
       }},
      {"small_cell:big",
       [](TestReport& t) {
         BigSurvey(t, {{2, "50"}, {2, "50"}}).set_answered(4);
       }},
      {"heard_but_not_counted:leadership",
       [](TestReport& t) {
         t.record.mutable_visit()->mutable_participation()->DeleteSubrange(0, 1);
       }},
      {"one_identifier_one_holder:kz12laa00034567/another-school",
       [](TestReport& t) { ActOf(t, "licence-again").set_holder("Another School"); }},
      {"code_belongs_to_case:6B04106",
       [](TestReport& t) { t.report().mutable_codes(0)->set_code("6B04106"); }},
      {"code_level:7B04102",
       [](TestReport& t) { t.report().mutable_codes(1)->set_code("7B04102"); }},
      {"code_level:6B04101/master",
       [](TestReport& t) { t.report().mutable_codes(0)->set_level("Master's programme"); }},
      {"act_sequence:order-2/order-3",
       [](TestReport& t) {
         const char* const days[] = {"2021-01-14", "2021-01-15", "2021-01-20", "2021-01-18"};
         for (int i = 0; i < 4; ++i) {
           v1::Act& order = ActOf(t, absl::StrCat("order-", i));
           order.set_on(days[i]);
           order.clear_printed_date();
         }
       }},
      {"one_act_two_dates:licence/licence-again",
       [](TestReport& t) {
         ActOf(t, "licence-again").set_on("2020-07-30");
         ActOf(t, "licence-again").clear_printed_date();
       }},
      {"act_before_order:plan/order-0",
       [](TestReport& t) {
         ActOf(t, "plan").set_on("2020-12-31");
         ActOf(t, "plan").add_after("order-0");
       }},
      {"event_before_contract:event/contract",
       [](TestReport& t) {
         ActOf(t, "event").set_on("2020-09-15");
         ActOf(t, "event").clear_printed_date();
       }},
      {"document_older_than_its_data:minutes/table-1",
       [](TestReport& t) { t.report().mutable_tables(0)->set_data_until("2023-02-01"); }},
      {"act_in_force:licence",
       [](TestReport& t) { ActOf(t, "licence").set_valid_to("2023-04-26"); }},
      {"version_gap:strategy/2021-2025/2023-2025",
       [](TestReport& t) { ActOf(t, "plan-again").set_period("2023-2025"); }},
      {"act_on_rest_day:contract",
       [](TestReport& t) {
         ActOf(t, "contract").set_on("2021-01-10");
         ActOf(t, "contract").clear_printed_date();
       }},
      {"cohort_arithmetic:6B04101/graduated//0/2015-12-31",
       [](TestReport& t) { t.report().mutable_cohorts(0)->set_on("2015-12-31"); }},
      {"type_needs_graduates:2/8D05401",
       [](TestReport& t) {
         t.record.mutable_clusters(1)->mutable_programmes(0)->set_first_admission("2021-09-01");
       }},
      {"strong_needs_strength:2.1",
       [](TestReport& t) {
         FindingOf(t, "s-2").set_kind(v1::FINDING_KIND_REMARK);
         for (v1::Evaluation& mark : *t.record.mutable_evaluations()) {
           if (mark.criterion() != "2.1" && mark.mark() == "strong") mark.set_mark("met");
         }
         t.report().clear_matrices();
         t.report().clear_counts();
       }},
      {"weak_needs_recommendation:1.1",
       [](TestReport& t) {
         MarkOf(t, "1.1").set_mark("weak");
         t.report().clear_matrices();
         t.report().clear_counts();
       }},
      {"recommendation_without_weak_mark:extra",
       [](TestReport& t) {
         v1::Finding& finding = *t.record.add_findings();
         finding = FindingOf(t, "r-2");
         finding.set_id("extra");
         finding.set_standard("1");
       }},
      {"recommendation_incomplete:r-2",
       [](TestReport& t) { FindingOf(t, "r-2").clear_addressee(); }},
      {"mark_against_text:1.1/necessary-to-eliminate/it-is-necessary-to-eliminate-the-gap",
       [](TestReport& t) {
         t.report().mutable_passages(0)->set_text("It is necessary to eliminate the gap.");
       }},
      {"deadline_before_visit:r-2",
       [](TestReport& t) {
         FindingOf(t, "r-2").mutable_deadline()->set_fixed("2023-04-26");
         FindingOf(t, "r-2").mutable_deadline()->clear_printed();
         for (v1::Restatement& again : *t.report().mutable_restatements()) {
           if (again.of() == "finding:r-2") again.clear_date();
         }
       }},
      {"composition:student",
       [](TestReport& t) {
         t.record.mutable_commission(3)->set_role(v1::COMMISSION_ROLE_EMPLOYER);
       }},
      {"composition:expert/2",
       [](TestReport& t) {
         for (v1::Member& member : *t.record.mutable_commission()) {
           if (member.role() == v1::COMMISSION_ROLE_EXPERT) member.set_clusters(0, "1");
         }
       }},
      {"composition:claim/members", [](TestReport& t) { ClaimOf(t, "members").set_printed("6"); }},
      {"composition:interest/student",
       [](TestReport& t) { t.record.mutable_commission(3)->set_affiliation("institutions/one"); }},
      {"member_incomplete:student",
       [](TestReport& t) { t.record.mutable_commission(3)->clear_country(); }},
      {"session_times:rector",
       [](TestReport& t) { t.record.mutable_visit()->mutable_sessions(0)->set_end("08:30"); }},
      {"session_overlap:rector/teachers",
       [](TestReport& t) { t.record.mutable_visit()->mutable_sessions(0)->set_end("10:10"); }},
      {"session_privacy:meeting/100",
       [](TestReport& t) { t.record.mutable_visit()->mutable_sessions(3)->set_meeting("100"); }},
      {"session_privacy:link/page-1",
       [](TestReport& t) { t.report().mutable_links(1)->set_is_confidential(true); }},
      {"ambiguous_date:01-02-2024", [](TestReport& t) { AddDate(t, "01/02/2024"); }},
      {"impossible_date:31-04-2023", [](TestReport& t) { AddDate(t, "31.04.2023"); }},
      {"date_against_convention:04-25-2023",
       [](TestReport& t) { AddDate(t, "04.25.2023", "2023-04-25"); }},
      {"date_read_otherwise:the-end/03-02-2022",
       [](TestReport& t) { AddDate(t, "03.02.2022", "2022-03-02", "the-end"); }},
      {"one_date_two_notations:the-end/25-04-2023/4-25-2023",
       [](TestReport& t) {
         AddDate(t, "25.04.2023", "2023-04-25", "the-end");
         v1::PrintedDate& date = *t.report().add_dates();
         date.set_printed("4/25/2023");
         date.set_on("2023-04-25");
         date.set_about("the-end");
         // Of a document that has slashes only.
         date.mutable_place()->set_document("annex");
       }},
      {"date_restated_differently:visit/28-04-2023",
       [](TestReport& t) { Restate(t, "visit", "", "28.04.2023"); }},
      {"restated_differently:finding:r-2/what-was-found-elsewhere",
       [](TestReport& t) { Restate(t, "finding:r-2", "What was found elsewhere", ""); }},
      {"restated_differently:motto/another-motto",
       [](TestReport& t) { Restate(t, "motto", "Another motto", ""); }},
      {"title_of_standard_differs:standard:2/heading-of-part-2",
       [](TestReport& t) { Restate(t, "standard:2", "Heading of part 2", ""); }},
      {"title_of_programme_differs:programme:6B04101/logistic",
       [](TestReport& t) { t.report().mutable_codes(0)->set_title("Logistic"); }},
      {"name_authority:one/oen-university",
       [](TestReport& t) { t.report().mutable_terms(0)->set_printed("Oen University"); }},
      {"unknown_reference:cluster/12",
       [](TestReport& t) { t.report().mutable_references(0)->set_target("12"); }},
      {"unknown_reference:table/9",
       [](TestReport& t) { t.report().mutable_references(1)->set_target("9"); }},
      {"unknown_reference:claim/cited-share/answers taken/7",
       [](TestReport& t) {
         ClaimOf(t, "cited-share").mutable_parts(0)->mutable_answer()->set_item("7");
       }},
      {"malformed_identifier:link/page-1",
       [](TestReport& t) { t.report().mutable_links(1)->set_url("#"); }},
      {"abbreviation_undeclared:XY",
       [](TestReport& t) { t.report().add_abbreviations()->set_printed("XY"); }},
      {"abbreviation_unused:XY",
       [](TestReport& t) {
         v1::Abbreviation& abbreviation = *t.report().add_abbreviations();
         abbreviation.set_printed("XY");
         abbreviation.set_meaning("Xylophone");
       }},
      {"enumeration_count:council",
       [](TestReport& t) { t.report().mutable_enumerations(0)->set_claimed(4); }},
      {"one_link_two_documents:page-0/page-1",
       [](TestReport& t) { t.report().mutable_links(1)->set_url("https://one.kz/0"); }},
      {"one_document_two_links:page-0/https-one-kz-1",
       [](TestReport& t) { t.report().mutable_links(1)->set_target("page-0"); }},
      {"malformed_identifier:folder/folder-x1",
       [](TestReport& t) { t.report().mutable_links(1)->set_identifier("folder-x1"); }},
      {"malformed_identifier:url/https://one.kz/%D0%",
       [](TestReport& t) { t.report().mutable_links(1)->set_url("https://one.kz/%D0%"); }},
      {"text_truncated:1.1/rules-of-the-house",
       [](TestReport& t) { t.report().mutable_passages(0)->set_text("Rules (of the house."); }},
      {"private_name_in_public_text:graduate",
       [](TestReport& t) { t.report().add_persons()->set_role("graduate"); }},
      {"not_applicable_expected:last",
       [](TestReport& t) {
         v1::Standard& standard = *t.framework.mutable_standards(0);
         v1::Criterion& criterion = *standard.add_criteria();
         criterion.set_code("last");
         criterion.set_applies_when(v1::CONDITION_REGULATED_PROFESSION);
         AddMark(t.record, "last", "met");
         t.report().clear_matrices();
         t.report().clear_counts();
       }},
      {"override_of_nothing:no_rule:nothing",
       [](TestReport& t) { t.record.add_overrides()->set_finding("no_rule:nothing"); }},
  };
  return *faults;
}

TEST(PlantedFaults, AReportThatHoldsTogetherGivesNothing) {
  for (int seed = 0; seed < kSeeds; ++seed)
    EXPECT_THAT(All(ConsistentReport(seed)), IsEmpty()) << seed;
}

TEST(PlantedFaults, EachIsFoundAndNothingElse) {
  for (const Fault& fault : Faults()) {
    for (int seed = 0; seed < kSeeds; ++seed) {
      TestReport test = ConsistentReport(seed);
      fault.plant(test);
      EXPECT_THAT(All(test), ElementsAre(StartsWith(absl::StrCat(fault.id, " | ")))) << seed;
    }
  }
}

TEST(PlantedFaults, EveryRuleHasOneAndComparesSomethingWithoutIt) {
  std::set<std::string> planted;
  for (const Fault& fault : Faults()) {
    planted.insert(std::string(fault.id).substr(0, std::string(fault.id).find(':')));
  }
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(planted.contains(std::string(rule.id))) << rule.id;
    // What is found must be absent because it was looked at, not because nobody looked.
    EXPECT_GT(Compared(ConsistentReport(1), rule.id), 0) << rule.id;
  }
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
