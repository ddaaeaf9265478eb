#include "services/rankings/app/table_reader.h"

#include <xlsxwriter.h>

#include "services/rankings/app/table_test.h"
#include "services/rankings/app/workbook_fixture.h"

namespace tarazy::rankings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Lines(const Fixture& fixture) {
  Read read = ReadAll(fixture.zip());
  EXPECT_TRUE(read.status.ok()) << read.status;
  return read.lines;
}

// Row 1 "a|b", then row 2 with the cell B2.
std::vector<std::string> WithCell(absl::string_view cell, Fixture fixture = {}) {
  fixture.rows = absl::StrCat(R"(<row r="1">)", Inline("A1", "a"), Inline("B1", "b"), "</row>",
                              R"(<row r="2">)", Inline("A2", "u"), cell, "</row>");
  std::vector<std::string> lines = Lines(fixture);
  EXPECT_EQ(lines.front(), "1: a|b");
  lines.erase(lines.begin());
  return lines;
}

TEST(TableReaderTest, CsvIsReadAsBefore) {
  EXPECT_THAT(ReadAll("a;b\n\n1;2\n").lines, ElementsAre("1: a|b", "3: 1|2"));
  EXPECT_THAT(ReadAll("").lines, ElementsAre());
  EXPECT_THAT(ReadAll("PK").lines, ElementsAre("1: PK"));
}

TEST(TableReaderTest, ReadsWhatALibraryWrites) {
  const std::string bytes = BytesWritten([](const std::string& path) {
    lxw_workbook* book = workbook_new(path.c_str());
    workbook_add_worksheet(book, "notes");
    lxw_worksheet* sheet = workbook_add_worksheet(book, "Values");
    lxw_format* date = workbook_add_format(book);
    format_set_num_format(date, "dd.mm.yyyy");
    worksheet_write_string(sheet, 2, 0, "a", nullptr);
    worksheet_write_string(sheet, 2, 1, "қ=1+1", nullptr);
    worksheet_write_number(sheet, 4, 0, 0.1, nullptr);
    worksheet_write_boolean(sheet, 4, 1, 1, nullptr);
    worksheet_write_formula_num(sheet, 5, 0, "=6*7", nullptr, 42);
    worksheet_write_number(sheet, 5, 1, 46082, date);
    worksheet_write_blank(sheet, 900, 0, date);
    workbook_close(book);
  });
  EXPECT_THAT(ReadAll(bytes).lines, ElementsAre("3: a|қ=1+1", "5: 0.1|TRUE", "6: 42|2026-03-01"));
}

TEST(TableReaderTest, NumbersKeepTheirDigits) {
  EXPECT_THAT(WithCell(R"(<c r="B2"><v>0.30000000000000004</v></c>)"),
              ElementsAre("2: u|0.30000000000000004"));
  EXPECT_THAT(WithCell(R"(<c r="B2" t="n"><v>1E-3</v></c>)"), ElementsAre("2: u|1E-3"));
}

TEST(TableReaderTest, TextsMayBeSharedFormattedOrInline) {
  Fixture fixture;
  fixture.strings =
      "<si><t>plain</t></si><si><r><t>ri</t></r><r><rPr/><t>ch</t></r><rPh><t>no</t></rPh></si>"
      R"(<si><t xml:space="preserve"> _x0041__x005F_x &amp; </t></si>)";
  EXPECT_THAT(WithCell(R"(<c r="B2" t="s"><v>0</v></c>)", fixture), ElementsAre("2: u|plain"));
  EXPECT_THAT(WithCell(R"(<c r="B2" t="s"><v>1</v></c>)", fixture), ElementsAre("2: u|rich"));
  EXPECT_THAT(WithCell(R"(<c r="B2" t="s"><v>2</v></c>)", fixture), ElementsAre("2: u|A_x &"));
  EXPECT_THAT(WithCell(R"(<c r="B2" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c>)"),
              ElementsAre("2: u|xy"));
}

TEST(TableReaderTest, FormulasCountWithTheirStoredResult) {
  EXPECT_THAT(WithCell(R"(<c r="B2"><f>1+1</f><v>2</v></c>)"), ElementsAre("2: u|2"));
  EXPECT_THAT(WithCell(R"(<c r="B2" t="str"><f>A2</f><v>t</v></c>)"), ElementsAre("2: u|t"));
  EXPECT_THAT(WithCell(R"(<c r="B2" t="str"><f>A9</f><v></v></c>)"), ElementsAre("2: u|"));
  for (const char* cell : {R"(<c r="B2"><f>1+1</f></c>)", R"(<c r="B2"><f>1+1</f><v/></c>)",
                           R"(<c r="B2" t="str"><f>A1</f></c>)"}) {
    EXPECT_THAT(WithCell(cell),
                ElementsAre("2: u|", HasSubstr("2: column 1: B2 is a formula without a stored")));
  }
}

TEST(TableReaderTest, ErrorsAndPercentagesAreFaultsAndDatesAreTexts) {
  Fixture fixture;
  fixture.formats =
      R"(<numFmts><numFmt numFmtId="164" formatCode="[Red]yyyy;@"/></numFmts>)"
      R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs>)";
  EXPECT_THAT(WithCell(R"(<c r="B2" t="e"><v>#DIV/0!</v></c>)"),
              ElementsAre("2: u|", "2: column 1: B2 holds the error #DIV/0!"));
  EXPECT_THAT(WithCell(R"(<c r="B2" s="2"><v>0.5</v></c>)", fixture),
              ElementsAre("2: u|", HasSubstr("B2 is a percentage, stored as 0.5")));
  EXPECT_THAT(WithCell(R"(<c r="B2" s="1"><v>46082.5</v></c>)", fixture),
              ElementsAre("2: u|2026-03-01 12:00:00"));
  fixture.properties = R"(<workbookPr date1904="1"/>)";
  EXPECT_THAT(WithCell(R"(<c r="B2" s="1"><v>0</v></c>)", fixture), ElementsAre("2: u|1904-01-01"));
  EXPECT_THAT(WithCell(R"(<c r="B2" t="d"><v>2026-03-01</v></c>)"), ElementsAre("2: u|2026-03-01"));
}

TEST(TableReaderTest, SparseHiddenAndUnaddressedCellsStandInTheirPlace) {
  Fixture fixture;
  fixture.rows = absl::StrCat(
      R"(<row r="2">)", Inline("A2", "a"), Inline("B2", "b"), Inline("C2", "c"), "</row>",
      R"(<row r="4" hidden="1"><c r="C4"><v>3</v></c></row>)",
      "<row><c><v>1</v></c><c><v>2</v></c></row>", R"(<row r="9"><c r="B9" s="1"/></row>)");
  EXPECT_THAT(Lines(fixture), ElementsAre("2: a|b|c", "4: ||3", "5: 1|2|"));
}

TEST(TableReaderTest, ValuesBesideTheTableAndMergedCellsAreFaults) {
  Fixture fixture;
  fixture.rows =
      absl::StrCat(R"(<row r="1">)", Inline("A1", "a"), R"(</row><row r="2">)", Inline("A2", "x"),
                   Inline("C2", "y"), R"(</row><row r="3">)", Inline("A3", "x"), "</row>");
  fixture.after = R"(<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="D1:E9"/></mergeCells>)";
  EXPECT_THAT(Lines(fixture),
              ElementsAre("1: a", "2: x",
                          "2: column -1: C2 holds a value, but column C has no name in row 1",
                          "3: x", HasSubstr("2: column -1: A2:A3 are merged")));
  fixture.after = "";
  fixture.rows = absl::StrCat(R"(<row r="1">)", Inline("B1", "b"), "</row>");
  EXPECT_THAT(Lines(fixture), ElementsAre("1: |b", HasSubstr("A1 is empty; every column needs")));
}

TEST(TableReaderTest, TheSheetIsTheTemplatesElseTheFirstVisible) {
  Fixture fixture;
  fixture.rows = absl::StrCat("<row>", Inline("A1", "second sheet"), "</row>");
  EXPECT_THAT(Lines(fixture), ElementsAre("1: second sheet"));
  fixture.sheets = R"(<sheet name="b" r:id="rId1"/><sheet name="VALUES" r:id="rId2"/>)";
  EXPECT_THAT(Lines(fixture), ElementsAre("1: second sheet"));
  fixture.sheets = R"(<sheet name="b" r:id="rId1"/><sheet name="c" r:id="rId2"/>)";
  EXPECT_THAT(Lines(fixture), ElementsAre("1: first sheet"));
  fixture.sheets = R"(<sheet name="b" state="hidden" r:id="rId1"/><sheet name="c" r:id="rId2"/>)";
  EXPECT_THAT(Lines(fixture), ElementsAre("1: second sheet"));
}

TEST(TableReaderTest, StrictDialectAndPrefixesAreReadToo) {
  Parts parts = Fixture{}.parts();
  parts.back().second =
      R"(<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row>)"
      R"(<x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
  EXPECT_THAT(ReadAll(Zip(parts)).lines, ElementsAre("1: 7"));
}

TEST(TableReaderTest, AnErrorOfTheCallerStopsTheReading) {
  SpooledFile file;
  Fixture fixture;
  fixture.rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>";
  Fill(file, fixture.zip());
  int rows = 0;
  const absl::Status status = ReadTable(file, [&](const TableRow&) {
    ++rows;
    return absl::CancelledError("enough");
  });
  EXPECT_EQ(status, absl::CancelledError("enough"));
  EXPECT_EQ(rows, 1);
}

}  // namespace
}  // namespace tarazy::rankings
