#include "services/rankings/app/cell_text.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace tarazy::rankings {
namespace {

constexpr int64_t kRows = 1048576;
constexpr int kColumns = 16384;

void AppendUtf8(uint32_t code, std::string& text) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xc0 | (code >> 6));
    text += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    text += static_cast<char>(0xe0 | (code >> 12));
    text += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (code & 0x3f));
  }
}

// The code of "_xHHHH_" at the start of `text`; nothing for other text and for surrogates.
std::optional<uint32_t> EscapeAt(absl::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return std::nullopt;
  uint32_t code = 0;
  for (const char digit : text.substr(2, 4)) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(digit))) return std::nullopt;
    const char lower = absl::ascii_tolower(static_cast<unsigned char>(digit));
    code = code * 16 + static_cast<uint32_t>(lower <= '9' ? lower - '0' : lower - 'a' + 10);
  }
  if (code >= 0xd800 && code < 0xe000) return std::nullopt;
  return code;
}

}  // namespace

std::string ColumnName(int column) {
  std::string name;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return name;
}

std::string CellAddress(const CellPlace& place) {
  return absl::StrCat(ColumnName(place.column), place.row);
}

std::optional<CellPlace> ParseCellAddress(absl::string_view text) {
  int column = 0;
  size_t letters = 0;
  for (; letters < text.size() && letters < 4; ++letters) {
    const char letter = text[letters];
    if (letter < 'A' || letter > 'Z') break;
    column = column * 26 + (letter - 'A' + 1);
  }
  CellPlace place{.column = column - 1};
  const absl::string_view digits = text.substr(letters);
  // SimpleAtoi takes signs and spaces, too.
  const bool only_digits = std::all_of(digits.begin(), digits.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  if (column < 1 || column > kColumns || digits.empty() || !only_digits ||
      !absl::SimpleAtoi(digits, &place.row) || place.row < 1 || place.row > kRows) {
    return std::nullopt;
  }
  return place;
}

std::string DecodeXString(absl::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const std::optional<uint32_t> code = EscapeAt(text.substr(i));
    if (code.has_value()) {
      AppendUtf8(*code, decoded);
      i += 7;
    } else {
      decoded += text[i++];
    }
  }
  return decoded;
}

std::optional<std::string> DateText(double serial, bool from_1904) {
  constexpr double kEnd = 2958466;  // 10000-01-01
  constexpr int64_t kDaySeconds = 86400;
  if (!(serial >= 0 && serial < kEnd)) return std::nullopt;
  const int64_t seconds = std::llround(serial * kDaySeconds);
  const int64_t days = seconds / kDaySeconds;
  const int64_t rest = seconds % kDaySeconds;
  const std::string time =
      absl::StrFormat("%02d:%02d:%02d", rest / 3600, rest / 60 % 60, rest % 60);
  if (days == 0 && rest > 0) return time;
  constexpr int64_t kLeapDayThatWasNot = 60;
  if (!from_1904 && days == kLeapDayThatWasNot) return "1900-02-29";
  const absl::CivilDay zero = from_1904                   ? absl::CivilDay(1904, 1, 1)
                              : days < kLeapDayThatWasNot ? absl::CivilDay(1899, 12, 31)
                                                          : absl::CivilDay(1899, 12, 30);
  const std::string day = absl::FormatCivilTime(zero + days);
  return rest == 0 ? day : absl::StrCat(day, " ", time);
}

}  // namespace tarazy::rankings
