#include "services/rankings/app/table_reader.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/cell_styles.h"
#include "services/rankings/app/csv_reader.h"
#include "services/rankings/app/shared_strings.h"
#include "services/rankings/app/sheet_reader.h"
#include "services/rankings/app/workbook_faults.h"
#include "services/rankings/app/workbook_parts.h"
#include "services/rankings/app/zip_package.h"

namespace tarazy::rankings {
namespace {

constexpr int64_t kMaxStyles = 16 << 20;
constexpr absl::string_view kZip = "PK\x03\x04";
constexpr absl::string_view kCompoundFile = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

absl::Status ReadWorkbook(SpooledFile& file, EachTableRow each) {
  ASSIGN_OR_RETURN(ZipPackage package, ZipPackage::Open(file));
  ASSIGN_OR_RETURN(const WorkbookParts parts, FindParts(package, kValuesSheet));
  SharedStrings strings;
  if (!parts.shared_strings.empty()) {
    RETURN_IF_ERROR(ReadPart(package, parts.shared_strings, ZipPackage::kMaxUnpacked, strings));
  }
  CellStyles styles;
  if (!parts.styles.empty()) RETURN_IF_ERROR(ReadPart(package, parts.styles, kMaxStyles, styles));

  SheetReader sheet(strings, styles, parts.dates_from_1904, each);
  XmlReader xml(sheet);
  const double unpacked = static_cast<double>(std::max<int64_t>(1, package.SizeOf(parts.sheet)));
  int64_t seen = 0;
  RETURN_IF_ERROR(package.Read(parts.sheet, ZipPackage::kMaxUnpacked, [&](absl::string_view piece) {
    seen += static_cast<int64_t>(piece.size());
    const double share = static_cast<double>(seen) / unpacked;
    sheet.SetBytes(static_cast<int64_t>(share * static_cast<double>(file.size())));
    return xml.Feed(piece);
  }));
  return xml.Finish();
}

}  // namespace

absl::Status ReadTable(SpooledFile& file, EachTableRow each) {
  std::array<char, kCompoundFile.size()> bytes{};
  ASSIGN_OR_RETURN(const size_t size, file.ReadAt(0, bytes.data(), bytes.size()));
  const absl::string_view beginning(bytes.data(), size);
  if (absl::StartsWith(beginning, kZip)) return ReadWorkbook(file, each);
  if (beginning == kCompoundFile) {
    return BadWorkbook("is an old one (.xls) or has a password; save it as .xlsx without one");
  }
  return ReadCsv(file, [&](int64_t number, absl::Span<const std::string> fields, int64_t bytes) {
    return each({.number = number, .fields = fields, .bytes = bytes});
  });
}

}  // namespace tarazy::rankings
