#include "services/cli/output.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace tarazy::cli {
namespace {

Table Units() {
  return {.columns = {{"rank"}, {"title"}, {"score"}, {.name = "etag", .detail = true}},
          .rows = {{int64_t{1}, Localized{.en = "Atyrau", .ru = "Атырау", .kk = ""},
                    Decimal{"712.40"}, std::string("e1")},
                   {std::monostate(), Localized{.en = "", .ru = "Школа", .kk = ""},
                    std::monostate(), std::string("e2")}}};
}

std::string Rows(const Table& table, Style style) {
  std::ostringstream out;
  PrintRows(table, style, out);
  return out.str();
}

std::string One(const Table& table, Style style) {
  std::ostringstream out;
  PrintOne(table, style, out);
  return out.str();
}

TEST(OutputTest, JsonKeepsTheDigitsOfDecimalsAndTheOrderOfFields) {
  EXPECT_EQ(Rows(Units(), {.format = Format::kJson}),
            "[\n"
            "  {\"rank\": 1, \"title\": \"Atyrau\", \"score\": 712.40, \"etag\": \"e1\"},\n"
            "  {\"rank\": null, \"title\": \"Школа\", \"score\": null, \"etag\": \"e2\"}\n"
            "]\n");
}

TEST(OutputTest, JsonOfNoRowsIsAnEmptyArray) {
  EXPECT_EQ(Rows({.columns = {{"id"}}, .rows = {}}, {.format = Format::kJson}), "[]\n");
}

TEST(OutputTest, JsonTextComesBackTheSameAndHoldsNoRawControlCharacter) {
  const std::string nasty = "a\"\\\n\t\x1b[31m\x7f \u0085\u202e Қазақ 😀";
  const std::string json = JsonText(nasty);
  EXPECT_EQ(nlohmann::json::parse(json).get<std::string>(), nasty);
  EXPECT_EQ(json.find('\x1b'), std::string::npos);
  EXPECT_EQ(json.find('\x7f'), std::string::npos);
  EXPECT_EQ(json.find("\u202e"), std::string::npos);
}

TEST(OutputTest, JsonOfBytesThatAreNotUtf8IsStillJson) {
  EXPECT_EQ(nlohmann::json::parse(JsonText(std::string("a\xff"))).get<std::string>(), "a\ufffd");
}

TEST(OutputTest, JsonNumbersComeBackBitForBit) {
  for (const double value :
       {0.1, 1.0 / 3, 100000.0, 1e-7, 1e300, 5e-324, -0.25, 123456789012345.6}) {
    EXPECT_EQ(nlohmann::json::parse(JsonText(value)).get<double>(), value);
  }
  EXPECT_EQ(JsonText(100000.0), "100000");
  EXPECT_EQ(JsonText(1.0 / 0.0), "null");
}

TEST(OutputTest, ADecimalThatIsNoJsonNumberBecomesAString) {
  EXPECT_EQ(JsonText(Decimal{"-0.50"}), "-0.50");
  for (const char* odd : {"", "1.", ".5", "007", "1e5", "NaN", "1,5", "1}"}) {
    EXPECT_TRUE(nlohmann::json::parse(JsonText(Decimal{odd})).is_string()) << odd;
  }
}

TEST(OutputTest, JsonOfOneRowIsAnObjectWithNestedRows) {
  auto nested = std::make_shared<Table>();
  nested->columns = {{"rule"}};
  nested->rows = {{std::string("r1")}, {std::string("r2")}};
  const Table table{.columns = {{"edition"}, {"findings"}, {"groups"}},
                    .rows = {{std::string("e"), std::shared_ptr<const Table>(nested),
                              std::vector<std::string>{"a", "b"}}}};
  const auto json = nlohmann::json::parse(One(table, {.format = Format::kJson}));
  EXPECT_EQ(json["findings"][1]["rule"], "r2");
  EXPECT_EQ(json["groups"], nlohmann::json({"a", "b"}));
}

TEST(OutputTest, CsvQuotesWhatNeedsIt) {
  const Table table{.columns = {{"a"}, {"b,c"}},
                    .rows = {{std::string("say \"hi\""), std::monostate()},
                             {std::string("two\nlines"), Decimal{"1.50"}}}};
  EXPECT_EQ(Rows(table, {.format = Format::kCsv}),
            "a,\"b,c\"\r\n\"say \"\"hi\"\"\",\r\n\"two\nlines\",1.50\r\n");
}

TEST(OutputTest, TableAlignsCyrillicByWidthAndNumbersToTheRight) {
  EXPECT_EQ(Rows(Units(), {.format = Format::kTable, .language = Language::kRussian}),
            "rank  title    score\n"
            "   1  Атырау  712.40\n"
            "      Школа\n");
}

TEST(OutputTest, TableTitlesAreInTheReadersLanguageOrElseInAnyOther) {
  const Localized title{.en = "Atyrau", .ru = "", .kk = "Атырау"};
  EXPECT_EQ(InLanguage(title, Language::kKazakh), "Атырау");
  EXPECT_EQ(InLanguage(title, Language::kRussian), "Atyrau");
}

TEST(OutputTest, TableHeaderIsBoldOnlyOnATerminal) {
  const Table table{.columns = {{"id"}}, .rows = {}};
  EXPECT_EQ(Rows(table, {.format = Format::kTable, .terminal = true}), "\x1b[1mid\x1b[0m\n");
  EXPECT_EQ(Rows(table, {.format = Format::kTable}), "id\n");
}

TEST(OutputTest, TableRoundsAColumnToTheSameDecimals) {
  const Table table{.columns = {{"x"}}, .rows = {{1.5}, {2.0 / 3}, {10.0}}};
  EXPECT_EQ(Rows(table, {.format = Format::kTable}), "      x\n 1.5000\n 0.6667\n10.0000\n");
}

TEST(OutputTest, TableOfOneRowHasALinePerColumn) {
  EXPECT_EQ(One({.columns = {{"id"}, {"group"}},
                 .rows = {{std::string("ektu\x1b[2J"), std::monostate()}}},
                {.format = Format::kTable}),
            "id     ektu\\x1b[2J\ngroup\n");
}

}  // namespace
}  // namespace tarazy::cli
