// The tables of a real report (annexes 3 and 4 of 2023): every count, every right percentage, and
// the printed ones that cannot come from the counts. The expected findings were worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/figures/percent.h"
#include "services/surveys/domain/tables/check_tables.h"
#include "services/surveys/domain/tables/count_tables.h"
#include "services/surveys/file/read_tables.h"

namespace tarazy::surveys {
namespace {

using ::testing::ElementsAre;

std::string SeedFile() {
  const char* shared = std::getenv("TARAZY_SHARED");
  const std::string path = absl::StrCat(shared != nullptr ? shared : REPOSITORY "/../shared",
                                        "/data/survey-tables-2023.json");
  if (!std::filesystem::exists(path)) {
    std::cout << "TARAZY_SHARED is absent: the published tables are not compared\n";
    return "";
  }
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// "item: label printed, right" of the impossible percentages.
std::vector<std::string> Impossible(const std::vector<v1::TableFinding>& findings) {
  std::vector<std::string> lines;
  for (const v1::TableFinding& finding : findings) {
    if (finding.rule() != "percent_impossible") continue;
    lines.push_back(absl::StrCat(finding.item(), ": ", finding.category(), " ", finding.printed(),
                                 ", ", finding.derived()));
  }
  return lines;
}

// "rule item printed, right" of the others.
std::vector<std::string> Others(const std::vector<v1::TableFinding>& findings) {
  std::vector<std::string> lines;
  for (const v1::TableFinding& finding : findings) {
    if (finding.rule() == "percent_impossible") continue;
    lines.push_back(absl::StrCat(finding.rule(), " ", finding.item(), " ", finding.printed(), ", ",
                                 finding.derived()));
  }
  return lines;
}

struct Agreement {
  int counts = 0;
  int percentages = 0;
  int differing = 0;
};

// Counts and percentages as our tallies give them, against the file.
Agreement Compare(const v1::PublishedTables& tables) {
  Agreement agreement;
  const Form form(QuestionnaireOf(tables, "seed"));
  const StratumTally all = TalliesOf(tables, form).at("all");
  EXPECT_EQ(all.ballots, tables.n());
  for (int i = 0; i < tables.items_size(); ++i) {
    const v1::PublishedItem& item = tables.items(i);
    EXPECT_EQ(all.questions[i].answered, tables.n()) << item.id();
    for (int c = 0; c < item.counts_size(); ++c) {
      if (all.questions[i].options[c] == item.counts(c)) ++agreement.counts;
      if (item.printed_percent(c).empty()) continue;
      // The students' programmes are printed with two digits, everything else with one.
      const int digits = item.id() == "programme" ? 2 : 1;
      const double ours = RoundedPercent(item.counts(c), all.questions[i].answered, digits);
      const bool same = ours == std::strtod(item.printed_percent(c).c_str(), nullptr);
      ++(same ? agreement.percentages : agreement.differing);
    }
  }
  return agreement;
}

TEST(SeedTablesTest, TheTeachersTablesAreReproduced) {
  const std::string file = SeedFile();
  if (file.empty()) return;
  const auto tables = ReadTables(file, "faculty");
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(tables->n(), 57);
  EXPECT_EQ(tables->items_size(), 60);
  const Agreement agreement = Compare(*tables);
  std::cout << "57 teachers: " << agreement.counts << " counts, " << agreement.percentages
            << " percentages reproduced, " << agreement.differing << " printed ones impossible\n";
  EXPECT_EQ(agreement.counts, 310);
  EXPECT_EQ(agreement.percentages, 264);
  EXPECT_EQ(agreement.differing, 6);

  const std::vector<v1::TableFinding> findings = CheckTables(*tables);
  EXPECT_THAT(Impossible(findings),
              ElementsAre("2: Associate professor 3.4, 3.5",        // 2/57 = 3.5088
                          "3: PhD 22.9, 22.8",                      // 13/57 = 22.8070
                          "22: Badly 1.9, 1.8",                     // 1/57 = 1.7544
                          "23: Badly 1.9, 1.8",                     // 1/57 = 1.7544
                          "39.4: Sometimes 12, 12.3",               // 7/57 = 12.2807
                          "40.14: Completely satisfied 73.2, 73.7"  // 42/57 = 73.6842
                          ));
  // 67 degrees of 57 people (item 3) are no fault: several answers are allowed.
  EXPECT_THAT(
      Others(findings),
      ElementsAre("row_does_not_add_up 2 100, 100.1", "row_does_not_add_up 22 100.2, 100.1",
                  "row_does_not_add_up 23 100.2, 100.1", "row_does_not_add_up 39.4 99.7, 100",
                  "row_does_not_add_up 40.14 99.5, 100"));
}

TEST(SeedTablesTest, TheStudentsTablesAreReproduced) {
  const std::string file = SeedFile();
  if (file.empty()) return;
  const auto tables = ReadTables(file, "students");
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(tables->n(), 177);
  EXPECT_EQ(tables->items_size(), 60);
  const Agreement agreement = Compare(*tables);
  std::cout << "177 students: " << agreement.counts << " counts, " << agreement.percentages
            << " percentages reproduced, " << agreement.differing << " printed ones impossible\n";
  EXPECT_EQ(agreement.counts, 327);
  EXPECT_EQ(agreement.percentages, 228);
  EXPECT_EQ(agreement.differing, 20);

  const std::vector<v1::TableFinding> findings = CheckTables(*tables);
  // 20 percentages in 17 rows that were made to add up to 100.
  EXPECT_THAT(Impossible(findings),
              ElementsAre("4: Partially satisfied 18.7, 18.6",    // 33/177 = 18.6441
                          "6: Partially satisfied 19.3, 19.2",    // 34/177 = 19.2090
                          "7: Partially satisfied 18.7, 18.6",    // 33/177 = 18.6441
                          "9: Partially satisfied 19.7, 19.8",    // 35/177 = 19.7740
                          "18: Partially satisfied 17.4, 17.5",   // 31/177 = 17.5141
                          "24: Partially satisfied 15.2, 15.3",   // 27/177 = 15.2542
                          "26: Partially satisfied 15.2, 15.3",   // 27/177 = 15.2542
                          "30: Partially satisfied 16.5, 16.4",   // 29/177 = 16.3842
                          "30: Partially dissatisfied 2.2, 2.3",  // 4/177 = 2.2599
                          "30: Not satisfied 2.2, 2.3",           // 4/177 = 2.2599
                          "31: Completely satisfied 73.5, 73.4",  // 130/177 = 73.4463
                          "32: Completely satisfied 74.8, 74.6",  // 132/177 = 74.5763
                          "32: Partially satisfied 17.8, 18.1",   // 32/177 = 18.0791
                          "34: Completely satisfied 85.8, 85.9",  // 152/177 = 85.8757
                          "35: Completely satisfied 76.2, 76.3",  // 135/177 = 76.2712
                          "43: Full consent 61.5, 61.6",          // 109/177 = 61.5819
                          "47: Full consent 63.9, 63.8",          // 113/177 = 63.8418
                          "48: Full consent 59.8, 59.9",          // 106/177 = 59.8870
                          "51: Full consent 71.7, 71.8",          // 127/177 = 71.7514
                          "54: Full consent 75.6, 75.7"           // 134/177 = 75.7062
                          ));
  // Item 57 adds up to 99.9 and the programmes to 99.99: each percentage is right.
  EXPECT_THAT(
      Others(findings),
      ElementsAre("row_does_not_add_up 4 100, 99.9", "row_does_not_add_up 6 100, 99.9",
                  "row_does_not_add_up 7 100, 99.9", "row_does_not_add_up 9 100, 100.1",
                  "row_does_not_add_up 18 100, 100.1", "row_does_not_add_up 24 100, 100.1",
                  "row_does_not_add_up 26 100, 100.1", "row_does_not_add_up 30 100, 100.1",
                  "row_does_not_add_up 31 100, 99.9", "row_does_not_add_up 32 100, 100.1",
                  "row_does_not_add_up 34 100, 100.1", "row_does_not_add_up 35 100, 100.1",
                  "row_does_not_add_up 43 100, 100.1", "duplicate_text 44 , ",
                  "row_does_not_add_up 47 100, 99.9", "row_does_not_add_up 48 100, 100.1",
                  "row_does_not_add_up 51 100, 100.1", "row_does_not_add_up 54 100, 100.1"));
}

}  // namespace
}  // namespace tarazy::surveys
