#include "services/surveys/app/export/results_csv.h"

#include <gmock/gmock.h>

#include <map>
#include <vector>

#include "services/surveys/app/export/test_results.h"
#include "services/surveys/app/export/test_tools.h"

namespace tarazy::surveys {
namespace {

using ::testing::SizeIs;

using Row = std::map<std::string, std::string>;

// RFC 4180, read by its grammar.
std::vector<Row> Read(const std::string& csv) {
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (size_t i = 0; i < csv.size(); ++i) {
    if (quoted) {
      if (csv[i] != '"') {
        lines.back().back() += csv[i];
      } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
        lines.back().back() += csv[i++];
      } else {
        quoted = false;
      }
    } else if (csv[i] == '"') {
      quoted = true;
    } else if (csv[i] == ',') {
      lines.back().emplace_back();
    } else if (csv.compare(i, 2, "\r\n") == 0) {
      lines.push_back({""});
      ++i;
    } else {
      lines.back().back() += csv[i];
    }
  }
  EXPECT_EQ(lines.back(), std::vector<std::string>{""}) << "the last line ends too";
  lines.pop_back();
  std::vector<Row> rows;
  for (size_t i = 1; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].size(), lines[0].size()) << "line " << i;
    Row& row = rows.emplace_back();
    for (size_t j = 0; j < lines[i].size(); ++j) row[lines[0][j]] = lines[i][j];
  }
  return rows;
}

std::vector<Row> Export(const char* language) {
  return Read(Exported([&](Sink sink) { return WriteResultsCsv(TestResults(), language, sink); }));
}

TEST(ResultsCsvTest, OneRowPerStratumQuestionAndChoice) {
  const std::vector<Row> rows = Export("en");
  ASSERT_THAT(rows, SizeIs(10));
  EXPECT_EQ(rows[0].at("kind"), "stratum");
  EXPECT_EQ(rows[0].at("ballots"), "57");
  EXPECT_EQ(rows[0].at("frame"), "120");
  EXPECT_EQ(rows[1].at("question_text"), "How is \"teaching\", in <all> & sum?");
  EXPECT_EQ(rows[1].at("missing"), "3");
  EXPECT_EQ(rows[2].at("choice"), "very-good");
  EXPECT_EQ(rows[2].at("count"), "25");
  EXPECT_EQ(rows[2].at("percent"), "46.3");
  EXPECT_EQ(rows[2].at("base"), "54");
  EXPECT_EQ(rows[4].at("kind"), "no-answer");
  EXPECT_EQ(rows[4].at("base"), "") << "it is in no base";
  EXPECT_EQ(rows[5].at("question_text"), "How content are you — with the library");
  EXPECT_EQ(rows[5].at("mean"), "-1.25") << "a number is no formula";
  EXPECT_EQ(rows[8].at("kind"), "object");
  EXPECT_EQ(rows[8].at("choice"), "ektu");
  EXPECT_EQ(rows[8].at("mean"), "4.5");
  for (const Row& row : rows) {
    EXPECT_EQ(row.at("campaign"), "campaigns/ektu-students-2023");
    EXPECT_EQ(row.at("policy"), "a1b2");
    EXPECT_EQ(row.at("invented"), "true");
  }
}

TEST(ResultsCsvTest, WhatIsSuppressedSaysSoAndHasNoFigure) {
  const std::vector<Row> rows = Export("en");
  const Row& bad = rows[3];
  EXPECT_EQ(bad.at("choice"), "bad");
  EXPECT_EQ(bad.at("suppressed"), "suppressed");
  EXPECT_EQ(bad.at("count"), "");
  EXPECT_EQ(bad.at("percent"), "");
  const Row& small = rows[9];
  EXPECT_EQ(small.at("stratum"), "6b04107");
  EXPECT_EQ(small.at("suppressed"), "suppressed");
  EXPECT_EQ(small.at("ballots"), "");
  EXPECT_EQ(rows[2].at("suppressed"), "");
}

TEST(ResultsCsvTest, LabelsAreInTheLanguageAndNeverFormulas) {
  EXPECT_EQ(Export("kk")[2].at("label"), "Өте жақсы");
  EXPECT_EQ(Export("kk")[0].at("title"), "Барлығы");
  EXPECT_EQ(Export("ru")[1].at("question_text"), "Как преподают?");
  EXPECT_EQ(Export("en")[2].at("label"), "'=Very good, really");
}

TEST(ResultsCsvTest, ASinkThatFailsEndsTheExport) {
  v1::Results results = TestResults();
  for (int i = 0; i < 1000; ++i) *results.add_strata() = results.strata(0);
  int pieces = 0;
  const absl::Status status = WriteResultsCsv(results, "en", [&](absl::string_view piece) {
    EXPECT_LT(piece.size(), kPiece + 1000);
    return ++pieces == 2 ? absl::CancelledError("gone") : absl::OkStatus();
  });
  EXPECT_EQ(status, absl::CancelledError("gone"));
  EXPECT_EQ(pieces, 2);
}

}  // namespace
}  // namespace tarazy::surveys
