#include "services/surveys/domain/tables/count_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/surveys/domain/tables/check_tables.h"

namespace tarazy::surveys {
namespace {

using ::testing::ElementsAre;

v1::PublishedTables Tables() {
  v1::PublishedTables tables;
  tables.set_n(10);
  v1::PublishedItem& sex = *tables.add_items();
  sex.set_id("sex");
  sex.set_type(kSingleChoice);
  sex.set_text("Sex");
  for (const char* label : {"Male", "Female"}) sex.add_categories(label);
  for (const int count : {4, 5}) sex.add_counts(count);
  v1::PublishedItem& degrees = *tables.add_items();
  degrees.set_id("3");
  degrees.set_type(kMultipleChoice);
  degrees.set_text("Degrees");
  for (const char* label : {"PhD", "phd", "?"}) degrees.add_categories(label);
  for (const int count : {7, 6, 0}) degrees.add_counts(count);
  v1::PublishedItem& row = *tables.add_items();
  row.set_id("4.1");
  row.set_type(kMatrixRow);
  row.set_text("Library");
  row.set_group("How do you like");
  row.set_scale("quality");
  for (const char* label : {"Good", "Bad", "No answer"}) row.add_categories(label);
  for (const int count : {6, 1, 3}) row.add_counts(count);
  row.add_missing("No answer");
  return tables;
}

TEST(CountTablesTest, TablesBecomeItems) {
  const Form form(QuestionnaireOf(Tables(), "published"));
  ASSERT_EQ(form.questions().size(), 3u);
  const Question& sex = form.questions()[0];
  EXPECT_EQ(sex.type, v1::ITEM_TYPE_SINGLE);
  EXPECT_TRUE(sex.item->identifying());
  EXPECT_EQ(sex.options[1].choice->code(), "female");
  EXPECT_EQ(sex.options[1].choice->label().en(), "Female");
  const Question& degrees = form.questions()[1];
  EXPECT_EQ(degrees.type, v1::ITEM_TYPE_MULTI);
  EXPECT_EQ(degrees.options[0].choice->code(), "phd");
  EXPECT_EQ(degrees.options[1].choice->code(), "phd-2");
  EXPECT_EQ(degrees.options[2].choice->code(), "choice");
  const Question& row = form.questions()[2];
  EXPECT_FALSE(row.item->identifying());
  EXPECT_EQ(row.item->hint().en(), "How do you like");
  EXPECT_TRUE(row.options[2].missing);
  EXPECT_FALSE(row.options[0].value.has_value()) << "nothing says which end is good";
}

TEST(CountTablesTest, CountsStand) {
  const Form form(QuestionnaireOf(Tables(), "published"));
  const Tallies tallies = TalliesOf(Tables(), form);
  ASSERT_EQ(tallies.size(), 1u);
  const StratumTally& all = tallies.at("all");
  EXPECT_EQ(all.ballots, 10);
  EXPECT_THAT(all.questions[0].options, ElementsAre(4, 5));
  EXPECT_EQ(all.questions[0].answered, 9);
  EXPECT_EQ(all.questions[0].missing, 1) << "one of ten chose neither";
  EXPECT_THAT(all.questions[1].options, ElementsAre(7, 6, 0));
  EXPECT_EQ(all.questions[1].answered, 10) << "ticks are no people";
  EXPECT_EQ(all.questions[2].answered, 10) << "choices that are no answer among them";
}

TEST(CountTablesTest, TheWordsTellTheLanguage) {
  v1::PublishedTables tables = Tables();
  tables.mutable_items(0)->set_text("Пол");
  EXPECT_EQ(QuestionnaireOf(tables, "t").pages(0).items(0).text().ru(), "Пол");
  tables.mutable_items(0)->set_text("Жынысыңыз");
  EXPECT_EQ(QuestionnaireOf(tables, "t").pages(0).items(0).text().kk(), "Жынысыңыз");
  EXPECT_EQ(QuestionnaireOf(tables, "t").languages(0), "kk");
}

}  // namespace
}  // namespace tarazy::surveys
