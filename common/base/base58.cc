#include "common/base/base58.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace tarazy {
namespace {

constexpr absl::string_view kAlphabet =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
// The conversion takes time with the square of the length.
constexpr size_t kMaxText = 1024;

// Multiplies a number, least digit first, by `from` and adds `digit`.
void Shift(std::vector<uint8_t>& digits, int from, int to, int digit) {
  int carry = digit;
  for (uint8_t& place : digits) {
    carry += place * from;
    place = static_cast<uint8_t>(carry % to);
    carry /= to;
  }
  for (; carry > 0; carry /= to) digits.push_back(static_cast<uint8_t>(carry % to));
}

}  // namespace

std::string Base58Encode(absl::string_view bytes) {
  std::vector<uint8_t> digits;
  for (const char c : bytes) Shift(digits, 256, 58, static_cast<unsigned char>(c));
  const size_t zeros = std::min(bytes.find_first_not_of('\0'), bytes.size());
  std::string text(zeros, kAlphabet[0]);
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) text += kAlphabet[*digit];
  return text;
}

std::optional<std::string> Base58Decode(absl::string_view text) {
  if (text.size() > kMaxText) return std::nullopt;
  std::vector<uint8_t> digits;
  for (const char c : text) {
    const size_t digit = kAlphabet.find(c);
    if (digit == absl::string_view::npos) return std::nullopt;
    Shift(digits, 58, 256, static_cast<int>(digit));
  }
  const size_t zeros = std::min(text.find_first_not_of(kAlphabet[0]), text.size());
  std::string bytes(zeros, '\0');
  bytes.append(digits.rbegin(), digits.rend());
  return bytes;
}

}  // namespace tarazy
