#include "services/surveys/app/roll/ticket_code.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "common/base/sha256.h"

namespace tarazy::surveys {
namespace {

constexpr absl::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t kLength = 16;
constexpr size_t kGroup = 4;
constexpr size_t kBytes = 10;
constexpr size_t kMostTyped = 64;

// The digits in groups of four.
std::string Grouped(absl::string_view digits) {
  std::string code;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && i % kGroup == 0) code += '-';
    code += digits[i];
  }
  return code;
}

char ReadDigit(char typed) {
  const char upper = absl::ascii_toupper(typed);
  if (upper == 'O') return '0';
  if (upper == 'I' || upper == 'L') return '1';
  return upper;
}

}  // namespace

std::string TicketCodes::CodeOf(absl::string_view campaign, absl::string_view entry_id) const {
  const std::string mac = HmacOfParts(key_, {"ticket", campaign, entry_id});
  std::string digits;
  uint32_t bits = 0;
  int held = 0;
  for (size_t i = 0; i < kBytes; ++i) {
    bits = (bits << 8) | static_cast<uint8_t>(mac[i]);
    for (held += 8; held >= 5; held -= 5) digits += kDigits[(bits >> (held - 5)) & 31];
  }
  return Grouped(digits);
}

std::optional<std::string> ReadTicketCode(absl::string_view typed) {
  if (typed.size() > kMostTyped) return std::nullopt;
  std::string digits;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const char digit = ReadDigit(c);
    if (kDigits.find(digit) == absl::string_view::npos) return std::nullopt;
    digits += digit;
  }
  if (digits.size() != kLength) return std::nullopt;
  return Grouped(digits);
}

std::string TicketDigest(absl::string_view code) { return Sha256Of(code); }

}  // namespace tarazy::surveys
