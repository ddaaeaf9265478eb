#include "services/surveys/file/read_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/error.h"

namespace tarazy::surveys {
namespace {

using ::testing::HasSubstr;

constexpr char kOne[] = R"(
source: a report
n: 3
items:
  - {id: "1", type: single_choice, text: Sex, categories: [a, b], counts: [1, 2], printed_percent: ["33.3", null]}
)";

constexpr char kTwo[] = R"({
  "source": "a report", "protocol": {"window": "short"},
  "teachers": {"n": 3, "items": [{"id": "1", "type": "single_choice", "group": null, "text": "Sex",
      "categories": ["a", "b"], "counts": [1, 2], "printed_percent": [null, "66.7"]}]},
  "students": {"n": 4, "source": "another", "items": [{"id": "1", "type": "single_choice",
      "text": "Sex", "categories": ["a"], "counts": [4]}]}})";

std::string Refusal(absl::string_view file, absl::string_view population) {
  const auto tables = ReadTables(file, population);
  EXPECT_EQ(tables.status().code(), absl::StatusCode::kInvalidArgument) << tables.status();
  std::string all;
  for (const FieldViolation& fault : DetailOf(tables.status()).fields) {
    all += fault.field + ": " + fault.description + "\n";
  }
  return all;
}

TEST(ReadTablesTest, OnePopulationNeedsNoName) {
  const auto tables = ReadTables(kOne, "");
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(tables->n(), 3);
  EXPECT_EQ(tables->items(0).printed_percent(0), "33.3");
  EXPECT_EQ(tables->items(0).printed_percent(1), "") << "null: not printed";
  EXPECT_THAT(Refusal(kOne, "students"), HasSubstr("population: the file holds the tables of one"));
}

TEST(ReadTablesTest, OfSeveralOneIsChosen) {
  const auto teachers = ReadTables(kTwo, "teachers");
  ASSERT_TRUE(teachers.ok()) << teachers.status();
  EXPECT_EQ(teachers->n(), 3);
  EXPECT_EQ(teachers->source(), "a report");
  EXPECT_EQ(ReadTables(kTwo, "students")->source(), "another");
}

TEST(ReadTablesTest, TheChoicesAreNamed) {
  EXPECT_THAT(Refusal(kTwo, ""), HasSubstr("say which of teachers, students"));
  EXPECT_THAT(Refusal(kTwo, "protocol"), HasSubstr("is none of teachers, students"));
}

TEST(ReadTablesTest, EveryFaultIsNamed) {
  EXPECT_THAT(Refusal("n: 0\nitems: []", ""), HasSubstr("n: "));
  EXPECT_THAT(
      Refusal("n: 3\nitems: [{id: a, type: single_choice, text: t, categories: [x], counts: "
              "[1, 2], colour: red}]",
              ""),
      HasSubstr("items[0].colour: line 2"));
  EXPECT_THAT(
      Refusal("n: 3\nitems: [{id: a, type: single_choice, text: t, categories: [x], counts: "
              "[1, 2]}]",
              ""),
      HasSubstr("items[0].counts: has 2 counts for 1 labels"));
  EXPECT_THAT(Refusal("n: 3\nitems: [{id: a, type: single_choice, text: t, categories: [null], "
                      "counts: [1]}]",
                      ""),
              HasSubstr("categories[0]"))
      << "only percentages may be null";
  EXPECT_THAT(Refusal("{", ""), HasSubstr("source: line"));
  Refusal("", "");
  Refusal("[1, 2]", "");
  Refusal("just words", "students");
}

}  // namespace
}  // namespace tarazy::surveys
