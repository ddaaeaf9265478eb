#include "services/surveys/domain/figures/make_cross.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "services/surveys/domain/figures/association.h"
#include "services/surveys/domain/figures/filtered_results.h"
#include "services/surveys/domain/figures/test_campaign.h"

namespace tarazy::surveys {
namespace {

using ::testing::ElementsAre;

template <typename Counter>
void CountAll(const TestAnswers& answers, const MaskedCounts& counts, Counter& counter) {
  for (const auto& [stratum, ballot] : answers.ballots) {
    counter.Count(*counts.FindNode(stratum), ballot);
  }
}

v1::CrossTable Cross(const TestAnswers& answers, const std::vector<int>& thresholds,
                     absl::string_view row, absl::string_view column,
                     absl::string_view stratum = "all") {
  const MaskedCounts counts = answers.Masked(thresholds);
  CrossTabulation cross(counts, *answers.form.Find(row), *answers.form.Find(column));
  CountAll(answers, counts, cross);
  return cross.Take(*counts.FindNode(stratum));
}

const v1::CrossCell& Cell(const v1::CrossTable& table, absl::string_view row,
                          absl::string_view column) {
  for (const v1::CrossCell& cell : table.cells()) {
    if (cell.row() == row && cell.column() == column) return cell;
  }
  ADD_FAILURE() << "no cell " << row << " x " << column;
  return table.cells(0);
}

// Sex (0, 1) by opinion (good, fair, bad): a fourfold table and a column.
void Add(TestAnswers& answers, const std::string& stratum, int sex, int opinion, int count) {
  CodedBallot ballot = answers.Empty();
  answers.Set(ballot, "sex", sex);
  answers.Set(ballot, "opinion", opinion);
  answers.Add(stratum, ballot, count);
}

TEST(MakeCrossTest, CountsSharesAndTest) {
  TestAnswers answers;
  Add(answers, "west", 0, 0, 10);
  Add(answers, "west", 0, 1, 20);
  Add(answers, "east-1", 1, 0, 30);
  Add(answers, "east-1", 1, 1, 40);
  answers.Say("west", "sex", 0, 6);  // no opinion: in no cell
  const v1::CrossTable table = Cross(answers, {5}, "sex", "opinion");
  EXPECT_THAT(table.rows(), ElementsAre("male", "female"));
  EXPECT_THAT(table.columns(), ElementsAre("good", "fair", "bad"));
  EXPECT_EQ(table.cells_size(), 3 * 4);
  EXPECT_EQ(table.base(), 100);
  EXPECT_FALSE(table.suppressed());
  const v1::CrossCell& cell = Cell(table, "male", "good");
  EXPECT_EQ(cell.count(), 10);
  EXPECT_EQ(cell.row_percent(), 33.3);
  EXPECT_EQ(cell.column_percent(), 25);
  EXPECT_EQ(cell.percent(), 10);
  EXPECT_EQ(Cell(table, "female", "").count(), 70);
  EXPECT_EQ(Cell(table, "", "fair").count(), 60);
  EXPECT_EQ(Cell(table, "", "").count(), 100);
  EXPECT_EQ(Cell(table, "male", "bad").count(), 0);
  // The column that nobody chose is left out of the test.
  EXPECT_NEAR(table.chi_squared(), 4'000'000.0 / 5'040'000, 1e-12);
  EXPECT_EQ(table.degrees_of_freedom(), 1);
}

TEST(MakeCrossTest, OneStratumHasItsOwn) {
  TestAnswers answers;
  Add(answers, "west", 0, 0, 10);
  Add(answers, "east-1", 0, 0, 30);
  Add(answers, "east-1", 1, 1, 12);
  EXPECT_EQ(Cell(Cross(answers, {5}, "sex", "opinion", "east"), "male", "good").count(), 30);
  EXPECT_EQ(Cell(Cross(answers, {5}, "sex", "opinion", "west"), "male", "good").count(), 10);
}

TEST(MakeCrossTest, EachChoiceOfSeveralIsARowOfItsOwn) {
  TestAnswers answers;
  CodedBallot ballot = answers.Empty();
  answers.Set(ballot, "degrees", 0b011);
  answers.Set(ballot, "sex", 0);
  answers.Add("west", ballot, 8);
  answers.Set(ballot, "degrees", 0b001);
  answers.Set(ballot, "sex", 1);
  answers.Add("west", ballot, 9);
  const v1::CrossTable table = Cross(answers, {5}, "degrees", "sex");
  EXPECT_EQ(table.base(), 17);
  EXPECT_EQ(Cell(table, "master", "male").count(), 8);
  EXPECT_EQ(Cell(table, "doctor", "male").count(), 8);
  EXPECT_EQ(Cell(table, "doctor", "female").count(), 0);
  EXPECT_EQ(Cell(table, "master", "").count(), 17);
  EXPECT_EQ(Cell(table, "", "female").count(), 9) << "people, not ticks";
  EXPECT_FALSE(table.has_chi_squared()) << "the rows overlap";
}

TEST(MakeCrossTest, WithASuppressedCellNothingIsTested) {
  TestAnswers answers;
  Add(answers, "west", 0, 0, 10);
  Add(answers, "west", 0, 1, 2);
  Add(answers, "west", 1, 0, 7);
  Add(answers, "west", 1, 1, 30);
  const v1::CrossTable table = Cross(answers, {5}, "sex", "opinion");
  EXPECT_TRUE(table.suppressed());
  EXPECT_TRUE(Cell(table, "male", "fair").suppressed());
  EXPECT_FALSE(Cell(table, "male", "fair").has_count());
  EXPECT_FALSE(table.has_chi_squared() || table.has_p_value() || table.has_cramers_v());
}

// The same counts by the other way round, and by hand where nothing is suppressed.
TEST(MakeCrossTest, RowsAndColumnsMayBeExchanged) {
  Random random(11);
  for (int round = 0; round < 12; ++round) {
    TestAnswers answers;
    answers.AddRandom("east-1", static_cast<int>(Between(random, 10, 59)), random);
    answers.AddRandom("east-2", static_cast<int>(Between(random, 10, 59)), random);
    answers.AddRandom("west", static_cast<int>(Between(random, 5, 24)), random);
    for (const auto& [a, b] : {std::pair{"sex", "opinion"}, {"degrees", "m1"}, {"m2", "degrees"}}) {
      const v1::CrossTable table = Cross(answers, {5}, a, b);
      const v1::CrossTable turned = Cross(answers, {5}, b, a);
      const v1::CrossTable open = Cross(answers, {0}, a, b);
      for (const v1::CrossCell& cell : table.cells()) {
        const v1::CrossCell& same = Cell(turned, cell.column(), cell.row());
        EXPECT_EQ(cell.suppressed(), same.suppressed());
        EXPECT_EQ(cell.has_count(), !cell.suppressed());
        if (cell.suppressed()) continue;
        EXPECT_EQ(cell.count(), same.count());
        EXPECT_EQ(cell.count(), Cell(open, cell.row(), cell.column()).count());
      }
    }
  }
}

TEST(MakeCrossTest, CellsAreCountedAsByHand) {
  Random random(12);
  TestAnswers answers;
  answers.AddRandom("east-1", 300, random);
  const int sex = *answers.form.Find("sex");
  const int degrees = *answers.form.Find("degrees");
  std::map<std::pair<int, int>, int> counts;
  int base = 0;
  for (const auto& [stratum, ballot] : answers.ballots) {
    if (ballot.answers[sex].state != AnswerState::kAnswered) continue;
    if (ballot.answers[degrees].state != AnswerState::kAnswered) continue;
    ++base;
    for (int bit = 0; bit < 3; ++bit) {
      if ((ballot.answers[degrees].value >> bit & 1) == 0) continue;
      ++counts[{static_cast<int>(ballot.answers[sex].value), bit}];
    }
  }
  const v1::CrossTable table = Cross(answers, {0}, "sex", "degrees");
  EXPECT_EQ(table.base(), base);
  for (int row = 0; row < 2; ++row) {
    for (int column = 0; column < 3; ++column) {
      EXPECT_EQ(Cell(table, table.rows(row), table.columns(column)).count(),
                (counts[{row, column}]));
    }
  }
}

TEST(FilteredResultsTest, AreTheRowOfTheCrossTable) {
  Random random(13);
  for (const int threshold : {0, 5}) {
    TestAnswers answers;
    answers.AddRandom("east-1", 80, random);
    answers.AddRandom("west", 30, random);
    const MaskedCounts counts = answers.Masked({threshold});
    const int filter = *answers.form.Find("m1");
    FilteredResults filtered(counts, filter, 0, {.by_stratum = true});
    CountAll(answers, counts, filtered);
    const v1::Results results = filtered.Take();
    ASSERT_EQ(results.strata_size(), 5);
    ASSERT_FALSE(results.strata(0).suppressed());
    for (const v1::QuestionResults& figures : results.strata(0).questions()) {
      EXPECT_NE(figures.question(), "m1");
      const v1::CrossTable table = Cross(answers, {threshold}, "m1", figures.question());
      for (const v1::ChoiceResults& choice : figures.choices()) {
        if (choice.missing()) continue;
        const v1::CrossCell& cell = Cell(table, "good", choice.code());
        EXPECT_EQ(choice.suppressed(), cell.suppressed()) << figures.question();
        EXPECT_EQ(choice.count(), cell.count()) << figures.question();
      }
      if (figures.has_base() && Cell(table, "good", "").has_count()) {
        EXPECT_EQ(figures.base(), Cell(table, "good", "").count()) << figures.question();
      }
    }
  }
}

TEST(FilteredResultsTest, OfAChoiceOfSeveral) {
  TestAnswers answers;
  CodedBallot ballot = answers.Empty();
  answers.Set(ballot, "degrees", 0b110);
  answers.Set(ballot, "opinion", 0);
  answers.Add("west", ballot, 8);
  answers.Set(ballot, "degrees", 0b001);
  answers.Add("west", ballot, 20);
  const MaskedCounts counts = answers.Masked({5});
  FilteredResults filtered(counts, *answers.form.Find("degrees"), 1, {.questions = {"opinion"}});
  CountAll(answers, counts, filtered);
  const v1::Results results = filtered.Take();
  EXPECT_EQ(results.strata(0).ballots(), 8);
  ASSERT_EQ(results.strata(0).questions_size(), 1);
  EXPECT_EQ(results.strata(0).questions(0).choices(0).count(), 8);
  EXPECT_DOUBLE_EQ(results.strata(0).questions(0).mean(), 3);
}

TEST(FilteredResultsTest, AFilterThatIsolatesIsSuppressed) {
  TestAnswers answers;
  Add(answers, "west", 0, 0, 30);
  Add(answers, "west", 1, 2, 1);
  const MaskedCounts counts = answers.Masked({5});
  FilteredResults filtered(counts, *answers.form.Find("sex"), 1, {});
  CountAll(answers, counts, filtered);
  const v1::Results results = filtered.Take();
  EXPECT_TRUE(results.strata(0).suppressed());
  EXPECT_FALSE(results.strata(0).has_ballots());
  EXPECT_EQ(results.strata(0).questions_size(), 0);
}

}  // namespace
}  // namespace tarazy::surveys
