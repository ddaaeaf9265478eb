// The survey tables of a real report, taken from their counts.
#include <fstream>

#include "tests/e2e/surveys/small_survey.h"

namespace tarazy::e2e {
namespace {

using ::testing::HasSubstr;

class PublishedTablesTest : public SurveyJourney {
 protected:
  void SetUp() override {
    path_ = SharedFolder() + "/data/survey-tables-2023.json";
    std::ifstream file(path_);
    if (SharedFolder().empty() || !file) {
      GTEST_SKIP() << "TARAZY_SHARED has no survey tables";
    }
    data_ = nlohmann::json::parse(file);
  }

  // Every count of every table is what it was, by the order of the labels; percentages are right.
  void ExpectReproduced(const std::string& population, const std::string& campaign,
                        int printed_wrong) {
    const auto imported =
        Must({"survey", "import-tables", campaign, path_, "--population", population});
    int impossible = 0;
    for (const auto& finding : imported["findings"]) {
      impossible += finding["rule"] == "percent_impossible";
    }
    EXPECT_EQ(impossible, printed_wrong);
    const auto results = Must({"survey", "results", campaign});
    std::map<std::string, std::vector<nlohmann::json>> by_question;
    for (const auto& row : results) by_question[row["question"]].push_back(row);
    const int64_t n = data_[population]["n"];
    int compared = 0;
    for (const auto& table : data_[population]["items"]) {
      const auto& rows = by_question[table["id"]];
      ASSERT_EQ(rows.size(), table["counts"].size()) << table["id"];
      for (size_t i = 0; i < rows.size(); ++i) {
        const int64_t count = table["counts"][i];
        EXPECT_EQ(rows[i]["count"], count) << table["id"] << " " << i;
        // One digit, a half away from zero, in whole numbers.
        const int64_t tenths = (count * 2000 + n) / (2 * n);
        EXPECT_EQ(rows[i]["percent"], static_cast<double>(tenths) / 10) << table["id"] << " " << i;
        ++compared;
      }
    }
    EXPECT_GT(compared, 200);
  }

  std::string path_;
  nlohmann::json data_;
};

// Printed percentages that are not those of their counts, counted apart from the program with exact
// fractions: of the teachers 2/57 as 3.4, 13/57 as 22.9, twice 1/57 as 1.9, 7/57 as 12, 42/57 as
// 73.2; of the students twenty, such as 33/177 as 18.7 and 132/177 as 74.8.
TEST_F(PublishedTablesTest, TheTeachersTablesComeOutOfTheirCounts) {
  ExpectReproduced("faculty", "seed-teachers", 6);
}

TEST_F(PublishedTablesTest, TheStudentsTablesComeOutOfTheirCounts) {
  ExpectReproduced("students", "seed-students", 20);
}

TEST_F(PublishedTablesTest, WhatNeedsRecordsIsRefusedWithTheReason) {
  Must({"survey", "import-tables", "seed-again", path_, "--population", "students"});
  EXPECT_THAT(Refused({"survey", "cross", "seed-again", "sex", "24"}), HasSubstr("RECORDS_NEEDED"));
  EXPECT_THAT(Refused({"survey", "quality", "seed-again"}), HasSubstr("RECORDS_NEEDED"));
}

TEST_F(PublishedTablesTest, WhichOfSeveralHasToBeSaid) {
  EXPECT_THAT(Refused({"survey", "import-tables", "seed-which", path_}),
              ::testing::AllOf(HasSubstr("faculty"), HasSubstr("students")));
}

}  // namespace
}  // namespace tarazy::e2e
