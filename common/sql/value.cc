#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/sql/database.h"
#include "common/sql/engine_tx.h"

namespace tarazy::sql {
namespace {

bool Fits(const Value& value, ColumnType type) {
  switch (type) {
    case ColumnType::kInt:
      return std::holds_alternative<int64_t>(value);
    case ColumnType::kReal:
      return std::holds_alternative<double>(value) || std::holds_alternative<int64_t>(value);
    case ColumnType::kText:
      return std::holds_alternative<std::string>(value);
    case ColumnType::kBlob:
      return std::holds_alternative<Blob>(value);
  }
  return false;
}

absl::Status CheckIdentifier(absl::string_view name) {
  bool plain = !name.empty();
  for (const char c : name) {
    plain = plain && (absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_');
  }
  return plain ? absl::OkStatus() : Internal("a bulk insert names an odd table or column");
}

}  // namespace

Value V(int64_t value) { return value; }
Value V(int value) { return static_cast<int64_t>(value); }
Value V(double value) { return value; }
Value V(bool value) { return static_cast<int64_t>(value ? 1 : 0); }
Value V(absl::string_view text) { return std::string(text); }
Value V(const char* text) { return std::string(text); }
Value V(const std::string& text) { return text; }
Value V(absl::Time time) { return ToMicros(time); }
Value V(Blob blob) { return Value(std::move(blob)); }

std::optional<double> Row::OptionalReal(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Real(column);
}

std::optional<int64_t> Row::OptionalInt(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Int(column);
}

std::optional<std::string> Row::OptionalText(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Text(column);
}

absl::StatusOr<bool> Tx::QueryOne(absl::string_view sql, absl::Span<const Value> params,
                                  absl::FunctionRef<void(const Row&)> read) {
  bool found = false;
  RETURN_IF_ERROR(Query(sql, params, [&](const Row& row) -> absl::Status {
    if (found) return Internal("a query for one row found several");
    found = true;
    read(row);
    return absl::OkStatus();
  }));
  return found;
}

absl::Status CheckParams(absl::Span<const Value> params) {
  for (const Value& value : params) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      if (text->find('\0') != std::string::npos || !IsValidUtf8(*text)) {
        return Internal("a text to store is not UTF-8 or holds a NUL");
      }
    } else if (const auto* number = std::get_if<double>(&value)) {
      if (std::isnan(*number)) return Internal("a number to store is NaN");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckBulk(const BulkTable& table, absl::Span<const std::vector<Value>> rows) {
  if (table.columns.empty()) return Internal("a bulk insert names no columns");
  RETURN_IF_ERROR(CheckIdentifier(table.table));
  for (const Column& column : table.columns) RETURN_IF_ERROR(CheckIdentifier(column.name));
  for (const std::vector<Value>& row : rows) {
    if (row.size() != table.columns.size()) {
      return Internal("a row of a bulk insert has another length than its columns");
    }
    for (size_t i = 0; i < row.size(); ++i) {
      const bool null = std::holds_alternative<std::monostate>(row[i]);
      if (!null && !Fits(row[i], table.columns[i].type)) {
        return Internal("a value of a bulk insert has another type than its column");
      }
    }
    RETURN_IF_ERROR(CheckParams(row));
  }
  return absl::OkStatus();
}

void RequireColumn(bool fits, int column, const char* asked_for) {
  if (fits) return;
  std::fprintf(stderr, "sql: column %d does not hold %s\n", column, asked_for);
  std::abort();
}

}  // namespace tarazy::sql
