// The JSON half of output.h. Written by hand because a published score keeps its digits (712.40),
// which nlohmann's numbers do not; output_test.cc reads everything back with nlohmann.
#include <unicode/utf8.h>

#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/output.h"
#include "services/cli/output_formats.h"
#include "services/cli/printable.h"

namespace tarazy::cli {
namespace {

// DEL, C1 and direction marks are escaped too: JSON allows them raw, a terminal obeys them.
std::string JsonString(absl::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  std::string result = "\"";
  for (int64_t i = 0; i < size;) {
    const int64_t start = i;
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) {
      result += "\\ufffd";
    } else if (c == '"' || c == '\\') {
      result += {'\\', static_cast<char>(c)};
    } else if (c == '\n') {
      result += "\\n";
    } else if (IsControl(c)) {
      absl::StrAppendFormat(&result, "\\u%04x", c);
    } else {
      result.append(text.data() + start, static_cast<size_t>(i - start));
    }
  }
  return result += '"';
}

size_t SkipDigits(absl::string_view text, size_t i) {
  while (i < text.size() && absl::ascii_isdigit(text[i])) ++i;
  return i;
}

// What a decimal of the contracts looks like: "-12", "712.40".
bool IsPlainDecimal(absl::string_view text) {
  const size_t begin = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t whole = SkipDigits(text, begin);
  if (whole == begin || (text[begin] == '0' && whole > begin + 1)) return false;
  if (whole == text.size()) return true;
  return text[whole] == '.' && whole + 1 < text.size() &&
         SkipDigits(text, whole + 1) == text.size();
}

std::string JsonObject(const Table& table, const std::vector<Value>& row, absl::string_view open,
                       absl::string_view between, absl::string_view close) {
  std::string result(open);
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) absl::StrAppend(&result, between);
    absl::StrAppend(&result, JsonString(table.columns[i].name), ": ", JsonText(row[i]));
  }
  return absl::StrCat(result, close);
}

struct ToJson {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(int64_t value) const { return absl::StrCat(value); }
  std::string operator()(double value) const {
    return std::isfinite(value) ? FormatNumber(value) : "null";
  }
  std::string operator()(const std::string& text) const { return JsonString(text); }
  std::string operator()(const Decimal& value) const {
    return IsPlainDecimal(value.digits) ? value.digits : JsonString(value.digits);
  }
  std::string operator()(const Localized& text) const {
    return text.Any().empty() ? "null" : JsonString(text.Any());
  }
  std::string operator()(const std::vector<std::string>& texts) const {
    return absl::StrCat(
        "[",
        absl::StrJoin(texts, ", ",
                      [](std::string* to, const std::string& text) { *to += JsonString(text); }),
        "]");
  }
  std::string operator()(const std::shared_ptr<const Table>& table) const {
    std::string result = "[";
    for (const auto& row : table->rows) {
      absl::StrAppend(&result, result.size() > 1 ? ", " : "",
                      JsonObject(*table, row, "{", ", ", "}"));
    }
    return result + "]";
  }
};

}  // namespace

std::string FormatNumber(double value) {
  char buffer[64];
  const double size = std::abs(value);
  const auto format = value == 0 || (size >= 1e-6 && size < 1e16) ? std::chars_format::fixed
                                                                  : std::chars_format::general;
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, format);
  return std::string(buffer, end);
}

std::string JsonText(const Value& value) { return std::visit(ToJson(), value); }

void PrintJsonRows(const Table& table, std::ostream& out) {
  out << "[";
  for (size_t i = 0; i < table.rows.size(); ++i) {
    out << (i > 0 ? ",\n  " : "\n  ") << JsonObject(table, table.rows[i], "{", ", ", "}");
  }
  out << (table.rows.empty() ? "]\n" : "\n]\n");
}

void PrintJsonObject(const Table& table, std::ostream& out) {
  out << JsonObject(table, table.rows.at(0), "{\n  ", ",\n  ", "\n}\n");
}

}  // namespace tarazy::cli
