// Worked figures of the narrative.
#include <gmock/gmock.h>

#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Row {
  v1::ClaimKind kind;
  const char* printed;
  std::vector<const char*> parts;
  std::vector<const char*> wholes;
  bool found;
};

TEST(NarrativeAgainstTable, PrintedFigures) {
  const Row rows[] = {
      {v1::CLAIM_KIND_SUM, "14", {"6", "8"}, {}, false},
      {v1::CLAIM_KIND_SUM, "15", {"6", "8"}, {}, true},
      {v1::CLAIM_KIND_SUM, "73.7", {"19.3", "54.4"}, {}, false},
      {v1::CLAIM_KIND_SUM, "73.8", {"19.3", "54.4"}, {}, false},  // within their rounding
      {v1::CLAIM_KIND_SUM, "73.5", {"19.3", "54.4"}, {}, true},
      {v1::CLAIM_KIND_SHARE, "43", {"6"}, {"14"}, false},
      {v1::CLAIM_KIND_SHARE, "57%", {"8"}, {"14"}, false},
      {v1::CLAIM_KIND_SHARE, "88", {"17"}, {"25"}, true},
      {v1::CLAIM_KIND_SHARE, "73.5", {"11", "31"}, {"57"}, true},
      {v1::CLAIM_KIND_SHARE, "73.7", {"11", "31"}, {"57"}, false},
      {v1::CLAIM_KIND_SHARE, "12", {"1"}, {"8"}, false},  // 12.5 rounds either way
      {v1::CLAIM_KIND_SHARE, "13", {"1"}, {"8"}, false},
      {v1::CLAIM_KIND_SHARE, "14", {"1"}, {"8"}, true},
      {v1::CLAIM_KIND_SHARE, "50", {"1"}, {"0"}, false},  // of nothing there is no share
      {v1::CLAIM_KIND_MEAN, "80", {"80", "70", "90"}, {}, false},
      {v1::CLAIM_KIND_MEAN, "90", {"100 %", "80 %", "100 %", "70 %", "90 %"}, {}, true},
      {v1::CLAIM_KIND_MEAN, "88", {"100 %", "80 %", "100 %", "70 %", "90 %"}, {}, false},
      {v1::CLAIM_KIND_ABOVE, "98", {"45"}, {}, false},
      {v1::CLAIM_KIND_ABOVE, "45", {"45"}, {}, true},
      {v1::CLAIM_KIND_PARTS_ABOVE, "90", {"95.5", "93.2", "93.8"}, {}, false},
      {v1::CLAIM_KIND_PARTS_ABOVE, "90", {"95.5", "89.9"}, {}, true},
      {v1::CLAIM_KIND_PARTS_ABOVE, "90", {"90.0"}, {}, false},  // may be 90.04
      {v1::CLAIM_KIND_PARTS_ABOVE, "90", {"90"}, {}, true},
      {v1::CLAIM_KIND_SAME, "73.7", {"73.7", "74"}, {}, false},  // a coarser rounding
      {v1::CLAIM_KIND_SAME, "73.7", {"73.5"}, {}, true},
      {v1::CLAIM_KIND_SAME, "April 18, 2022", {"18.04.2022", "18 April 2022"}, {}, false},
      {v1::CLAIM_KIND_SAME, "April 18, 2022", {"14.04.2022"}, {}, true},
      {v1::CLAIM_KIND_SAME, "Rector", {"rector"}, {}, false},
      {v1::CLAIM_KIND_SAME, "Rector", {"acting rector"}, {}, true},
  };
  for (const Row& row : rows) {
    TestReport test;
    v1::Claim& claim = *test.report().add_claims();
    claim.set_id("c");
    claim.set_kind(row.kind);
    claim.set_printed(row.printed);
    for (const char* part : row.parts) claim.add_parts()->set_printed(part);
    for (const char* whole : row.wholes) claim.add_wholes()->set_printed(whole);
    EXPECT_EQ(!Found(test, "narrative_against_table").empty(), row.found)
        << row.printed << " of " << row.parts[0];
  }
}

TEST(NarrativeAgainstTable, FiguresAreFoundWhereTheyStand) {
  TestReport test;
  v1::PrintedTable& table = *test.report().add_tables();
  table.set_id("t");
  AddColumn(table, "n", v1::MEASURE_COUNT);
  AddRow(table, "a", {"10"});
  AddRow(table, "b", {"7"});
  AddRow(table, "c", {"4"});
  AddRow(table, "total", {"21"}, v1::ROW_KIND_TOTAL);
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("s");
  survey.set_answered(57);
  AddItem(survey, "23", {{32, "56.1"}, {23, "40.4"}, {2, "3.5"}});
  AddItem(survey, "36", {{-1, "78"}, {-1, "17.5"}, {-1, "4.5"}});
  const auto claim = [&](const char* id, v1::ClaimKind kind, const char* printed) -> v1::Claim& {
    v1::Claim& made = *test.report().add_claims();
    made.set_id(id);
    made.set_kind(kind);
    made.set_printed(printed);
    return made;
  };
  const auto answer = [](v1::Figure& figure, const char* item, bool percent) {
    figure.mutable_answer()->set_survey("s");
    figure.mutable_answer()->set_item(item);
    figure.mutable_answer()->set_percent(percent);
    if (item[0] == '\0') return;
    figure.mutable_answer()->add_options("a");
    figure.mutable_answer()->add_options("b");
  };
  v1::Figure& column = *claim("column", v1::CLAIM_KIND_SUM, "21").add_parts();
  column.mutable_cell()->set_table("t");
  column.mutable_cell()->set_column("n");
  v1::Claim& share = claim("share", v1::CLAIM_KIND_SHARE, "96.5");
  answer(*share.add_parts(), "23", false);
  answer(*share.add_wholes(), "", false);
  answer(*claim("above", v1::CLAIM_KIND_PARTS_ABOVE, "95").add_parts(), "36", true);
  answer(*claim("counted", v1::CLAIM_KIND_SUM, "55").add_parts(), "23", false);
  // Only percentages: the count is what they round to.
  v1::Claim& estimated = claim("estimated", v1::CLAIM_KIND_SHARE, "95.5");
  answer(*estimated.add_parts(), "36", false);
  answer(*estimated.add_wholes(), "", false);
  claim("other", v1::CLAIM_KIND_SAME, "21").add_parts()->set_claim("column");
  EXPECT_THAT(All(test), testing::Not(testing::Contains(testing::HasSubstr("narrative"))));
  EXPECT_EQ(Compared(test, "narrative_against_table"), 6);

  for (v1::Claim& made : *test.report().mutable_claims()) {
    made.set_printed(made.id() == "above" ? "97" : "20");
  }
  EXPECT_THAT(Found(test, "narrative_against_table"),
              testing::UnorderedElementsAre("column", "share", "above", "counted", "estimated"));
}

TEST(NarrativeAgainstTable, WhatTheRecordCounts) {
  TestReport test;
  for (const v1::CommissionRole role :
       {v1::COMMISSION_ROLE_CHAIR, v1::COMMISSION_ROLE_STUDENT, v1::COMMISSION_ROLE_COORDINATOR}) {
    test.record.add_commission()->set_role(role);
  }
  v1::Claim& claim = *test.report().add_claims();
  claim.set_id("members");
  claim.set_kind(v1::CLAIM_KIND_SUM);
  claim.set_printed("2");
  claim.add_parts()->mutable_record()->set_kind(v1::RECORD_COUNT_KIND_MEMBERS);
  EXPECT_THAT(All(test), IsEmpty());
  claim.set_printed("4");
  EXPECT_THAT(Found(test, "narrative_against_table"), ElementsAre("members"));
  // With the coordinator it is composition's.
  claim.set_printed("3");
  EXPECT_THAT(Found(test, "narrative_against_table"), IsEmpty());
  EXPECT_THAT(Found(test, "composition"), ElementsAre("claim/members"));
  claim.mutable_parts(0)->mutable_record()->set_role(v1::COMMISSION_ROLE_COORDINATOR);
  claim.set_printed("1");
  EXPECT_THAT(All(test), IsEmpty());
  // What the record holds nothing of is not compared.
  claim.mutable_parts(0)->mutable_record()->set_kind(v1::RECORD_COUNT_KIND_PARTICIPANTS);
  EXPECT_EQ(Compared(test, "narrative_against_table"), 0);
}

TEST(PercentagePossible, OfAContingent) {
  TestReport test;
  v1::Cluster& cluster = *test.record.add_clusters();
  cluster.set_reported(true);
  for (const auto& [code, n] : {std::pair("6B04107", 26), std::pair("7M04107", 4)}) {
    v1::ProgrammeReview& review = *cluster.add_programmes();
    review.set_code(code);
    review.set_contingent(n);
  }
  const auto claim = [&](const char* id, const char* printed, const char* programme) {
    v1::Claim& made = *test.report().add_claims();
    made.set_id(id);
    made.set_kind(v1::CLAIM_KIND_POSSIBLE);
    made.set_printed(printed);
    v1::RecordCount& count = *made.add_wholes()->mutable_record();
    count.set_kind(v1::RECORD_COUNT_KIND_CONTINGENT);
    count.set_programme(programme);
  };
  claim("as-a-whole", "95.4", "");
  claim("winter", "51.85", "6B04107");
  claim("right", "53.85", "6B04107");
  claim("right-too", "96.7", "");
  EXPECT_THAT(Found(test, "percentage_possible_for_n"),
              ElementsAre("claim/as-a-whole", "claim/winter"));
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
