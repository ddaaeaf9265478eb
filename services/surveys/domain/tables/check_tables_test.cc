#include "services/surveys/domain/tables/check_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::PublishedItem Item(const std::string& type, std::vector<int64_t> counts,
                       std::vector<std::string> printed = {}) {
  v1::PublishedItem item;
  item.set_id("1");
  item.set_type(type);
  item.set_text("How is it?");
  for (size_t i = 0; i < counts.size(); ++i) {
    item.add_categories(absl::StrCat("label ", i));
    item.add_counts(counts[i]);
  }
  for (const std::string& percent : printed) item.add_printed_percent(percent);
  return item;
}

v1::PublishedTables Of(int64_t n, const v1::PublishedItem& item) {
  v1::PublishedTables tables;
  tables.set_n(n);
  *tables.add_items() = item;
  return tables;
}

// "rule item category: message", a line per finding.
std::vector<std::string> Said(const v1::PublishedTables& tables) {
  std::vector<std::string> lines;
  for (const v1::TableFinding& finding : CheckTables(tables)) {
    lines.push_back(absl::StrCat(finding.rule(), " ", finding.item(), " ", finding.category(), ": ",
                                 finding.message()));
  }
  return lines;
}

std::vector<std::string> Fields(const v1::PublishedTables& tables) {
  std::vector<std::string> fields;
  for (const FieldViolation& fault : TableFaults(tables)) fields.push_back(fault.field);
  return fields;
}

TEST(CheckTablesTest, RightPercentagesThatAddUpToAnythingAreRight) {
  // A third each: 99.9.
  EXPECT_THAT(Said(Of(3, Item(kSingleChoice, {1, 1, 1}, {"33.3", "33.3", "33.3"}))), IsEmpty());
  // A zero at the end may be left out.
  EXPECT_THAT(Said(Of(57, Item(kMatrixRow, {49, 8}, {"86", "14"}))), IsEmpty());
  EXPECT_THAT(Said(Of(57, Item(kMatrixRow, {49, 8}, {"86.0", "14"}))), IsEmpty());
}

TEST(CheckTablesTest, APercentageOfAnotherCountIsImpossible) {
  EXPECT_THAT(Said(Of(57, Item(kSingleChoice, {2, 55}, {"3.4", "96.5"}))),
              ElementsAre("percent_impossible 1 label 0: 2 of 57 are 3.5 %, not 3.4 %",
                          "row_does_not_add_up 1 : the printed percentages add up to 99.9, the "
                          "right ones to 100"));
}

TEST(CheckTablesTest, AWholeNumberAmongDecimalsHasADigitToo) {
  // 7 of 57 are 12.28 %: among percentages with a digit "12" says 12.0.
  EXPECT_THAT(Said(Of(57, Item(kMatrixRow, {7, 50}, {"12", "87.7"}))),
              ElementsAre("percent_impossible 1 label 0: 7 of 57 are 12.3 %, not 12 %",
                          "row_does_not_add_up 1 : the printed percentages add up to 99.7, the "
                          "right ones to 100"));
  EXPECT_THAT(Said(Of(57, Item(kMatrixRow, {7, 50}, {"12", "88"}))), IsEmpty());
}

TEST(CheckTablesTest, ARowThatWasMadeToFitIsTold) {
  // 80.2260 + 18.6441 + 1.1299 give 80.2 + 18.6 + 1.1 = 99.9.
  EXPECT_THAT(
      Said(Of(177, Item(kMatrixRow, {142, 33, 2}, {"80.2", "18.7", "1.1"}))),
      ElementsAre("percent_impossible 1 label 1: 33 of 177 are 18.6 %, not 18.7 %",
                  "row_does_not_add_up 1 : the printed percentages add up to 100, the right ones "
                  "to 99.9: the row was made to fit"));
}

TEST(CheckTablesTest, HalvesAreRoundedUpExactly) {
  EXPECT_THAT(Said(Of(2000, Item(kSingleChoice, {1, 1999}, {"0.1", "100"}))), IsEmpty());
  EXPECT_THAT(Said(Of(20000, Item(kSingleChoice, {201, 19799}, {"1.01", "99"}))), IsEmpty());
}

TEST(CheckTablesTest, WhatIsNotPrintedIsNotJudged) {
  EXPECT_THAT(Said(Of(57, Item(kMatrixRow, {57, 0}, {"100", ""}))), IsEmpty());
  EXPECT_THAT(Said(Of(57, Item(kMatrixRow, {50, 7}, {"87.7", ""}))), IsEmpty());
  EXPECT_THAT(Said(Of(57, Item(kMatrixRow, {50, 7}))), IsEmpty());
}

TEST(CheckTablesTest, CountsOfOneAnswerEachAreThePeople) {
  EXPECT_THAT(Said(Of(57, Item(kSingleChoice, {50, 8}))),
              ElementsAre("counts_do_not_add_up 1 : the counts add up to 58, not to 57"));
}

TEST(CheckTablesTest, OfSeveralAnswersOnlyTheSingleCountIsBounded) {
  EXPECT_THAT(Said(Of(57, Item(kMultipleChoice, {40, 27}, {"70.2", "47.4"}))), IsEmpty());
  EXPECT_THAT(Said(Of(57, Item(kMultipleChoice, {58, 9}))),
              ElementsAre("ticks_exceed_people 1 label 0: 58 chose it, of 57 people"));
}

TEST(CheckTablesTest, WhereALabelIsNoAnswerBothBasesArePossible) {
  v1::PublishedItem of_all = Item(kSingleChoice, {30, 20, 10}, {"50", "33.3", "16.7"});
  of_all.add_missing("label 2");
  EXPECT_THAT(Said(Of(60, of_all)), IsEmpty());
  v1::PublishedItem of_answers = Item(kSingleChoice, {30, 20, 10}, {"60", "40", ""});
  of_answers.add_missing("label 2");
  EXPECT_THAT(Said(Of(60, of_answers)), IsEmpty());
  of_answers.clear_missing();
  EXPECT_EQ(Said(Of(60, of_answers)).size(), 2u);
}

TEST(CheckTablesTest, TheSameWordsInOneGroupAreTold) {
  v1::PublishedTables tables = Of(3, Item(kSingleChoice, {3}));
  *tables.add_items() = tables.items(0);
  tables.mutable_items(1)->set_id("2");
  *tables.add_items() = tables.items(0);
  tables.mutable_items(2)->set_id("3");
  tables.mutable_items(2)->set_group("another");
  EXPECT_THAT(Said(tables), ElementsAre("duplicate_text 2 : table 1 has the same words"));
}

TEST(CheckTablesTest, EveryFaultIsNamed) {
  EXPECT_THAT(Fields(Of(3, Item("ranking", {1, -2}, {"10", "x"}))),
              ElementsAre("items[0].type", "items[0].counts[1]", "items[0].printed_percent[1]"));
  v1::PublishedItem item = Item(kSingleChoice, {1, 2}, {"10"});
  item.add_counts(4);
  item.set_categories(1, "label 0");
  item.add_missing("other");
  EXPECT_THAT(Fields(Of(3, item)), ElementsAre("items[0].counts", "items[0].printed_percent",
                                               "items[0].categories[1]", "items[0].missing[0]"));
  EXPECT_THAT(Fields(Of(3, Item(kSingleChoice, {1, 2}))), IsEmpty());
}

}  // namespace
}  // namespace tarazy::surveys
