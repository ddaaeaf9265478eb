#include "services/surveys/domain/form/form.h"

#include <gmock/gmock.h>

namespace tarazy::surveys {
namespace {

using testing::ElementsAre;
using testing::Optional;

v1::Scale& AddScale(v1::Questionnaire& questionnaire, const char* id,
                    v1::ScaleDirection direction) {
  v1::Scale& scale = *questionnaire.add_scales();
  scale.set_id(id);
  scale.set_direction(direction);
  for (const char* code : {"a", "b", "unclear", "c"}) scale.add_points()->set_code(code);
  scale.mutable_points(2)->set_missing(true);
  return scale;
}

v1::Questionnaire Small() {
  v1::Questionnaire questionnaire;
  AddScale(questionnaire, "falling", v1::SCALE_DIRECTION_BEST_FIRST);
  AddScale(questionnaire, "rising", v1::SCALE_DIRECTION_BEST_LAST);
  AddScale(questionnaire, "even", v1::SCALE_DIRECTION_NEUTRAL);
  v1::Scale& valued = AddScale(questionnaire, "valued", v1::SCALE_DIRECTION_BEST_FIRST);
  valued.mutable_points(0)->set_value(10);
  valued.mutable_points(2)->set_value(99);
  valued.mutable_points(3)->set_value(-10);
  v1::Page& first = *questionnaire.add_pages();
  v1::Item& sex = *first.add_items();
  sex.set_id("sex");
  sex.set_type(v1::ITEM_TYPE_SINGLE);
  sex.add_choices()->set_code("woman");
  sex.add_choices()->set_code("man");
  v1::Page& second = *questionnaire.add_pages();
  v1::Item& matrix = *second.add_items();
  matrix.set_id("39");
  matrix.set_type(v1::ITEM_TYPE_MATRIX);
  matrix.set_scale("falling");
  matrix.add_rows()->set_id("39.1");
  matrix.add_rows()->set_id("39.2");
  return questionnaire;
}

std::vector<std::optional<int>> ValuesOf(const char* scale) {
  v1::Questionnaire questionnaire = Small();
  v1::Item& item = *questionnaire.mutable_pages(1)->add_items();
  item.set_id("asked");
  item.set_type(v1::ITEM_TYPE_SCALE);
  item.set_scale(scale);
  const Form form(questionnaire);
  std::vector<std::optional<int>> values;
  for (const Option& option : form.questions()[*form.Find("asked")].options) {
    values.push_back(option.value);
  }
  return values;
}

TEST(FormTest, RowsOfAMatrixAreQuestionsAndTheMatrixIsNone) {
  const Form form(Small());
  std::vector<std::string> ids;
  for (const Question& question : form.questions()) ids.push_back(question.id);
  EXPECT_THAT(ids, ElementsAre("sex", "39.1", "39.2"));
  EXPECT_THAT(form.Find("39.2"), Optional(2));
  EXPECT_EQ(form.Find("39"), std::nullopt);
  const Question& row = form.questions()[2];
  EXPECT_EQ(row.type, v1::ITEM_TYPE_MATRIX);
  EXPECT_EQ(row.item->id(), "39");
  EXPECT_EQ(row.row->id(), "39.2");
  EXPECT_EQ(row.scale->id(), "falling");
  EXPECT_EQ(row.page, 1);
}

TEST(FormTest, OptionsStandInTheOrderGivenAndSayWhichAreNoAnswer) {
  const Form form(Small());
  const Question& row = form.questions()[1];
  ASSERT_EQ(row.options.size(), 4);
  EXPECT_EQ(row.options[2].choice->code(), "unclear");
  EXPECT_TRUE(row.options[2].missing);
  EXPECT_FALSE(row.options[3].missing);
}

TEST(FormTest, PointsAreNumberedFromTheWorstPastThoseThatAreNoAnswer) {
  EXPECT_THAT(ValuesOf("falling"),
              ElementsAre(Optional(3), Optional(2), std::nullopt, Optional(1)));
  EXPECT_THAT(ValuesOf("rising"), ElementsAre(Optional(1), Optional(2), std::nullopt, Optional(3)));
  EXPECT_THAT(ValuesOf("even"), ElementsAre(Optional(1), Optional(2), std::nullopt, Optional(3)));
}

TEST(FormTest, ValuesThatAreGivenStandAndNoAnswerHasNone) {
  EXPECT_THAT(ValuesOf("valued"),
              ElementsAre(Optional(10), std::nullopt, std::nullopt, Optional(-10)));
}

TEST(FormTest, ChoicesOfASingleHaveAValueOnlyWhenTheyGiveOne) {
  v1::Questionnaire questionnaire = Small();
  questionnaire.mutable_pages(0)->mutable_items(0)->mutable_choices(1)->set_value(0);
  const Form form(questionnaire);
  EXPECT_EQ(form.questions()[0].options[0].value, std::nullopt);
  EXPECT_THAT(form.questions()[0].options[1].value, Optional(0));
}

}  // namespace
}  // namespace tarazy::surveys
