#include "services/rankings/app/import_layout.h"

#include "services/rankings/app/import_test.h"

namespace tarazy::rankings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Fields = std::vector<std::string>;

struct Read {
  std::vector<std::string> problems;  // "column: message"
  std::unique_ptr<ImportLayout> layout;
};

Read ReadHeader(const Fields& header, const Fields& ignored = {},
                const Methodology& methodology = TwoVariables()) {
  Read read;
  std::vector<ImportProblem> problems;
  read.layout = std::make_unique<ImportLayout>(methodology, header, ignored, problems);
  for (const ImportProblem& problem : problems) {
    EXPECT_EQ(problem.row, 1);
    read.problems.push_back(problem.column + ": " + problem.message);
  }
  return read;
}

TEST(ImportLayoutTest, WideColumnsAreVariablesByName) {
  const Read read = ReadHeader({"institution", "staff", "title", "students", "group"});
  ASSERT_THAT(read.problems, IsEmpty());
  EXPECT_EQ(read.layout->width(), 5u);
  EXPECT_EQ(read.layout->unit_column(), "institution");
  const Fields fields = {"u1", "7", "Title", "", "G"};
  ImportRow row;
  read.layout->Read(fields, row);
  EXPECT_EQ(row.unit, "u1");
  EXPECT_EQ(row.title, "Title");
  EXPECT_EQ(row.group, "G");
  ASSERT_EQ(row.cells.size(), 2u);
  EXPECT_EQ(row.cells[0].variable, 1);
  EXPECT_EQ(row.cells[0].variable_name, "staff");
  EXPECT_EQ(row.cells[0].column, "staff");
  EXPECT_EQ(row.cells[0].value, "7");
  EXPECT_EQ(row.cells[0].source, "");
  EXPECT_EQ(row.cells[1].variable, 0);
  EXPECT_EQ(row.cells[1].value, "");
}

TEST(ImportLayoutTest, LongRowsHoldOneCellWithWhatGoesWithIt) {
  const Read read = ReadHeader({"institution", "standard_error", "base", "value", "variable",
                                "evidence", "source", "group"});
  ASSERT_THAT(read.problems, IsEmpty());
  const Fields fields = {"u1", "0.5", "30", "7", "staff", "https://e", "survey", "G"};
  ImportRow row;
  read.layout->Read(fields, row);
  EXPECT_EQ(row.unit, "u1");
  EXPECT_EQ(row.title, "");
  EXPECT_EQ(row.group, "G");
  ASSERT_EQ(row.cells.size(), 1u);
  EXPECT_EQ(row.cells[0].variable, 1);
  EXPECT_EQ(row.cells[0].column, "value");
  EXPECT_EQ(row.cells[0].value, "7");
  EXPECT_EQ(row.cells[0].source, "survey");
  EXPECT_EQ(row.cells[0].evidence, "https://e");
  EXPECT_EQ(row.cells[0].base, "30");
  EXPECT_EQ(row.cells[0].standard_error, "0.5");
}

TEST(ImportLayoutTest, LongColumnsThatAreNotThereReadAsEmpty) {
  const Read read = ReadHeader({"institution", "variable", "value"});
  ASSERT_THAT(read.problems, IsEmpty());
  const Fields fields = {"u1", "nonsense", "7"};
  ImportRow row;
  row.cells.resize(3);  // of another row
  read.layout->Read(fields, row);
  ASSERT_EQ(row.cells.size(), 1u);
  EXPECT_EQ(row.cells[0].variable, -1);
  EXPECT_EQ(row.cells[0].variable_name, "nonsense");
  EXPECT_EQ(row.cells[0].source, "");
  EXPECT_EQ(row.cells[0].base, "");
  EXPECT_EQ(row.group, "");
}

TEST(ImportLayoutTest, FirstColumnIsTheKindOfUnit) {
  Methodology programmes = TwoVariables();
  programmes.unit = UnitKind::kProgramme;
  EXPECT_THAT(ReadHeader({"programme", "staff"}, {}, programmes).problems, IsEmpty());
  EXPECT_THAT(ReadHeader({"institution", "staff"}, {}, programmes).problems,
              ElementsAre("institution: the first column must be \"programme\""));
  EXPECT_THAT(ReadHeader({"staff", "institution"}).problems,
              ElementsAre("staff: the first column must be \"institution\""));
  EXPECT_THAT(ReadHeader({}).problems, ElementsAre(": the first column must be \"institution\""));
}

TEST(ImportLayoutTest, FirstColumnCannotBeIgnoredAway) {
  EXPECT_THAT(ReadHeader({"no", "institution", "staff"}, {"no"}).problems,
              ElementsAre("no: the first column must be \"institution\""));
}

TEST(ImportLayoutTest, EveryColumnThatStandsTwiceIsNamed) {
  EXPECT_THAT(ReadHeader({"institution", "staff", "students", "staff", "students"}).problems,
              ElementsAre("staff: this column stands twice", "students: this column stands twice"));
  EXPECT_THAT(ReadHeader({"institution", "institution"}).problems,
              ElementsAre("institution: this column stands twice"));
}

TEST(ImportLayoutTest, EveryUnknownColumnIsNamed) {
  EXPECT_THAT(
      ReadHeader({"institution", "Staff", "students", "x"}).problems,
      ElementsAre("Staff: is no variable of demo; correct it or pass it in the ignored columns",
                  "x: is no variable of demo; correct it or pass it in the ignored columns"));
}

TEST(ImportLayoutTest, LongFilesHaveNoTitlesAndWideOnesNoSources) {
  EXPECT_EQ(ReadHeader({"institution", "variable", "value", "title"}).problems.size(), 1u);
  EXPECT_EQ(ReadHeader({"institution", "variable", "value", "staff"}).problems.size(), 1u);
  EXPECT_EQ(ReadHeader({"institution", "staff", "source"}).problems.size(), 1u);
  EXPECT_EQ(ReadHeader({"institution", "staff", "value"}).problems.size(), 1u);
}

TEST(ImportLayoutTest, IgnoredColumnsAreNotRead) {
  const Read read =
      ReadHeader({"institution", "rector", "staff", "students"}, {"rector", "students", "absent"});
  ASSERT_THAT(read.problems, IsEmpty());
  EXPECT_EQ(read.layout->width(), 4u);
  const Fields fields = {"u1", "Name", "7", "12"};
  ImportRow row;
  read.layout->Read(fields, row);
  ASSERT_EQ(row.cells.size(), 1u);
  EXPECT_EQ(row.cells[0].variable_name, "staff");
}

TEST(ImportLayoutTest, LongFilesCannotDoWithoutVariableAndValue) {
  for (const char* needed : {"variable", "value"}) {
    EXPECT_THAT(ReadHeader({"institution", "variable", "value"}, {needed}).problems,
                ElementsAre(": a long file needs the columns variable and value"));
  }
}

TEST(ImportLayoutTest, AVariableMayBeCalledLikeAColumn) {
  Methodology methodology = TwoVariables();
  methodology.variables.push_back({.name = "value"});
  const Read read = ReadHeader({"institution", "value", "staff"}, {}, methodology);
  ASSERT_THAT(read.problems, IsEmpty());
  const Fields fields = {"u1", "3", "7"};
  ImportRow row;
  read.layout->Read(fields, row);
  ASSERT_EQ(row.cells.size(), 2u);
  EXPECT_EQ(row.cells[0].variable, 2);
}

TEST(ImportLayoutTest, ATemplatesInformationIsUnreadOnlyWhenItIsAllThere) {
  Fields header = {"institution", "variable", "value"};
  for (const absl::string_view name : kTemplateColumns) header.emplace_back(name);
  const Read read = ReadHeader(header);
  ASSERT_THAT(read.problems, IsEmpty());
  EXPECT_TRUE(read.layout->Uses(0));
  EXPECT_TRUE(read.layout->Uses(2));
  EXPECT_FALSE(read.layout->Uses(3));
  header.push_back("remark");
  EXPECT_THAT(ReadHeader(header).problems,
              ElementsAre("remark: is no variable of demo; correct it or pass it in the ignored "
                          "columns"));
  header = {"institution", "variable", "value", "title_en"};
  EXPECT_THAT(ReadHeader(header).problems,
              ElementsAre("title_en: is no variable of demo; correct it or pass it in the ignored "
                          "columns"));
}

}  // namespace
}  // namespace tarazy::rankings
