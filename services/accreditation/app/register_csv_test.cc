#include "services/accreditation/app/register_csv.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tarazy::accreditation {
namespace {

v1::RegisterEntry Entry() {
  v1::RegisterEntry entry;
  entry.set_subject("programmes/ektu-6b04107");
  entry.set_code("6B04107");
  entry.set_title("Accounting");
  entry.set_institution("institutions/ektu");
  entry.set_valid_to("2028-05-26");
  entry.set_certificate("certificates/iaar-2023-000017");
  v1::StatusView& status = *entry.mutable_status();
  status.set_on("2024-02-29");
  status.set_agency("iaar");
  status.set_scope(v1::PROCEDURE_TYPE_PROGRAMME);
  status.set_status(v1::REGISTER_STATUS_UNDER_APPEAL);
  status.set_meanwhile(v1::REGISTER_STATUS_ACCREDITED);
  status.set_accredited(true);
  status.set_since("2024-02-01");
  status.set_decision("decisions/2024-3");
  status.set_because("withdrawn, and appealed");
  return entry;
}

std::string RowWithTitle(const std::string& title) {
  v1::RegisterEntry entry;
  entry.set_title(title);
  return RegisterCsvRow(entry);
}

TEST(RegisterCsvTest, HasARowForALine) {
  EXPECT_EQ(RegisterCsvHeader(),
            "on,subject,code,title,institution,agency,scope,status,meanwhile,accredited,since,"
            "until,valid_to,decision,certificate,because\r\n");
  EXPECT_EQ(RegisterCsvRow(Entry()),
            "2024-02-29,programmes/ektu-6b04107,6B04107,Accounting,institutions/ektu,iaar,"
            "programme,under-appeal,accredited,true,2024-02-01,,2028-05-26,decisions/2024-3,"
            "certificates/iaar-2023-000017,\"withdrawn, and appealed\"\r\n");
}

TEST(RegisterCsvTest, HasAsManyCellsAsColumns) {
  const std::string header = RegisterCsvHeader(), row = RegisterCsvRow({});
  EXPECT_EQ(std::count(header.begin(), header.end(), ','), std::count(row.begin(), row.end(), ','));
}

TEST(RegisterCsvTest, QuotesWhatNeedsQuotes) {
  EXPECT_EQ(RowWithTitle("a \"b\"\r\nc"), ",,,\"a \"\"b\"\"\r\nc\",,,,,,false,,,,,,\r\n");
}

TEST(RegisterCsvTest, NoCellIsAFormula) {
  for (const char* title : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"}) {
    EXPECT_EQ(RowWithTitle(title), std::string(",,,'") + title + ",,,,,,false,,,,,,\r\n");
  }
  EXPECT_EQ(RowWithTitle("=HYPERLINK(\"x\")"),
            ",,,\"'=HYPERLINK(\"\"x\"\")\",,,,,,false,,,,,,\r\n");
  EXPECT_EQ(RowWithTitle("a-b=c"), ",,,a-b=c,,,,,,false,,,,,,\r\n");
}

}  // namespace
}  // namespace tarazy::accreditation
