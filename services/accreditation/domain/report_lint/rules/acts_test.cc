// Papers, codes and cohorts, with the dates of a real report.
#include <gmock/gmock.h>

#include <tuple>

#include "services/accreditation/domain/report_lint/rules/programme_codes.h"
#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Act& Add(TestReport& test, const char* id, v1::ActKind kind, const char* number,
             const char* on) {
  v1::Act& act = *test.report().add_acts();
  act.set_id(id);
  act.set_kind(kind);
  act.set_number(number);
  act.set_on(on);
  return act;
}

TEST(ActSequence, NumbersRiseWithDates) {
  TestReport test;
  const std::pair<const char*, const char*> orders[] = {
      {"569", "2018-10-13"}, {"595", "2018-10-30"}, {"600", "2018-10-31"}, {"604", "2018-10-21"}};
  for (const auto& [number, on] : orders) {
    v1::Act& act = Add(test, number, v1::ACT_KIND_ORDER, number, on);
    act.set_issuer("Ministry");
    act.set_series("orders");
  }
  EXPECT_THAT(Found(test, "act_sequence"), ElementsAre("600/604"));
  test.report().mutable_acts(3)->set_on("2018-10-31");
  EXPECT_THAT(Found(test, "act_sequence"), IsEmpty());
  // Another year, issuer or series begins anew.
  test.report().mutable_acts(3)->set_on("2017-10-21");
  EXPECT_THAT(Found(test, "act_sequence"), IsEmpty());
  test.report().mutable_acts(3)->set_on("2018-10-21");
  test.report().mutable_acts(3)->set_series("instructions");
  EXPECT_THAT(Found(test, "act_sequence"), IsEmpty());
}

TEST(ActSequence, OneNumberHasOneDate) {
  TestReport test;
  const std::tuple<const char*, const char*, const char*> minutes[] = {
      {"six", "6", "2022-06-14"}, {"five", "5", "2022-04-18"}, {"six-again", "6", "2022-04-14"}};
  for (const auto& [id, number, on] : minutes) {
    v1::Act& act = Add(test, id, v1::ACT_KIND_MINUTES, number, on);
    act.set_issuer("commission");
    act.set_series("minutes");
  }
  EXPECT_THAT(Found(test, "act_sequence"),
              testing::UnorderedElementsAre("six-again/six", "five/six-again"));
}

TEST(ActSequence, MinutesMayBeNumberedByTheAcademicYear) {
  TestReport test;
  const std::pair<const char*, const char*> minutes[] = {
      {"1", "2022-09-05"}, {"4", "2022-12-20"}, {"6", "2022-04-18"}, {"5", "2023-01-17"}};
  for (const auto& [number, on] : minutes) {
    Add(test, number, v1::ACT_KIND_MINUTES, number, on).set_series("minutes");
  }
  EXPECT_THAT(Found(test, "act_sequence"), IsEmpty());
}

TEST(OneActTwoDates, ByLinkAndByTitle) {
  TestReport test;
  Add(test, "a", v1::ACT_KIND_REGULATION, "", "2021-10-15").set_title("Incentive system");
  Add(test, "b", v1::ACT_KIND_REGULATION, "", "2023-02-06").set_title("Incentive System.");
  EXPECT_THAT(Found(test, "one_act_two_dates"), ElementsAre("a/b"));
  test.report().mutable_acts(1)->set_kind(v1::ACT_KIND_MINUTES);
  test.report().mutable_acts(0)->set_kind(v1::ACT_KIND_MINUTES);
  EXPECT_THAT(Found(test, "one_act_two_dates"), IsEmpty());
  test.report().mutable_acts(1)->set_same_as("a");
  EXPECT_THAT(Found(test, "one_act_two_dates"), ElementsAre("a/b"));
}

TEST(OneIdentifierOneHolder, TwoLicencesAreSwapped) {
  TestReport test;
  const std::pair<const char*, const char*> mentions[] = {{"KZ78LAA00018507", "EKTU"},
                                                          {"KZ50LAA00032359", "IITU"},
                                                          {"KZ50LAA00032359", "EKTU"},
                                                          {"KZ78LAA00018507", "IITU"}};
  for (const auto& [number, holder] : mentions) {
    Add(test, holder, v1::ACT_KIND_LICENCE, number, "").set_holder(holder);
  }
  EXPECT_THAT(Found(test, "one_identifier_one_holder"),
              ElementsAre("kz50laa00032359/ektu", "kz78laa00018507/iitu"));
}

TEST(OneIdentifierOneHolder, ALongerNameIsTheSameHolder) {
  TestReport test;
  v1::Abbreviation& declared = *test.report().add_abbreviations();
  declared.set_printed("EKTU");
  declared.set_meaning("East Kazakhstan Technical University");
  for (const char* holder : {"EKTU", "D. Serikbayev East Kazakhstan Technical University",
                             "NJSC East Kazakhstan Technical University"}) {
    Add(test, holder, v1::ACT_KIND_LICENCE, "KZ78LAA00018507", "").set_holder(holder);
  }
  EXPECT_THAT(Found(test, "one_identifier_one_holder"), IsEmpty());
}

TEST(EventBeforeContract, ByDayAndByPeriod) {
  TestReport test;
  Add(test, "contract", v1::ACT_KIND_AGREEMENT, "", "2021-01-11");
  Add(test, "register", v1::ACT_KIND_EVENT, "", "2019-06-24").add_after("contract");
  v1::Act& trips = Add(test, "trips", v1::ACT_KIND_EVENT, "", "");
  trips.set_period("2019-2022");
  trips.add_after("contract");
  v1::Act& later = Add(test, "later", v1::ACT_KIND_EVENT, "", "");
  later.set_period("2021-2022");
  later.add_after("contract");
  Add(test, "annex", v1::ACT_KIND_AGREEMENT, "", "2022-04-18").add_after("contract");
  EXPECT_THAT(Found(test, "event_before_contract"),
              ElementsAre("register/contract", "trips/contract"));
  EXPECT_THAT(Found(test, "act_before_order"), IsEmpty());
}

TEST(ActBeforeOrder, ABodyActsAfterTheOrderThatMadeIt) {
  TestReport test;
  Add(test, "order", v1::ACT_KIND_ORDER, "388-P", "2022-09-13");
  Add(test, "early", v1::ACT_KIND_MINUTES, "5", "2022-04-18").add_after("order");
  Add(test, "same-day", v1::ACT_KIND_MINUTES, "1", "2022-09-13").add_after("order");
  EXPECT_THAT(Found(test, "act_before_order"), ElementsAre("early/order"));
}

TEST(ActInForce, OnTheDaysOfTheVisit) {
  struct Row {
    const char *from, *to, *period;
    bool found;
  };
  for (const Row& row :
       {Row{"2019-12-13", "2024-12-13", "", false}, Row{"2018-10-31", "2022-07-20", "", true},
        Row{"2023-05-01", "", "", true}, Row{"", "2023-04-28", "", false},
        Row{"", "2023-04-27", "", true}, Row{"", "", "2019-2020", true},
        Row{"", "", "2021-2025", false}, Row{"", "", "", false}}) {
    TestReport test;
    test.record.mutable_visit()->set_from("2023-04-25");
    test.record.mutable_visit()->set_to("2023-04-27");
    v1::Act& act = Add(test, "act", v1::ACT_KIND_REGULATION, "", "");
    act.set_valid_from(row.from);
    act.set_valid_to(row.to);
    act.set_period(row.period);
    EXPECT_THAT(Found(test, "act_in_force"), IsEmpty());
    act.set_in_force_at_visit(true);
    EXPECT_EQ(!Found(test, "act_in_force").empty(), row.found)
        << row.from << "-" << row.to << row.period;
  }
}

TEST(ActOnRestDay, OnlySundaysAndOnlyWhatAnOfficeDoes) {
  TestReport test;
  Add(test, "sunday", v1::ACT_KIND_ORDER, "1", "2018-10-21");
  Add(test, "saturday", v1::ACT_KIND_ORDER, "2", "2019-06-22");
  Add(test, "trip", v1::ACT_KIND_EVENT, "", "2018-10-21");
  Add(test, "again", v1::ACT_KIND_ORDER, "1", "2018-10-21").set_same_as("sunday");
  EXPECT_THAT(Found(test, "act_on_rest_day"), ElementsAre("sunday"));
}

TEST(CodeBelongsToCase, OnlyTheInstitutionsOwn) {
  TestReport test;
  test.record.set_institution("institutions/ektu");
  v1::ProgrammeReview& review = *test.record.add_clusters()->add_programmes();
  review.set_code("6B04107");
  review.mutable_title()->set_en("Social media marketing");
  const auto mention = [&](const char* code, const char* institution) {
    v1::CodeMention& made = *test.report().add_codes();
    made.set_code(code);
    made.set_institution(institution);
    made.set_title("Social media marketing");
  };
  mention("6B04107", "");
  mention("6 B 04107", "");
  mention("6В04107", "");  // a Cyrillic letter
  mention("6B04109", "Another university");
  mention("050813", "");
  mention("6B041", "");
  EXPECT_THAT(Found(test, "code_belongs_to_case"), IsEmpty());
  mention("6B04106", "");
  mention("6B04106", "EKTU");
  ASSERT_THAT(Found(test, "code_belongs_to_case"), ElementsAre("6B04106"));
  EXPECT_THAT(All(test)[0],
              testing::HasSubstr("its title is that of 6B04107; it stands in 2 places"));
}

TEST(CodeLevel, DigitAndLetterGoTogether) {
  for (const char* code : {"6B04107", "7M04107", "8D05401", "7R01101", "050813", "6B041"}) {
    EXPECT_FALSE(HasImpossibleLevel(code)) << code;
  }
  for (const char* code : {"7B04107", "6M04107", "8B05401", "9X00000"}) {
    EXPECT_TRUE(HasImpossibleLevel(code)) << code;
  }
  EXPECT_EQ(LevelOfWords("1st year of the master's"), "master");
  EXPECT_EQ(LevelOfWords("doctoral student"), "doctorate");
  EXPECT_EQ(LevelOfWords("магистратура"), "master");
  EXPECT_EQ(LevelOfWords("student"), "");
}

TEST(CohortArithmetic, NobodyGraduatesBeforeTheirTime) {
  struct Row {
    const char* programme;
    v1::CohortDeed deed;
    const char *on, *admitted;
    int semester;
    bool found;
  };
  const Row rows[] = {
      {"6B04107", v1::COHORT_DEED_EMPLOYED, "2022-12-31", "", 0, true},
      {"6B04107", v1::COHORT_DEED_GRADUATED, "2023-06-30", "", 0, false},
      {"7M04107", v1::COHORT_DEED_EMPLOYED, "2021-12-31", "", 0, false},
      // Fifth semester of those admitted in 2021, by April 2023; the fourth has begun.
      {"6B04107", v1::COHORT_DEED_COMPLETED_SEMESTER, "2023-04-27", "2021-09-01", 5, true},
      {"6B04107", v1::COHORT_DEED_COMPLETED_SEMESTER, "2023-04-27", "2021-09-01", 4, false},
      {"6B04107", v1::COHORT_DEED_COMPLETED_SEMESTER, "2023-04-27", "2020-09-01", 5, false},
      {"6B04107", v1::COHORT_DEED_COMPLETED_SEMESTER, "2033-04-27", "2020-09-01", 9, true},
      {"6B09999", v1::COHORT_DEED_EMPLOYED, "2000-01-01", "", 0, false},
  };
  for (const Row& row : rows) {
    TestReport test;
    v1::Cluster& cluster = *test.record.add_clusters();
    for (const auto& [code, months] : {std::pair("6B04107", 48), std::pair("7M04107", 24)}) {
      v1::ProgrammeReview& review = *cluster.add_programmes();
      review.set_code(code);
      review.set_first_admission("2019-09-01");
      review.set_duration_months(months);
    }
    v1::CohortClaim& claim = *test.report().add_cohorts();
    claim.set_programme(row.programme);
    claim.set_deed(row.deed);
    claim.set_on(row.on);
    claim.set_admitted(row.admitted);
    claim.set_semester(row.semester);
    EXPECT_EQ(!Found(test, "cohort_arithmetic").empty(), row.found)
        << row.programme << " " << row.on << " " << row.semester;
  }
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
