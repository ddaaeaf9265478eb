// The CSV half of output.h: RFC 4180, CRLF, a header; nested values as JSON in their cell.
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/output_formats.h"
#include "services/cli/printable.h"

namespace tarazy::cli {
namespace {

std::string Quoted(absl::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == absl::string_view::npos) return std::string(cell);
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

std::string CellText(const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return "";
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* text = std::get_if<Localized>(&value)) return text->Any();
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->digits;
  if (const auto* number = std::get_if<double>(&value); number && !std::isfinite(*number))
    return "";
  return JsonText(value);
}

}  // namespace

void PrintCsvHeader(const Table& table, std::ostream& out) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    out << (i > 0 ? "," : "") << Quoted(table.columns[i].name);
  }
  out << "\r\n";
}

void PrintCsvRow(const std::vector<Value>& row, const Style& style, std::ostream& out) {
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string text = CellText(row[i]);
    out << (i > 0 ? "," : "") << Quoted(style.terminal ? Printable(text) : text);
  }
  out << "\r\n";
}

void PrintCsv(const Table& table, const Style& style, std::ostream& out) {
  PrintCsvHeader(table, out);
  for (const auto& row : table.rows) PrintCsvRow(row, style, out);
}

}  // namespace tarazy::cli
