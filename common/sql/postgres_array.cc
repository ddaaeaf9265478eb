#include "common/sql/postgres_array.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/base/text.h"

namespace tarazy::sql {
namespace {

void AppendQuoted(std::string& out, absl::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

void AppendElement(std::string& out, const Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    absl::StrAppend(&out, *number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    out.append(RealText(*real));
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    AppendQuoted(out, *text);
  } else if (const auto* blob = std::get_if<Blob>(&value)) {
    absl::StrAppend(&out, "\"\\\\x", Hex(blob->bytes), "\"");
  } else {
    out.append("NULL");
  }
}

}  // namespace

std::string ArrayLiteral(absl::Span<const std::vector<Value>> rows, size_t column) {
  std::string out = "{";
  for (const std::vector<Value>& row : rows) {
    if (out.size() > 1) out.push_back(',');
    AppendElement(out, row[column]);
  }
  out.push_back('}');
  return out;
}

std::string RealText(double value) {
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return ShortestDecimal(value);
}

}  // namespace tarazy::sql
