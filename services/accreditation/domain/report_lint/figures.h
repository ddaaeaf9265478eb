// The figures that claims rest on, looked up where they stand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/accreditation/domain/report_lint/printed_number.h"
#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation::report_lint {

struct ResolvedFigure {
  Quantity quantity;
  // As it stands there: for messages.
  std::string shown;
  const v1::Place* place = nullptr;
};

// What the cell holds, by its column's measure; nothing for a blank or unreadable one.
std::optional<PrintedNumber> ReadCell(const v1::PrintedColumn& column, absl::string_view cell);

// A cell as something others rest on: counts are exact, shares and means rounded.
Quantity CellQuantity(const v1::PrintedColumn& column, const PrintedNumber& number);

// The index of the column of this id; -1: none.
int ColumnIndex(const v1::PrintedTable& table, absl::string_view id);

// The cell of a row; empty beyond its end.
absl::string_view CellAt(const v1::PrintedRow& row, int column);

// Every figure that `figure` stands for: one, or a whole column's. Nothing when the record does not
// hold it.
std::optional<std::vector<ResolvedFigure>> Resolve(const Subject& subject,
                                                   const v1::Figure& figure);

// All of them in one list; nothing when one cannot be resolved.
std::optional<std::vector<ResolvedFigure>> ResolveAll(
    const Subject& subject, const google::protobuf::RepeatedPtrField<v1::Figure>& figures);

// What the record counts; nothing when it holds none of it.
std::optional<double> CountRecord(const Subject& subject, const v1::RecordCount& count);

// Values and slacks added up.
Quantity Sum(const std::vector<ResolvedFigure>& figures);

// "11 + 31".
std::string ShowFigures(const std::vector<ResolvedFigure>& figures, absl::string_view between);

}  // namespace tarazy::accreditation::report_lint
