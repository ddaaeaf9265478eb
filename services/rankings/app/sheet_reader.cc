#include "services/rankings/app/sheet_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/text.h"
#include "services/rankings/app/workbook_faults.h"

namespace tarazy::rankings {
namespace {

constexpr int kMaxColumns = 2000;
constexpr size_t kMaxCell = 128 << 10;  // the format allows 32,767 characters
constexpr int64_t kMaxRowText = 8 << 20;
// A shared text counts each time that it is used: few bytes of XML make many.
constexpr int64_t kMaxText = int64_t{1} << 30;
constexpr absl::string_view kNoBreakSpace = "\xc2\xa0";

absl::Status Disordered() {
  return BadWorkbook("has its cells out of order; save it again with a spreadsheet program");
}

std::string Stripped(absl::string_view text) {
  absl::string_view before;
  while (before != text) {
    before = text;
    text = absl::StripAsciiWhitespace(text);
    absl::ConsumePrefix(&text, kNoBreakSpace);
    absl::ConsumeSuffix(&text, kNoBreakSpace);
  }
  return std::string(text);
}

}  // namespace

void SheetReader::Start(absl::string_view name, const XmlAttributes& attributes) {
  if (name == "sheetData") {
    in_rows_ = true;
  } else if (name == "row" && in_rows_) {
    StartRow(attributes);
  } else if (name == "c" && in_row_) {
    StartCell(attributes);
  } else if (name == "mergeCell" && !in_rows_) {
    Merged(attributes.Get("ref"));
  } else if (in_cell_) {
    if (name == "f") cell_.formula = true;
    if (name == "v" || name == "is") cell_.stored = true;
    if (name == "rPh") phonetic_ = true;
    in_text_ = name == "v" || (name == "t" && !phonetic_);
  }
}

void SheetReader::End(absl::string_view name) {
  in_text_ = false;
  if (name == "sheetData") in_rows_ = false;
  if (name == "rPh") phonetic_ = false;
  if (name == "c" && in_cell_) EndCell();
  if (name == "row" && in_row_) EndRow();
}

void SheetReader::Text(absl::string_view text) {
  if (!in_text_) return;
  if (cell_.text.size() + text.size() > kMaxCell) {
    return Fail(
        BadWorkbook(absl::StrCat("has more than 128 KiB of text in ", CellAddress(cell_.place))));
  }
  cell_.text.append(text.data(), text.size());
}

void SheetReader::StartRow(const XmlAttributes& attributes) {
  constexpr int64_t kMaxRow = 1048576;
  int64_t number = row_ + 1;
  if (in_row_ || (attributes.Has("r") && !absl::SimpleAtoi(attributes.Get("r"), &number)) ||
      number <= row_ || number > kMaxRow) {
    return Fail(Disordered());
  }
  row_ = number;
  in_row_ = true;
  column_ = -1;
  row_text_ = 0;
  faults_.clear();
  for (std::string& field : fields_) field.clear();
}

void SheetReader::StartCell(const XmlAttributes& attributes) {
  CellPlace place{.row = row_, .column = column_ + 1};
  if (attributes.Has("r")) {
    const auto parsed = ParseCellAddress(attributes.Get("r"));
    if (!parsed.has_value() || parsed->row != row_) return Fail(Disordered());
    place = *parsed;
  }
  if (in_cell_ || place.column <= column_) return Fail(Disordered());
  column_ = place.column;
  in_cell_ = true;
  phonetic_ = false;
  cell_.place = place;
  cell_.type = std::string(attributes.Get("t"));
  if (!absl::SimpleAtoi(attributes.Get("s"), &cell_.style)) cell_.style = 0;
  cell_.formula = cell_.stored = false;
  cell_.text.clear();
}

void SheetReader::Fault(const CellPlace& place, absl::string_view what) {
  faults_.push_back({place.column, absl::StrCat(CellAddress(place), " ", what)});
}

std::string SheetReader::NumberOf(const Cell& cell) {
  const NumberKind kind = styles_.At(cell.style);
  if (kind == NumberKind::kPercent) {
    Fault(cell.place,
          absl::StrCat("is a percentage, stored as ", cell.text,
                       "; give the cell a plain number format, so that it shows what is meant"));
    return "";
  }
  if (kind == NumberKind::kDate) {
    const std::optional<double> serial = ParseDecimal(cell.text);
    std::optional<std::string> date;
    if (serial.has_value()) date = DateText(*serial, dates_from_1904_);
    if (date.has_value()) return *std::move(date);
  }
  return cell.text;
}

std::string SheetReader::FieldOf(Cell& cell) {
  if (cell.type == "e") {
    Fault(cell.place, absl::StrCat("holds the error ", Shorten(cell.text, 40)));
    return "";
  }
  if (cell.formula && (!cell.stored || (cell.text.empty() && cell.type != "str"))) {
    Fault(cell.place,
          "is a formula without a stored result; open the file in a spreadsheet program and save "
          "it, or type the value");
    return "";
  }
  if (!cell.stored) return "";
  if (cell.type == "s") {
    size_t index = 0;
    std::optional<absl::string_view> text;
    if (absl::SimpleAtoi(cell.text, &index)) text = strings_.At(index);
    if (!text.has_value() || text->size() > kMaxCell) {
      Fail(BadWorkbook(
          absl::StrCat("is damaged: the text of ", CellAddress(cell.place), " cannot be read")));
      return "";
    }
    return Stripped(*text);
  }
  if (cell.type == "inlineStr" || cell.type == "str") return Stripped(DecodeXString(cell.text));
  cell.text = Stripped(cell.text);
  if (cell.text.empty()) return "";
  if (cell.type == "b") return cell.text == "0" || cell.text == "false" ? "FALSE" : "TRUE";
  if (cell.type == "d") return cell.text;
  if (cell.type.empty() || cell.type == "n") return NumberOf(cell);
  Fail(BadWorkbook(absl::StrCat("is damaged: ", CellAddress(cell.place), " is of no known type")));
  return "";
}

void SheetReader::EndCell() {
  in_cell_ = false;
  const size_t faults_before = faults_.size();
  std::string field = FieldOf(cell_);
  if (field.empty() && faults_.size() == faults_before) return;
  if (cell_.place.column >= kMaxColumns) {
    return Fail(LargeWorkbook(
        absl::StrCat("has more than ", kMaxColumns, " columns: see ", CellAddress(cell_.place))));
  }
  row_text_ += static_cast<int64_t>(field.size());
  all_text_ += static_cast<int64_t>(field.size());
  if (row_text_ > kMaxRowText) {
    return Fail(LargeWorkbook(absl::StrCat("has more than 8 MiB of text in row ", row_)));
  }
  if (all_text_ > kMaxText) return Fail(LargeWorkbook("has more than 1 GiB of text"));
  const auto column = static_cast<size_t>(cell_.place.column);
  if (column >= fields_.size()) fields_.resize(column + 1);
  fields_[column] = std::move(field);
}

void SheetReader::EndRow() {
  in_row_ = false;
  if (!status().ok()) return;
  if (faults_.empty() && row_text_ == 0) return;
  header_row_ == 0 ? EndHeader() : EndDataRow();
}

void SheetReader::EndHeader() {
  header_row_ = row_;
  width_ = fields_.size();
  for (size_t i = 0; i < width_; ++i) {
    const CellPlace place{row_, static_cast<int>(i)};
    const auto faulty = [&](const CellFault& fault) { return fault.column == place.column; };
    if (!fields_[i].empty() || std::any_of(faults_.begin(), faults_.end(), faulty)) continue;
    Fault(place, "is empty; every column needs a name");
  }
  Emit(row_, fields_);
}

void SheetReader::EndDataRow() {
  if (fields_.size() < width_) fields_.resize(width_);
  for (size_t i = width_; i < fields_.size(); ++i) {
    if (fields_[i].empty()) continue;
    const CellPlace place{row_, static_cast<int>(i)};
    faults_.push_back(
        {-1, absl::StrCat(CellAddress(place), " holds a value, but column ",
                          ColumnName(place.column), " has no name in row ", header_row_)});
    break;
  }
  for (CellFault& fault : faults_) {
    if (fault.column >= static_cast<int>(width_)) fault.column = -1;
  }
  Emit(row_, absl::MakeConstSpan(fields_).first(width_));
}

// Merged cells come after all rows.
void SheetReader::Merged(absl::string_view range) {
  const std::pair<absl::string_view, absl::string_view> corners =
      absl::StrSplit(range, absl::MaxSplits(':', 1));
  const auto first = ParseCellAddress(corners.first);
  const auto last = ParseCellAddress(corners.second);
  if (!first.has_value() || !last.has_value()) return;
  const bool beside =
      first->column >= static_cast<int>(width_) || last->row < header_row_ || first->row > row_;
  if (header_row_ == 0 || beside) return;
  faults_ = {{-1, absl::StrCat(range, " are merged; unmerge them and fill every cell")}};
  Emit(first->row, {});
}

void SheetReader::Emit(int64_t number, absl::Span<const std::string> fields) {
  absl::Status status =
      each_({.number = number, .fields = fields, .bytes = bytes_, .faults = faults_});
  if (!status.ok()) Fail(std::move(status));
}

}  // namespace tarazy::rankings
