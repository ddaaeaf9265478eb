#include "services/rankings/app/import_scan.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "services/rankings/app/fake_directory.h"
#include "services/rankings/app/import_test.h"
#include "services/rankings/app/workbook_fixture.h"

namespace tarazy::rankings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// "row 2, staff: message"; "row 2: message" when it is about the whole row.
std::vector<std::string> Sentences(const ImportScan& scan) {
  std::vector<std::string> sentences;
  for (const ImportProblem& problem : scan.problems()) {
    sentences.push_back(absl::StrCat("row ", problem.row, problem.column.empty() ? "" : ", ",
                                     problem.column, ": ", problem.message));
  }
  return sentences;
}

class ImportScanTest : public ::testing::Test {
 protected:
  ImportScan& Scan(absl::string_view text) {
    file_ = std::make_unique<SpooledFile>();
    Fill(*file_, text);
    scan_ = std::make_unique<ImportScan>(*file_, methodology_, ignored_);
    return *scan_;
  }

  std::vector<std::string> Problems(absl::string_view text) {
    Scan(text);
    const absl::Status status = scan_->Check(nullptr);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(scan_->problem_count(), static_cast<int64_t>(scan_->problems().size()));
    return Sentences(*scan_);
  }

  // The problems that remain when a file that is good in itself meets the registry.
  std::vector<std::string> Resolved(absl::string_view text, bool register_unknown) {
    EXPECT_THAT(Problems(text), IsEmpty());
    const absl::Status status = scan_->ResolveUnits(directory_, register_unknown, {});
    EXPECT_TRUE(status.ok()) << status;
    return Sentences(*scan_);
  }

  std::vector<std::string> UnitIds() {
    std::vector<std::string> ids;
    for (const RankedUnit& unit : scan_->units()) ids.push_back(unit.id);
    return ids;
  }

  Methodology methodology_ = TwoVariables();
  std::vector<std::string> ignored_;
  FakeDirectory directory_{{.id = "u1", .title = {.en = "One"}, .group = "big"},
                           {.id = "u2", .title = {.ru = "Два"}}};
  std::unique_ptr<SpooledFile> file_;
  std::unique_ptr<ImportScan> scan_;
};

TEST_F(ImportScanTest, AGoodFileHasNoProblems) {
  EXPECT_THAT(Problems("institution,students,staff\nu1,10,\nu2,1e2,-0.5\n"), IsEmpty());
  EXPECT_EQ(scan_->filled_cells(), 3);
}

TEST_F(ImportScanTest, FaultsOfTheHeaderStandInRowOneAlone) {
  EXPECT_THAT(Problems("institution,x,y\nu1,oops\n"),
              ElementsAre(StartsWith("row 1, x: is no variable of demo"),
                          StartsWith("row 1, y: is no variable of demo")));
}

TEST_F(ImportScanTest, FileWithoutDataRowsIsRefused) {
  EXPECT_THAT(Problems(""), ElementsAre("row 1: the file has no data rows"));
  EXPECT_THAT(Problems("institution,staff\n\n"), ElementsAre("row 1: the file has no data rows"));
}

TEST_F(ImportScanTest, RowOfAnotherWidthIsNamed) {
  EXPECT_THAT(
      Problems("institution,staff\nu1,1\nu2,1,5\nu3\n"),
      ElementsAre("row 3: has 3 fields, the header has 2; a decimal comma or a missing quote?",
                  "row 4: has 1 fields, the header has 2; a decimal comma or a missing quote?"));
}

TEST_F(ImportScanTest, FileWithOnlyRowsOfAnotherWidthNamesThem) {
  EXPECT_THAT(Problems("institution,staff\nu2,1,5\n"), ElementsAre(HasSubstr("has 3 fields")));
}

TEST_F(ImportScanTest, RowWithoutAUnitIsNamed) {
  EXPECT_THAT(Problems("institution,staff\n,1\n"),
              ElementsAre("row 2: names no unit; the first column holds its id or title"));
}

TEST_F(ImportScanTest, TextsThatCannotBeStoredAreNamedWithTheirColumn) {
  EXPECT_THAT(Problems("institution,title,group,staff\n\xff\xfe,,,1\n"),
              ElementsAre("row 2: the unit: not valid UTF-8"));
  EXPECT_THAT(Problems("institution,title,group,staff\nu1,\x01,\xc3,1\n"),
              ElementsAre("row 2, title: title: holds a control character",
                          "row 2, group: group: not valid UTF-8"));
  EXPECT_THAT(Problems(absl::StrCat("institution,group,staff\nu1,", std::string(201, 'g'), ",1\n")),
              ElementsAre("row 2, group: group: longer than 200 bytes"));
  EXPECT_THAT(Problems(absl::StrCat("institution,staff\n", std::string(1001, 'u'), ",1\n")),
              ElementsAre("row 2: the unit: longer than 1000 bytes"));
  EXPECT_THAT(Problems("institution,variable,value,source,evidence\nu1,staff,1,\xff,\"a\nb\"\n"),
              ElementsAre("row 2, source: source: not valid UTF-8",
                          "row 2, evidence: evidence: holds a control character"));
}

TEST_F(ImportScanTest, GroupThatChangesInsideTheFileIsNamed) {
  EXPECT_THAT(Problems("institution,variable,value,group\nu1,staff,1,big\nu1,students,1,small\n"),
              ElementsAre("row 3, group: is \"small\" here and \"big\" in row 2"));
}

TEST_F(ImportScanTest, UnknownVariableOfALongFileIsNamed) {
  EXPECT_THAT(Problems("institution,variable,value\nu1,stuff,1\nu1,,2\nu1,Staff,3\n"),
              ElementsAre("row 2, variable: \"stuff\" is no variable of demo",
                          "row 3, variable: \"\" is no variable of demo",
                          "row 4, variable: \"Staff\" is no variable of demo"));
}

TEST_F(ImportScanTest, SecondValueOfACellIsNamed) {
  EXPECT_THAT(Problems("institution,staff,students\nu1,1,2\nu1,,2\n"),
              ElementsAre("row 3, staff: has a value for \"u1\" in an earlier row already",
                          "row 3, students: has a value for \"u1\" in an earlier row already"));
  EXPECT_THAT(Problems("institution,variable,value\nu1,staff,1\nu2,staff,1\nu1,staff,1\n"),
              ElementsAre("row 4, staff: has a value for \"u1\" in an earlier row already"));
}

TEST_F(ImportScanTest, WhatIsNoFiniteDecimalNumberIsNamed) {
  for (const char* text :
       {"nan", "inf", "-Infinity", "0x10", "1e999", "12%", "1.2.3", "one", "+", "١٢"}) {
    EXPECT_THAT(
        Problems(absl::StrCat("institution,staff\nu1,\"", text, "\"\n")),
        ElementsAre(absl::StrCat("row 2, staff: \"", text, "\" is not a finite decimal number")))
        << text;
  }
}

TEST_F(ImportScanTest, DecimalCommaIsNamed) {
  EXPECT_THAT(Problems("institution;staff\nu1;1,5\n"),
              ElementsAre("row 2, staff: \"1,5\" has a decimal comma; write a point, as in 1.5"));
}

TEST_F(ImportScanTest, LongFaultyTextIsQuotedShort) {
  const std::string long_text(5000, 'x');
  EXPECT_THAT(Problems(absl::StrCat("institution,staff\nu1,", long_text, "\n")),
              ElementsAre(absl::StrCat("row 2, staff: \"", long_text.substr(0, 40),
                                       "…\" is not a finite decimal number")));
}

TEST_F(ImportScanTest, ValuesBeyondTheVariablesLimitsAreNamed) {
  EXPECT_THAT(Problems("institution,students\nu1,-0.5\nu2,1000.5\nu3,0\nu4,1000\n"),
              ElementsAre("row 2, students: -0.5 is below the minimum 0",
                          "row 3, students: 1000.5 is above the maximum 1000"));
}

TEST_F(ImportScanTest, BaseAndStandardErrorAreNumbersThatAreNotNegative) {
  EXPECT_THAT(
      Problems("institution,variable,value,base,standard_error\nu1,staff,1,x,1;2\nu2,staff,1,-1,-2"
               "\nu3,staff,1,30,0.5\n"),
      ElementsAre("row 2, base: \"x\" is not a finite decimal number",
                  "row 2, standard_error: \"1;2\" is not a finite decimal number",
                  "row 3, base: must not be negative",
                  "row 3, standard_error: must not be negative"));
}

TEST_F(ImportScanTest, EveryFaultOfARowIsNamed) {
  EXPECT_THAT(Problems("institution,students,staff\n,x,y\n"),
              ElementsAre(StartsWith("row 2: names no unit"), StartsWith("row 2, students: \"x\""),
                          StartsWith("row 2, staff: \"y\"")));
}

TEST_F(ImportScanTest, BrokenQuoteStopsTheReading) {
  EXPECT_TRUE(FailsWith(Scan("institution,staff\nu1,\"1\n").Check(nullptr),
                        absl::StatusCode::kInvalidArgument, Reason::kImportRejected));
}

TEST_F(ImportScanTest, ProblemsBeforeABrokenQuoteAreKept) {
  EXPECT_THAT(Problems("institution,staff\nu1,x\nu2,\"1\n"),
              ElementsAre(StartsWith("row 2, staff")));
}

TEST_F(ImportScanTest, HundredProblemsAreKeptAndAllAreCounted) {
  std::string text = "institution,staff\n";
  for (int i = 0; i < 250; ++i) absl::StrAppend(&text, "u", i, ",x\n");
  Scan(text);
  ASSERT_TRUE(scan_->Check(nullptr).ok());
  EXPECT_EQ(scan_->problem_count(), 250);
  ASSERT_EQ(scan_->problems().size(), 100u);
  EXPECT_EQ(scan_->problems().front().row, 2);
  EXPECT_EQ(scan_->problems().back().row, 101);
}

TEST_F(ImportScanTest, IgnoredColumnsMayHoldAnything) {
  ignored_ = {"rector"};
  EXPECT_THAT(Problems("institution,rector,staff\nu1,\xff\x01,1\nu2,\"a,b\",2\n"), IsEmpty());
  EXPECT_EQ(scan_->filled_cells(), 2);
}

TEST_F(ImportScanTest, ProgressTellsRowsCellsAndBytes) {
  std::string text = "institution,staff,students\n";
  for (int i = 0; i < 25; ++i) absl::StrAppend(&text, "u", i, ",1,\n");
  std::vector<ImportProgress> told;
  ASSERT_TRUE(Scan(text).Check([&](const ImportProgress& p) { told.push_back(p); }).ok());
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].rows, 10);
  EXPECT_EQ(told[1].rows, 20);
  EXPECT_EQ(told[1].cells, 20);
  EXPECT_EQ(told[1].bytes, file_->size());  // one piece
}

TEST_F(ImportScanTest, UnitsAreFoundByIdAndByTitle) {
  EXPECT_THAT(Resolved("institution,title,staff\nu1,Other,1\nДва,,2\n", false), IsEmpty());
  EXPECT_THAT(UnitIds(), ElementsAre("u1", "u2"));
  EXPECT_EQ(scan_->units()[0].title.en, "One");  // a known unit keeps its own
  EXPECT_THAT(scan_->new_units(), IsEmpty());
}

TEST_F(ImportScanTest, GroupOfTheFileGoesBeforeTheRegistrys) {
  EXPECT_THAT(Resolved("institution,group,staff\nu1,small,1\nu2,,2\n", false), IsEmpty());
  EXPECT_EQ(scan_->units()[0].group, "small");
  EXPECT_EQ(scan_->units()[1].group, "");
  EXPECT_THAT(Resolved("institution,group,staff\nu1,,1\n", false), IsEmpty());
  EXPECT_EQ(scan_->units()[0].group, "big");
}

TEST_F(ImportScanTest, UnknownUnitsAreNamedUnlessTheyShallBeRegistered) {
  EXPECT_THAT(Resolved("institution,staff\nu1,1\nu9,1\nNine,2\n", false),
              ElementsAre("row 3: \"u9\" is not registered; register it, or let the import "
                          "register units",
                          "row 4: \"Nine\" is not registered; register it, or let the import "
                          "register units"));
}

TEST_F(ImportScanTest, NewUnitsGetIdTitleAndGroup) {
  EXPECT_THAT(
      Resolved("institution,title,group,staff\nu9,Nine,big,1\nҚазақ университеті,,,2\n", true),
      IsEmpty());
  ASSERT_EQ(scan_->new_units().size(), 2u);
  EXPECT_EQ(scan_->new_units()[0].id, "u9");
  EXPECT_EQ(scan_->new_units()[0].title.en, "Nine");
  EXPECT_EQ(scan_->new_units()[0].group, "big");
  EXPECT_EQ(scan_->new_units()[1].id, "qazaq-universiteti");
  EXPECT_EQ(scan_->new_units()[1].title.en, "Қазақ университеті");
}

TEST_F(ImportScanTest, TitleThatGivesNoIdIsNamed) {
  EXPECT_THAT(Resolved("institution,staff\n!!!,1\n", true),
              ElementsAre("row 2: \"!!!\" gives no id; register it by hand and name its id here"));
}

TEST_F(ImportScanTest, TitleOfSeveralUnitsIsNamed) {
  directory_.Add({.id = "u3", .title = {.kk = "One"}});
  for (const bool register_unknown : {false, true}) {
    EXPECT_THAT(Resolved("institution,staff\nOne,1\n", register_unknown),
                ElementsAre("row 2: \"One\" is the title of several units; use an id"));
  }
}

TEST_F(ImportScanTest, TwoKeysOfOneUnitAreNamed) {
  EXPECT_THAT(Resolved("institution,staff\nu1,1\nu2,2\nOne,3\n", false),
              ElementsAre("row 4: \"One\" and \"u1\" in row 2 both mean the unit u1"));
}

TEST_F(ImportScanTest, TwoTitlesThatGiveOneIdAreNamed) {
  EXPECT_THAT(
      Resolved("institution,staff\nNew Uni,1\nNEW-UNI,2\n", true),
      ElementsAre("row 3: \"NEW-UNI\" and \"New Uni\" in row 2 both mean the unit new-uni"));
}

// Else one institution's figures would silently become another's.
TEST_F(ImportScanTest, TitleThatGivesTheIdOfAnotherUnitIsNamed) {
  EXPECT_THAT(Resolved("institution,staff\nU1,1\n", true),
              ElementsAre("row 2: \"U1\" gives the id u1, which another unit has; register it and "
                          "name its id here"));
}

TEST_F(ImportScanTest, TitleThatGaveItsUnitTheIdMeansThatUnit) {
  directory_.Add({.id = "long-name", .title = {.en = "Short"}});
  EXPECT_THAT(Resolved("institution,title,staff\nLong Name,Short,1\n", true), IsEmpty());
  EXPECT_THAT(UnitIds(), ElementsAre("long-name"));
}

TEST_F(ImportScanTest, UnitsWithoutAGroupAreNamedWhenTheMethodologyHasGroups) {
  methodology_.groups = Groups{};
  EXPECT_THAT(Resolved("institution,staff\nu1,1\nu2,2\nu9,3\n", true),
              ElementsAre("row 3, group: \"u2\" has no group; state it here or in the registry",
                          "row 4, group: \"u9\" has no group; state it here or in the registry"));
}

TEST_F(ImportScanTest, ManyUnitsAreResolvedInTheirOrder) {
  std::string text = "institution,staff\n";
  for (int i = 0; i < 2500; ++i) {
    const std::string id = absl::StrCat("m", i);
    if (i % 2 == 0) directory_.Add({.id = id, .title = {.en = absl::StrCat("T", i)}});
    absl::StrAppend(&text, id, ",1\n");
  }
  EXPECT_THAT(Resolved(text, true), IsEmpty());
  ASSERT_EQ(scan_->units().size(), 2500u);
  for (int i = 0; i < 2500; ++i) ASSERT_EQ(scan_->units()[i].id, absl::StrCat("m", i));
  EXPECT_EQ(scan_->new_units().size(), 1250u);
}

TEST_F(ImportScanTest, FailureOfTheRegistryIsReturned) {
  directory_.Fail(absl::UnavailableError("away"));
  EXPECT_THAT(Problems("institution,staff\nu1,1\n"), IsEmpty());
  EXPECT_EQ(scan_->ResolveUnits(directory_, true, {}), absl::UnavailableError("away"));
}

TEST_F(ImportScanTest, SecondReadingPassesOnEveryCell) {
  ASSERT_THAT(Resolved("institution,variable,value,source,base\nu2,staff,1.5,survey,30\n"
                       "u1,staff,,,\nOne,students,7,,\n",
                       false),
              ElementsAre(HasSubstr("both mean")));
  ASSERT_THAT(Resolved("institution,variable,value,source,base\nu2,staff,1.5,survey,30\n"
                       "u1,staff,,,\nu1,students,7,,\n",
                       false),
              IsEmpty());
  std::vector<std::string> seen;
  const absl::Status status = scan_->ForEachValue(nullptr, [&](const ImportedValue& value) {
    seen.push_back(absl::StrCat(scan_->units()[value.unit].id, " ", value.variable, " ",
                                value.value.value_or(-1), " ", std::string(value.source), " ",
                                value.base.value_or(-1), " row ", value.row));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(seen,
              ElementsAre("u2 1 1.5 survey 30 row 2", "u1 1 -1  -1 row 3", "u1 0 7  -1 row 4"));
}

TEST_F(ImportScanTest, AnErrorStopsTheSecondReading) {
  ASSERT_THAT(Resolved("institution,staff,students\nu1,1,2\nu2,3,4\n", false), IsEmpty());
  int cells = 0;
  EXPECT_EQ(scan_->ForEachValue(nullptr,
                                [&](const ImportedValue&) {
                                  ++cells;
                                  return absl::AbortedError("stop");
                                }),
            absl::AbortedError("stop"));
  EXPECT_EQ(cells, 1);
}

TEST_F(ImportScanTest, WhatATextIsInsteadOfANumberIsSaid) {
  EXPECT_THAT(
      Problems("institution,staff\nu1,\"1 234,5\"\nu2,1\xc2\xa0"
               "000\nu3,2026-03-01\nu4,1 x\n"),
      ElementsAre("row 2, staff: \"1 234,5\" has a thousands separator; write digits and a point "
                  "only, as in 1234.5",
                  StartsWith("row 3, staff: \"1\xc2\xa0"
                             "000\" has a thousands separator"),
                  "row 4, staff: \"2026-03-01\" is a date; give the cell a number format and type "
                  "the value again",
                  "row 5, staff: \"1 x\" is not a finite decimal number"));
}

TEST_F(ImportScanTest, FaultyCellsOfASpreadsheetAreProblemsWhereTheyAreRead) {
  Fixture fixture;
  const absl::string_view error = R"(t="e"><v>#N/A</v></c>)";
  fixture.rows =
      absl::StrCat(R"(<row r="3">)", Inline("A3", "institution"), Inline("B3", "staff"),
                   Inline("C3", "remark"), R"(</row><row r="4">)", Inline("A4", "u1"),
                   R"(<c r="B4" )", error, R"(<c r="C4" )", error, R"(</row><row r="6">)",
                   Inline("A6", "u2"), R"(<c r="B6"><v>5</v></c><c r="C6" )", error, "</row>");
  ignored_ = {"remark"};
  EXPECT_THAT(Problems(fixture.zip()), ElementsAre("row 4, staff: B4 holds the error #N/A"));
  EXPECT_EQ(scan_->filled_cells(), 1);
  ignored_.clear();
  EXPECT_THAT(Problems(fixture.zip()), ElementsAre(StartsWith("row 3, remark: is no variable")));
  fixture.rows = absl::StrCat("<row><c ", error, "</row>");
  EXPECT_THAT(Problems(fixture.zip()), ElementsAre("row 1: A1 holds the error #N/A"));
}

}  // namespace
}  // namespace tarazy::rankings
