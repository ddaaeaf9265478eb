#include "services/cli/csv_input.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "services/cli/failure.h"
#include "services/cli/record_file.h"

namespace tarazy::cli {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

// The text's rows one after the other.
class Reader {
 public:
  Reader(absl::string_view path, absl::string_view text) : path_(path), rest_(text) {}

  absl::Status Fault(absl::string_view sentence) const {
    return UsageError(absl::StrCat(path_, ", line ", row_line_, ": ", sentence));
  }

  // Nothing at the end of the text. A cell in quotation marks may hold commas and line ends.
  absl::StatusOr<std::optional<std::vector<std::string>>> Next() {
    while (!rest_.empty() && (rest_[0] == '\n' || absl::StartsWith(rest_, "\r\n"))) {
      absl::ConsumePrefix(&rest_, "\r");
      Take();
    }
    row_line_ = line_;
    if (rest_.empty()) return std::nullopt;
    std::vector<std::string> cells;
    while (true) {
      ASSIGN_OR_RETURN(cells.emplace_back(), Cell());
      if (absl::ConsumePrefix(&rest_, ",")) continue;
      absl::ConsumePrefix(&rest_, "\r");
      if (!rest_.empty() && Take() != '\n') {
        return Fault("after a quotation mark there must be a comma or the end of the line");
      }
      return cells;
    }
  }

 private:
  char Take() {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    line_ += c == '\n';
    return c;
  }

  absl::StatusOr<std::string> Cell() {
    std::string cell;
    if (!absl::ConsumePrefix(&rest_, "\"")) {
      while (!rest_.empty() && rest_[0] != ',' && rest_[0] != '\n' &&
             !absl::StartsWith(rest_, "\r\n")) {
        cell += Take();
      }
      return cell;
    }
    while (!rest_.empty()) {
      if (absl::ConsumePrefix(&rest_, "\"\"")) {
        cell += '"';
      } else if (absl::ConsumePrefix(&rest_, "\"")) {
        return cell;
      } else {
        cell += Take();
      }
    }
    return Fault("a quotation mark is not closed");
  }

  const absl::string_view path_;
  absl::string_view rest_;
  int line_ = 1;
  int row_line_ = 1;
};

absl::Status CheckHeader(const Reader& reader, const std::vector<std::string>& header,
                         absl::Span<const absl::string_view> columns) {
  for (const std::string& name : header) {
    if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
      return reader.Fault(
          absl::StrCat("\"", name, "\" is no column; known are ", absl::StrJoin(columns, ", ")));
    }
    if (std::count(header.begin(), header.end(), name) > 1) {
      return reader.Fault(absl::StrCat("the column ", name, " is there twice"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<CsvRecord>> ReadCsv(absl::string_view path,
                                               absl::Span<const absl::string_view> columns) {
  ASSIGN_OR_RETURN(const std::string text, ReadRecordText(path));
  Reader reader(path, absl::StripPrefix(text, kByteOrderMark));
  ASSIGN_OR_RETURN(const auto header, reader.Next());
  if (!header) return UsageError(absl::StrCat(path, " is empty"));
  RETURN_IF_ERROR(CheckHeader(reader, *header, columns));
  std::vector<CsvRecord> records;
  while (true) {
    ASSIGN_OR_RETURN(const auto row, reader.Next());
    if (!row) return records;
    if (row->size() != header->size()) {
      return reader.Fault(absl::StrCat("has ", row->size(), " cells, the header ", header->size()));
    }
    CsvRecord& record = records.emplace_back();
    for (const absl::string_view name : columns) record.emplace(std::string(name), "");
    for (size_t i = 0; i < row->size(); ++i) record[(*header)[i]] = (*row)[i];
  }
}

}  // namespace tarazy::cli
