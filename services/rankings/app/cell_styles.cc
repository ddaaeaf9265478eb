#include "services/rankings/app/cell_styles.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/rankings/app/workbook_faults.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxFormats = 65536;

// The formats that have a number only (ECMA-376 18.8.30, with those of eastern Asia).
NumberKind KindOfBuiltIn(int id) {
  const auto within = [id](int first, int last) { return id >= first && id <= last; };
  if (within(9, 10)) return NumberKind::kPercent;
  const bool date = within(14, 22) || within(27, 36) || within(45, 47) || within(50, 58);
  return date ? NumberKind::kDate : NumberKind::kPlain;
}

// True for "[h]", "[mm]", "[ss]": elapsed time; other brackets are colours and languages.
bool IsElapsed(absl::string_view bracket) {
  if (bracket.empty()) return false;
  const char first = absl::ascii_tolower(static_cast<unsigned char>(bracket.front()));
  return (first == 'h' || first == 'm' || first == 's') &&
         absl::EqualsIgnoreCase(bracket, std::string(bracket.size(), first));
}

}  // namespace

NumberKind KindOfFormat(absl::string_view code) {
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = absl::ascii_tolower(static_cast<unsigned char>(code[i]));
    if (c == '"' || c == '[') {
      const size_t end = code.find(c == '"' ? '"' : ']', i + 1);
      if (end == absl::string_view::npos) break;
      if (c == '[' && IsElapsed(code.substr(i + 1, end - i - 1))) return NumberKind::kDate;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '%') {
      return NumberKind::kPercent;
    } else if (c == 'd' || c == 'm' || c == 'y' || c == 'h' || c == 's') {
      return NumberKind::kDate;
    }
  }
  return NumberKind::kPlain;
}

void CellStyles::Start(absl::string_view name, const XmlAttributes& attributes) {
  int id = 0;
  if (name == "cellXfs") {
    cell_formats_ = true;
  } else if (name == "numFmt" && absl::SimpleAtoi(attributes.Get("numFmtId"), &id)) {
    custom_[id] = KindOfFormat(attributes.Get("formatCode"));
  } else if (name == "xf" && cell_formats_) {
    if (!absl::SimpleAtoi(attributes.Get("numFmtId"), &id)) id = 0;
    const auto custom = custom_.find(id);
    kinds_.push_back(custom == custom_.end() ? KindOfBuiltIn(id) : custom->second);
  }
  if (custom_.size() > kMaxFormats || kinds_.size() > kMaxFormats) {
    Fail(LargeWorkbook("has more than 65536 cell formats"));
  }
}

void CellStyles::End(absl::string_view name) {
  if (name == "cellXfs") cell_formats_ = false;
}

}  // namespace tarazy::rankings
