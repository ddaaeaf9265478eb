#include "services/rankings/app/import_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/text.h"

namespace tarazy::rankings {
namespace {

// True for "2026-03-01…", which is also how table_reader.h gives a date.
bool IsDate(absl::string_view text) {
  constexpr absl::string_view kPattern = "0000-00-00";
  if (text.size() < kPattern.size()) return false;
  for (size_t i = 0; i < kPattern.size(); ++i) {
    const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(text[i]));
    if (kPattern[i] == '0' ? !digit : text[i] != '-') return false;
  }
  return true;
}

}  // namespace

std::string Quoted(absl::string_view text) {
  constexpr size_t kMaxShown = 40;
  return absl::StrCat("\"", Shorten(ToValidUtf8(text), kMaxShown),
                      text.size() > kMaxShown ? "…" : "", "\"");
}

absl::string_view WhyNoNumber(absl::string_view text) {
  // A space, as typed, as spreadsheets put it (U+00A0, U+2009, U+202F), an apostrophe.
  const std::string joined = absl::StrReplaceAll(text, {{" ", ""},
                                                        {"\xc2\xa0", ""},
                                                        {"\xe2\x80\x89", ""},
                                                        {"\xe2\x80\xaf", ""},
                                                        {"'", ""},
                                                        {",", "."}});
  const bool separated = joined.size() < text.size() && ParseDecimal(joined).has_value();
  if (separated) return " has a thousands separator; write digits and a point only, as in 1234.5";
  if (absl::StrContains(text, ',')) return " has a decimal comma; write a point, as in 1.5";
  if (IsDate(text)) return " is a date; give the cell a number format and type the value again";
  return " is not a finite decimal number";
}

}  // namespace tarazy::rankings
