// The half of output.h for people: columns aligned by display width.
#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/output_formats.h"
#include "services/cli/printable.h"

namespace tarazy::cli {
namespace {

constexpr int kMaxDecimals = 4;
constexpr char kGap[] = "  ";

bool IsNumber(const Value& value) {
  return std::holds_alternative<int64_t>(value) || std::holds_alternative<double>(value) ||
         std::holds_alternative<Decimal>(value);
}

// The decimals that `value` needs, at most kMaxDecimals; very small and large numbers take none
// because they are shown with an exponent.
bool IsPlain(double value) {
  return value == 0 || (std::abs(value) >= 1e-4 && std::abs(value) < 1e15);
}

int DecimalsOf(const Value& value) {
  const auto* number = std::get_if<double>(&value);
  if (number == nullptr || !IsPlain(*number)) return 0;
  const std::string text = absl::StrFormat("%.*f", kMaxDecimals, *number);
  const size_t last = text.find_last_not_of('0');
  return static_cast<int>(last - text.find('.'));
}

std::string NumberText(double value, int decimals) {
  if (!std::isfinite(value)) return "";
  if (!IsPlain(value)) return absl::StrFormat("%.6g", value);
  return absl::StrFormat("%.*f", decimals, value);
}

std::string CellText(const Value& value, int decimals, Language language) {
  if (std::holds_alternative<std::monostate>(value)) return "";
  if (const auto* text = std::get_if<std::string>(&value)) return Printable(*text);
  if (const auto* text = std::get_if<Localized>(&value)) {
    return Printable(InLanguage(*text, language));
  }
  if (const auto* decimal = std::get_if<Decimal>(&value)) return Printable(decimal->digits);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
  if (const auto* number = std::get_if<double>(&value)) return NumberText(*number, decimals);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    return Printable(absl::StrJoin(*texts, ", "));
  }
  return JsonText(value);
}

std::string Padded(absl::string_view text, int width, bool right) {
  const std::string space(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return right ? absl::StrCat(space, text) : absl::StrCat(text, space);
}

struct TextColumn {
  std::string name;
  std::vector<std::string> cells;
  bool right = false;
  int width = 0;
};

TextColumn MakeColumn(const Table& table, size_t index, Language language) {
  TextColumn column{.name = table.columns[index].name};
  int decimals = 0;
  bool numbers = false, others = false;
  for (const auto& row : table.rows) {
    decimals = std::max(decimals, DecimalsOf(row[index]));
    const bool number = IsNumber(row[index]);
    numbers |= number;
    others |= !number && !std::holds_alternative<std::monostate>(row[index]);
  }
  column.right = numbers && !others;
  column.width = DisplayWidth(column.name);
  for (const auto& row : table.rows) {
    column.cells.push_back(CellText(row[index], decimals, language));
    column.width = std::max(column.width, DisplayWidth(column.cells.back()));
  }
  return column;
}

std::string TrimRight(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string HeaderLine(const std::vector<TextColumn>& columns) {
  return TrimRight(absl::StrJoin(columns, kGap, [](std::string* to, const TextColumn& column) {
    *to += Padded(column.name, column.width, column.right);
  }));
}

const Table* Nested(const Value& value) {
  const auto* table = std::get_if<std::shared_ptr<const Table>>(&value);
  return table == nullptr ? nullptr : table->get();
}

}  // namespace

void PrintTextRows(const Table& table, const Style& style, std::ostream& out) {
  std::vector<TextColumn> columns;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (!table.columns[i].detail) columns.push_back(MakeColumn(table, i, style.language));
  }
  out << (style.terminal ? "\x1b[1m" : "") << HeaderLine(columns)
      << (style.terminal ? "\x1b[0m" : "") << "\n";
  for (size_t row = 0; row < table.rows.size(); ++row) {
    out << TrimRight(absl::StrJoin(columns, kGap, [row](std::string* to, const TextColumn& column) {
      *to += Padded(column.cells[row], column.width, column.right);
    })) << "\n";
  }
}

void PrintTextRecord(const Table& table, const Style& style, std::ostream& out) {
  const auto& row = table.rows.at(0);
  int width = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    if (!Nested(row[i])) width = std::max(width, DisplayWidth(table.columns[i].name));
  }
  for (size_t i = 0; i < row.size(); ++i) {
    if (Nested(row[i])) continue;
    const std::string cell = CellText(row[i], DecimalsOf(row[i]), style.language);
    out << TrimRight(absl::StrCat(Padded(table.columns[i].name, width, false), kGap, cell)) << "\n";
  }
  for (size_t i = 0; i < row.size(); ++i) {
    const Table* nested = Nested(row[i]);
    if (nested == nullptr || nested->rows.empty()) continue;
    out << "\n" << table.columns[i].name << "\n";
    PrintTextRows(*nested, style, out);
  }
}

}  // namespace tarazy::cli
