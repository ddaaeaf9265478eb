// Which parts of an XLSX package an import reads.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rankings/app/xml_reader.h"
#include "services/rankings/app/zip_package.h"

namespace tarazy::rankings {

struct WorkbookParts {
  std::string sheet;
  std::string shared_strings;  // empty: there are none
  std::string styles;          // empty: there are none
  bool dates_from_1904 = false;
};

// The sheet is the visible one named `preferred` (in any case of its letters), else the first
// visible one. INVALID_ARGUMENT, saying what the file is instead, for what is no workbook, an
// OpenDocument or binary one, or one with macros.
absl::StatusOr<WorkbookParts> FindParts(ZipPackage& package, absl::string_view preferred);

// Passes a part of at most `limit` bytes through `handler`.
absl::Status ReadPart(ZipPackage& package, absl::string_view name, int64_t limit,
                      XmlHandler& handler);

}  // namespace tarazy::rankings
