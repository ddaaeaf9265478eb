// Dates, restatements, names, references and links.
#include <gmock/gmock.h>

#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

void AddDate(TestReport& test, const char* printed, int line = 0, const char* about = "",
             const char* on = "") {
  v1::PrintedDate& date = *test.report().add_dates();
  date.set_printed(printed);
  date.set_about(about);
  date.set_on(on);
  if (line > 0) At(date, line);
}

TEST(AmbiguousDate, TheDocumentsOwnDatesDecide) {
  TestReport test;
  AddDate(test, "01.09.2023", 266);
  AddDate(test, "04.04.2023", 267);  // the same either way
  EXPECT_THAT(Found(test, "ambiguous_date"), ElementsAre("01-09-2023"));
  AddDate(test, "25.04.2023", 24);
  EXPECT_THAT(Found(test, "ambiguous_date"), IsEmpty());
  // Slashes are another notation, with an order of their own.
  AddDate(test, "08/01/2023", 440);
  AddDate(test, "08/01/2023", 441);
  EXPECT_THAT(Found(test, "ambiguous_date"), ElementsAre("08-01-2023"));
  AddDate(test, "12/31/2023", 386);
  EXPECT_THAT(Found(test, "ambiguous_date"), IsEmpty());
  // Both orders in one notation decide nothing, unless the report does.
  AddDate(test, "31/12/2023", 387);
  EXPECT_THAT(Found(test, "ambiguous_date"), ElementsAre("08-01-2023"));
  test.report().set_date_order(v1::DATE_ORDER_MONTH_FIRST);
  EXPECT_THAT(Found(test, "ambiguous_date"), IsEmpty());
  EXPECT_THAT(Found(test, "date_against_convention"), ElementsAre("31-12-2023"));
}

TEST(AmbiguousDate, AnotherDocumentDecidesNothing) {
  TestReport test;
  AddDate(test, "25.04.2023", 24);
  test.report().mutable_dates(0)->mutable_place()->set_document("handbook");
  AddDate(test, "01.09.2023", 266);
  EXPECT_THAT(Found(test, "ambiguous_date"), ElementsAre("01-09-2023"));
}

TEST(DateAgainstConvention, OneOfFour) {
  TestReport test;
  for (const char* printed : {"25.04.2023", "26.04.2023", "27.04.2023", "04.28.2023"}) {
    AddDate(test, printed, 1);
  }
  EXPECT_THAT(Found(test, "date_against_convention"), ElementsAre("04-28-2023"));
}

TEST(OneDateTwoNotations, OfOneThingOrInOneLine) {
  TestReport test;
  v1::Finding& finding = At(*test.record.add_findings(), 266);
  finding.set_id("r-1");
  finding.mutable_deadline()->set_printed("01.09.2023");
  finding.mutable_deadline()->set_fixed("2023-09-01");
  v1::Restatement& again = At(*test.report().add_restatements(), 1050);
  again.set_of("finding:r-1");
  again.set_date("09/01/2023");
  AddDate(test, "12/31/2023", 386);
  AddDate(test, "27.04.2023", 24);
  EXPECT_THAT(Found(test, "one_date_two_notations"),
              ElementsAre("finding-r-1/01-09-2023/09-01-2023"));
  // By the orders that dots and slashes show it is one day.
  EXPECT_THAT(Found(test, "date_restated_differently"), IsEmpty());
  again.set_date("10/01/2023");
  EXPECT_THAT(Found(test, "date_restated_differently"), ElementsAre("finding:r-1/10-01-2023"));
  again.clear_date();
  AddDate(test, "12/19/2022", 472);
  AddDate(test, "01.12.2022", 472);
  AddDate(test, "March 10, 2023", 472);
  EXPECT_THAT(Found(test, "one_date_two_notations"), ElementsAre("line/12-19-2022/01-12-2022"));
}

TEST(DateReadOtherwise, OnlyWhereTheDayCanBeKnown) {
  TestReport test;
  AddDate(test, "09/01/2023", 1, "a", "2023-01-09");
  EXPECT_THAT(Found(test, "date_read_otherwise"), IsEmpty());
  AddDate(test, "12/31/2023", 2, "b", "2023-12-31");
  EXPECT_THAT(Found(test, "date_read_otherwise"), ElementsAre("a/09-01-2023"));
}

TEST(Restatements, WordsAreComparedAndPunctuationIsNot) {
  TestReport test;
  v1::Finding& finding = *test.record.add_findings();
  finding.set_id("r-1");
  finding.mutable_text()->set_en("The leadership of the JEP to provide information.");
  finding.mutable_text()->set_ru("Руководству СОП предоставить сведения");
  const auto restate = [&](const char* of, const char* text, const char* date = "") {
    v1::Restatement& made = *test.report().add_restatements();
    made.set_of(of);
    made.set_text(text);
    made.set_date(date);
  };
  restate("finding:r-1", "the leadership of the JEP to provide information");
  restate("finding:r-1", "РУКОВОДСТВУ СОП предоставить сведения.");
  restate("mission", "One for all");
  EXPECT_THAT(All(test), IsEmpty());
  restate("finding:r-1", "to provide the leadership of the JEP with information");
  restate("mission", "All for one");
  EXPECT_THAT(
      Found(test, "restated_differently"),
      UnorderedElementsAre("finding:r-1/to-provide-the-leadership-of-the-jep-with-information",
                           "mission/all-for-one"));
}

TEST(Restatements, DeadlinesInWords) {
  TestReport test;
  v1::Finding& finding = *test.record.add_findings();
  finding.set_id("r-1");
  finding.mutable_deadline()->set_printed("no later than 1 month before the studies");
  v1::Restatement& again = *test.report().add_restatements();
  again.set_of("finding:r-1");
  again.set_date("No later than 1 month before the studies.");
  EXPECT_THAT(All(test), IsEmpty());
  again.set_date("no later than 2 months before the studies");
  EXPECT_EQ(Found(test, "date_restated_differently").size(), 1u);
}

TEST(Titles, EachWordingOnce) {
  TestReport test;
  v1::Standard& standard = *test.framework.add_standards();
  standard.set_code("6.10");
  standard.mutable_title()->set_en("Ongoing monitoring and periodic evaluation");
  for (const char* text : {"Continuous monitoring and periodic evaluation",
                           "ONGOING monitoring and periodic evaluation",
                           "Continuous monitoring and periodic evaluation."}) {
    v1::Restatement& made = *test.report().add_restatements();
    made.set_of("standard:6.10");
    made.set_text(text);
  }
  EXPECT_THAT(Found(test, "title_of_standard_differs"),
              ElementsAre("standard:6.10/continuous-monitoring-and-periodic-evaluation"));
}

TEST(NameAuthority, TheAcceptedNameGoesBeforeTheUsualOne) {
  TestReport test;
  for (const char* printed : {"Serikbayev", "Seribayev", "SERIKBAYEV"}) {
    v1::TermMention& mention = *test.report().add_terms();
    mention.set_term("ektu");
    mention.set_printed(printed);
  }
  EXPECT_THAT(Found(test, "name_authority"), ElementsAre("ektu/seribayev"));
  test.report().mutable_terms(0)->set_accepted("Seribayev");
  EXPECT_THAT(Found(test, "name_authority"), ElementsAre("ektu/serikbayev"));
}

TEST(UnknownReference, WhatTheRecordLeftOutIsNotMissing) {
  TestReport test;
  const auto refer = [&](v1::ReferenceKind kind, const char* target) {
    v1::ReferenceMention& made = *test.report().add_references();
    made.set_kind(kind);
    made.set_target(target);
  };
  refer(v1::REFERENCE_KIND_CLUSTER, "12");
  refer(v1::REFERENCE_KIND_TABLE, "2");
  refer(v1::REFERENCE_KIND_STANDARD, "6.12");
  refer(v1::REFERENCE_KIND_FINDING, "r-9");
  EXPECT_THAT(Found(test, "unknown_reference"), IsEmpty());
  test.record.add_clusters()->set_id("1");
  EXPECT_THAT(Found(test, "unknown_reference"), ElementsAre("cluster/12"));
  test.report().add_tables()->set_id("table-1");
  test.report().add_tables()->set_id("table-4");  // two and three were left out
  EXPECT_THAT(Found(test, "unknown_reference"), ElementsAre("cluster/12"));
  test.report().mutable_tables(1)->set_id("annex");
  EXPECT_THAT(Found(test, "unknown_reference"), ElementsAre("cluster/12", "table/2"));
}

TEST(UnknownReference, ClaimsAndActsRestOnWhatIsThere) {
  TestReport test;
  v1::Claim& claim = *test.report().add_claims();
  claim.set_id("c");
  claim.set_printed("1");
  claim.add_parts()->mutable_cell()->set_table("table-9");
  claim.add_parts()->set_claim("gone");
  v1::Act& act = *test.report().add_acts();
  act.set_id("a");
  act.add_after("gone");
  EXPECT_THAT(Found(test, "unknown_reference"),
              ElementsAre("claim/c/cell table-9//", "claim/c/claim gone", "act/a/gone"));
}

TEST(Links, PrintingAddsWhatIsNoPartOfAnAddress) {
  TestReport test;
  const auto link = [&](const char* url, const char* target) {
    v1::Link& made = *test.report().add_links();
    made.set_url(url);
    made.set_target(target);
  };
  link("https://one.kz/a", "regulation-030");
  link("<http://one.kz/a/>.", "regulation-030");
  link("https://one.kz/b", "");
  EXPECT_THAT(All(test), IsEmpty());
  link("https://one.kz/a", "procedure-025");
  EXPECT_THAT(Found(test, "one_link_two_documents"), ElementsAre("regulation-030/procedure-025"));
  link("https://one.kz/c", "regulation-030");
  EXPECT_THAT(Found(test, "one_document_two_links"), ElementsAre("regulation-030/https-one-kz-c"));
}

TEST(MalformedIdentifier, TheUsualLengthMustBeUsual) {
  const auto found = [](const std::vector<size_t>& lengths) {
    TestReport test;
    for (const size_t length : lengths) {
      v1::Link& link = *test.report().add_links();
      link.set_url("https://one.kz");
      link.set_identifier(std::string(length, static_cast<char>('a' + test.report().links_size())));
      link.set_identifier_kind("folder");
    }
    return Found(test, "malformed_identifier").size();
  };
  EXPECT_EQ(found({31, 33, 33, 34, 33, 33, 32, 33}), 3u);
  EXPECT_EQ(found({33, 33}), 0u);
  EXPECT_EQ(found({33, 34}), 0u);
  EXPECT_EQ(found({33, 33, 34, 34, 35}), 0u);
}

TEST(TextTruncated, BracketsOfListsArePaired) {
  struct Row {
    const char* text;
    bool found;
  };
  for (const Row& row : {Row{"1) one, 2) two, a) three", false}, Row{"(one) \"two\"", false},
                         Row{"12) twelve (of them)", false}, Row{"the rules](#)) do", true},
                         Row{"Rules (of", true}, Row{"media \"environment.", true}}) {
    TestReport test;
    test.report().add_passages()->set_text(row.text);
    EXPECT_EQ(!Found(test, "text_truncated").empty(), row.found) << row.text;
  }
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
