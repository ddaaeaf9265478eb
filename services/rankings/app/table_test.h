// Reads a table into lines, for tests.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rankings/app/import_test.h"
#include "services/rankings/app/table_reader.h"

namespace tarazy::rankings {

struct Read {
  std::vector<std::string> lines;  // "2: a|b" and, of a fault, "2: column 1: B2 holds …"
  absl::Status status;
};

inline Read ReadAll(absl::string_view bytes) {
  SpooledFile file;
  Fill(file, bytes);
  Read read;
  read.status = ReadTable(file, [&](const TableRow& row) {
    if (!row.fields.empty()) {
      read.lines.push_back(absl::StrCat(row.number, ": ", absl::StrJoin(row.fields, "|")));
    }
    for (const CellFault& fault : row.faults) {
      read.lines.push_back(
          absl::StrCat(row.number, ": column ", fault.column, ": ", fault.message));
    }
    EXPECT_LE(row.bytes, file.size());
    return absl::OkStatus();
  });
  return read;
}

}  // namespace tarazy::rankings
