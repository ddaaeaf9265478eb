// Worked numbers of tables and matrices in real reports.
#include <gmock/gmock.h>

#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::PrintedTable& Table(TestReport& test) {
  v1::PrintedTable& table = *test.report().add_tables();
  table.set_id("t");
  return table;
}

TEST(TotalsAgainstCells, ParticipantsAddUp) {
  for (const auto& [total, found] : {std::pair("69", false), std::pair("70", true)}) {
    TestReport test;
    v1::PrintedTable& table = Table(test);
    AddColumn(table, "n", v1::MEASURE_COUNT);
    for (const char* n : {"6", "16", "11", "15", "4", "13", "3", "1"}) AddRow(table, n, {n});
    AddRow(table, "total", {total}, v1::ROW_KIND_TOTAL);
    EXPECT_EQ(!Found(test, "totals_against_cells").empty(), found) << total;
    EXPECT_EQ(Compared(test, "totals_against_cells"), 1);
  }
}

TEST(TotalsAgainstCells, SubtotalsGoBackToTheTotalBeforeAndTheGrandTotalAddsThem) {
  for (const auto& [grand, found] : {std::pair("10", false), std::pair("7", true)}) {
    TestReport test;
    v1::PrintedTable& table = Table(test);
    AddColumn(table, "n", v1::MEASURE_COUNT);
    AddRow(table, "a", {"1"});
    AddRow(table, "b", {"2"});
    AddRow(table, "ab", {"3"}, v1::ROW_KIND_TOTAL);
    AddRow(table, "c", {"7"});
    AddRow(table, "cc", {"7"}, v1::ROW_KIND_TOTAL);
    AddRow(table, "all", {grand}, v1::ROW_KIND_TOTAL);
    EXPECT_EQ(!Found(test, "totals_against_cells").empty(), found) << grand;
  }
}

TEST(TotalsAgainstCells, PeopleAreDistinctSoValuesDoNotAddUpButCertificatesDo) {
  TestReport test;
  v1::PrintedTable& table = Table(test);
  AddColumn(table, "people", v1::MEASURE_VALUE);
  AddColumn(table, "certificates", v1::MEASURE_COUNT);
  AddRow(table, "a", {"14", "21"});
  AddRow(table, "b", {"12", "19"});
  AddRow(table, "c", {"5", "5"});
  AddRow(table, "d", {"34", "61"});
  AddRow(table, "total", {"34", "106"}, v1::ROW_KIND_TOTAL);
  EXPECT_THAT(Found(test, "totals_against_cells"), IsEmpty());
}

TEST(TotalsAgainstCells, SharesAddUpToAHundredWithinTheirRounding) {
  for (const auto& [last, found] :
       {std::pair("3.39", false), std::pair("3.38", false), std::pair("3.00", true)}) {
    TestReport test;
    v1::PrintedTable& table = Table(test);
    AddColumn(table, "share", v1::MEASURE_PERCENT);
    for (const char* share : {"47.46", "49.15"}) AddRow(table, share, {share});
    AddRow(table, "c", {last});
    AddRow(table, "total", {"100"}, v1::ROW_KIND_TOTAL);
    EXPECT_FALSE(!found && !Found(test, "totals_against_cells").empty()) << last;
    // "100" without decimals may be half a unit off, so only the larger miss with decimals shows.
    table.mutable_rows(3)->set_cells(0, "100.00");
    EXPECT_EQ(!Found(test, "totals_against_cells").empty(), found) << last;
  }
}

TEST(TotalsAgainstCells, BlankCellsCountNothingAndUnreadableOnesSilenceTheColumn) {
  TestReport test;
  v1::PrintedTable& table = Table(test);
  AddColumn(table, "n", v1::MEASURE_COUNT);
  AddColumn(table, "m", v1::MEASURE_COUNT);
  AddRow(table, "a", {"1,200", "7"});
  AddRow(table, "b", {"-", "3 2"});
  AddRow(table, "c", {"34", "1"});
  AddRow(table, "total", {"1,234", "99"}, v1::ROW_KIND_TOTAL);
  EXPECT_THAT(Found(test, "totals_against_cells"), IsEmpty());
  EXPECT_THAT(Found(test, "cell_unparseable"), ElementsAre("t/b/m"));
}

// Six marks stand one column too far to the right.
TEST(TotalsAgainstCells, AMatrixIsRecounted) {
  TestReport test;
  v1::Standard& standard = *test.framework.add_standards();
  standard.set_code("6.7");
  v1::PrintedMatrix& matrix = *test.report().add_matrices();
  matrix.set_id("annex");
  for (int i = 1; i <= 7; ++i) {
    const std::string code = "6.7." + std::to_string(i);
    standard.add_criteria()->set_code(code);
    v1::PrintedMark& mark = *matrix.add_marks();
    mark.set_criterion(code);
    mark.set_mark(i == 4 ? "strong" : "improvement");
  }
  v1::PrintedCount& total = *matrix.add_totals();
  total.set_standard("6.7");
  for (const auto& [mark, count] : {std::pair("strong", 1), std::pair("satisfactory", 6)}) {
    v1::MarkCount& entry = *total.add_marks();
    entry.set_mark(mark);
    entry.set_count(count);
  }
  EXPECT_THAT(Found(test, "totals_against_cells"), ElementsAre("annex/6.7"));
  for (v1::PrintedMark& mark : *matrix.mutable_marks()) {
    if (mark.mark() == "improvement") mark.set_mark("satisfactory");
  }
  EXPECT_THAT(Found(test, "totals_against_cells"), IsEmpty());
}

TEST(ShareOfNumerator, OnlyTheYearWithTheWrongDenominatorIsFound) {
  TestReport test;
  v1::PrintedTable& table = Table(test);
  AddColumn(table, "full-time", v1::MEASURE_COUNT);
  AddColumn(table, "degreed", v1::MEASURE_COUNT);
  AddColumn(table, "share", v1::MEASURE_PERCENT, "degreed", "full-time");
  AddRow(table, "2020-2021", {"30", "20", "55.6"});
  AddRow(table, "2021-2022", {"33", "15", "45.5"});
  AddRow(table, "2022-2023", {"31", "14", "45.2"});
  EXPECT_THAT(Found(test, "share_of_numerator"), ElementsAre("t/2020-2021/share"));
  EXPECT_EQ(Compared(test, "share_of_numerator"), 3);
}

TEST(AverageOfCells, NoMeanGivesNinety) {
  struct Row {
    const char* average;
    bool found;
  };
  // Five figures: 88; bachelors 80; with the blank as zero 73.3.
  for (const Row& row : {Row{"90%", true}, Row{"88%", false}, Row{"80%", false}}) {
    TestReport test;
    v1::PrintedTable& table = Table(test);
    AddColumn(table, "bachelor", v1::MEASURE_PERCENT);
    AddColumn(table, "master", v1::MEASURE_PERCENT);
    AddRow(table, "q1", {"80%", "100%"});
    AddRow(table, "q2", {"70%", "100%"});
    AddRow(table, "q3", {"90%", ""});
    AddRow(table, "average", {row.average, ""}, v1::ROW_KIND_AVERAGE);
    EXPECT_EQ(!Found(test, "average_of_cells").empty(), row.found) << row.average;
  }
}

TEST(PeriodAgainstColumns, FourYearsAreNotThree) {
  for (const auto& [claimed, found] : {std::pair(3, true), std::pair(4, false)}) {
    TestReport test;
    v1::PrintedTable& table = Table(test);
    int i = 0;
    for (const char* period :
         {"2022-2023", "2022-2023", "2021-2022", "2021\u20132022", "2020-2021", "2019-2020"}) {
      AddColumn(table, ("c" + std::to_string(i)).c_str(), v1::MEASURE_UNSPECIFIED);
      table.mutable_columns(i++)->set_period(period);
    }
    table.set_claimed_periods(claimed);
    EXPECT_EQ(!Found(test, "period_against_columns").empty(), found) << claimed;
  }
}

TEST(MixedScope, RowsOfOneTotalCountOneWhole) {
  TestReport test;
  v1::PrintedTable& table = Table(test);
  AddColumn(table, "n", v1::MEASURE_COUNT);
  AddRow(table, "deans", {"11"}).set_scope("clusters 1-6");
  AddRow(table, "teachers", {"4"}).set_scope("clusters 1-6");
  AddRow(table, "total", {"15"}, v1::ROW_KIND_TOTAL);
  EXPECT_THAT(Found(test, "mixed_scope"), IsEmpty());
  table.mutable_rows(1)->set_scope("cluster 1");
  EXPECT_THAT(Found(test, "mixed_scope"), ElementsAre("t/total"));
}

TEST(SmallCell, ASharesGroupOfOneIsFound) {
  TestReport test;
  v1::PrintedTable& table = Table(test);
  AddColumn(table, "n", v1::MEASURE_COUNT);
  AddColumn(table, "yes", v1::MEASURE_COUNT);
  AddColumn(table, "share", v1::MEASURE_PERCENT, "yes", "n");
  AddRow(table, "6B04107", {"10", "8", "80"});
  AddRow(table, "7M04107", {"1", "1", "100"});
  EXPECT_THAT(Found(test, "small_cell"), ElementsAre("t/7M04107/share"));
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
