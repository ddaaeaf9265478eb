#include "services/accreditation/domain/report_lint/printed_number.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tarazy::accreditation::report_lint {
namespace {

// Larger than what doubles lose in these sums, smaller than the nearest miss of a rounding border:
// with n up to 10^7 and two decimals that is 5 x 10^-10.
constexpr double kEpsilon = 1e-10;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// Spaces that keep words together, and long dashes, become plain ones.
std::string Plain(absl::string_view text) {
  std::string plain = absl::StrReplaceAll(text, {{"\u00a0", " "},
                                                 {"\u202f", " "},
                                                 {"\u2009", " "},
                                                 {"\u2212", "-"},
                                                 {"\u2013", "-"},
                                                 {"\u2014", "-"}});
  absl::StripAsciiWhitespace(&plain);
  return plain;
}

// The digits at the front of `text`, which lose their groups of three; empty: none.
std::string TakeWhole(absl::string_view& text, char group) {
  std::string digits;
  while (!text.empty() && IsDigit(text[0])) {
    digits += text[0];
    text.remove_prefix(1);
  }
  const auto group_follows = [&] {
    return text.size() >= 4 && text[0] == group && IsDigit(text[1]) && IsDigit(text[2]) &&
           IsDigit(text[3]) && (text.size() == 4 || !IsDigit(text[4]));
  };
  if (digits.empty() || digits.size() > 3 || digits[0] == '0') return digits;
  while (group_follows()) {
    digits.append(text.data() + 1, 3);
    text.remove_prefix(4);
  }
  return digits;
}

// What may follow a figure: a percent sign, and words without digits.
bool IsUnit(absl::string_view rest) {
  return std::none_of(rest.begin(), rest.end(), [](char c) {
    return IsDigit(c) || c == ',' || c == '/' || c == '-' || c == '(' || c == ')' || c == '%';
  });
}

}  // namespace

double PrintedNumber::half() const { return 0.5 * std::pow(10.0, -decimals); }

std::optional<PrintedNumber> ParsePrinted(absl::string_view text, Commas commas) {
  const std::string plain = Plain(text);
  absl::string_view rest = plain;
  const bool negative = absl::ConsumePrefix(&rest, "-");
  std::string whole;
  if (commas == Commas::kThousands) {
    absl::string_view tried = rest;
    whole = TakeWhole(tried, ',');
    if (whole.size() > 3) rest = tried;
  }
  if (whole.size() <= 3) whole = TakeWhole(rest, ' ');
  if (whole.empty() || whole.size() > 15) return std::nullopt;
  PrintedNumber number;
  number.value = std::stod(whole);
  if (rest.size() >= 2 && (rest[0] == '.' || rest[0] == ',') && IsDigit(rest[1])) {
    rest.remove_prefix(1);
    double digits = 0;
    while (!rest.empty() && IsDigit(rest[0]) && number.decimals < 9) {
      digits = digits * 10 + (rest[0] - '0');
      ++number.decimals;
      rest.remove_prefix(1);
    }
    number.value += digits / std::pow(10.0, number.decimals);
  }
  if (negative) number.value = -number.value;
  const bool spaced = !rest.empty() && rest[0] == ' ';
  rest = absl::StripLeadingAsciiWhitespace(rest);
  number.percent = absl::ConsumePrefix(&rest, "%");
  if (!rest.empty() && (!(spaced || number.percent) || !IsUnit(rest))) return std::nullopt;
  return number;
}

bool IsBlank(absl::string_view text) {
  const std::string plain = absl::AsciiStrToLower(Plain(text));
  return plain.empty() || plain == "-" || plain == "*" || plain == "n/a" || plain == "x" ||
         plain == "\u2026" || absl::StartsWith(plain, "<");
}

bool Fits(const PrintedNumber& printed, const Quantity& computed) {
  return std::abs(printed.value - computed.value) <= printed.half() + computed.slack + kEpsilon;
}

bool IsPossibleShare(const PrintedNumber& percent, double n) {
  const double nearest = std::clamp(std::round(percent.value * n / 100), 0.0, n);
  return Fits(percent, {100 * nearest / n, 0});
}

std::string ShowNumber(double value, int decimals) {
  return absl::StrFormat("%.*f", decimals, value);
}

std::string ShowShort(double value) {
  std::string shown = absl::StrFormat("%.3f", value);
  while (shown.back() == '0') shown.pop_back();
  if (shown.back() == '.') shown.pop_back();
  return shown == "-0" ? "0" : shown;
}

}  // namespace tarazy::accreditation::report_lint
