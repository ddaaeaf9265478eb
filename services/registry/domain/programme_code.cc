#include "services/registry/domain/programme_code.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/text.h"

namespace tarazy::registry {
namespace {

constexpr size_t kLength = 7;
constexpr size_t kMaxOldCode = 32;

struct Prefix {
  char digit;
  char letter;
  Level level;
};
constexpr Prefix kPrefixes[] = {
    {'6', 'B', Level::kBachelor}, {'7', 'M', Level::kMaster}, {'8', 'D', Level::kDoctorate}};

}  // namespace

absl::string_view LevelName(Level level) {
  switch (level) {
    case Level::kBachelor:
      return "bachelor";
    case Level::kMaster:
      return "master";
    case Level::kDoctorate:
      return "doctorate";
    case Level::kUnknown:
      break;
  }
  return "";
}

absl::StatusOr<Level> LevelOfCode(absl::string_view field, absl::string_view code) {
  for (const char c : code) {
    if (!absl::ascii_isascii(static_cast<unsigned char>(c))) {
      return InvalidField(field,
                          "the letter of a code is a Latin B, M or D, as in 6B04107; this "
                          "has another letter that may look the same");
    }
  }
  bool digits = code.size() == kLength;
  for (size_t i = 2; i < code.size(); ++i) digits = digits && absl::ascii_isdigit(code[i]);
  if (!digits) {
    return InvalidField(field, "a code is 6B, 7M or 8D and five digits, such as 6B04107");
  }
  for (const Prefix& prefix : kPrefixes) {
    if (code[0] == prefix.digit && code[1] == prefix.letter) return prefix.level;
  }
  for (const Prefix& prefix : kPrefixes) {
    if (code[0] == prefix.digit) {
      return InvalidField(field, absl::StrCat("no code begins with ", code.substr(0, 2), ": a ",
                                              LevelName(prefix.level), "'s begins with ",
                                              std::string{prefix.digit, prefix.letter}));
    }
  }
  return InvalidField(field, absl::StrCat("no code begins with ", code.substr(0, 2),
                                          ": bachelor 6B, master 7M, doctorate 8D"));
}

absl::Status CheckOldCode(absl::string_view field, absl::string_view code) {
  bool well = !code.empty() && code.size() <= kMaxOldCode;
  for (const char c : code) {
    // Letters of other scripts were used, too.
    well = well && (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' ||
                    !absl::ascii_isascii(static_cast<unsigned char>(c)));
  }
  if (!well) return InvalidField(field, "an old code is at most 32 letters, digits, '.' and '-'");
  return CheckText(field, code, kMaxOldCode);
}

}  // namespace tarazy::registry
