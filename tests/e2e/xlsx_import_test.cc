// A spreadsheet is imported like the CSV file with the same content.
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

// Saves a CSV text as a workbook: numbers as numbers, the rest as text.
std::string SaveAsWorkbook(Deployment& deployment, const std::string& name,
                           const std::string& csv) {
  const std::string path = deployment.folder() + "/" + name;
  lxw_workbook* const book = workbook_new(path.c_str());
  lxw_worksheet* const sheet = workbook_add_worksheet(book, nullptr);
  lxw_row_t row = 0;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(csv, '\n'))) {
    lxw_col_t column = 0;
    for (const std::string& field : std::vector<std::string>(absl::StrSplit(line, ','))) {
      double number = 0;
      if (absl::SimpleAtod(field, &number)) {
        worksheet_write_number(sheet, row, column, number, nullptr);
      } else {
        worksheet_write_string(sheet, row, column, field.c_str(), nullptr);
      }
      ++column;
    }
    ++row;
  }
  EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
  return path;
}

TEST(XlsxImportTest, GivesTheTableOfTheSameCsv) {
  Deployment& deployment = Deployment::Get();
  const auto table = [&](const std::string& edition) {
    nlohmann::json rows = deployment.Must({"ranking", "table", edition});
    EXPECT_EQ(rows.size(), 3u);
    return rows;
  };
  const nlohmann::json from_csv = table(ComputeSmall(deployment, "from-csv"));

  CreateSmall(deployment, "from-xlsx");
  const std::string file = SaveAsWorkbook(deployment, "small.xlsx", kSmallValues);
  const nlohmann::json imported =
      deployment.Must({"ranking", "import", "from-xlsx", file, "--register"});
  EXPECT_EQ(imported.at("cells"), 6);
  EXPECT_EQ(table(deployment.Must({"ranking", "compute", "from-xlsx"}).at("edition")), from_csv);
}

TEST(XlsxImportTest, FaultsNameTheRowAsTheSpreadsheetShowsIt) {
  Deployment& deployment = Deployment::Get();
  CreateSmall(deployment, "bad-xlsx");
  const std::string file =
      SaveAsWorkbook(deployment, "bad.xlsx", "institution,x,y\n\nu1,1 234,5\nu2,x\n");
  const CliResult result = deployment.Run({"ranking", "import", "bad-xlsx", file, "--register"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_NE(result.err.find("row 3, x: \"1 234\" has a thousands separator"), std::string::npos)
      << result.err;
  EXPECT_NE(result.err.find("row 4, x: \"x\" is not a finite decimal number"), std::string::npos)
      << result.err;
}

}  // namespace
}  // namespace tarazy::e2e
