#include "services/accreditation/domain/report_lint/printed_date.h"

#include <array>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

std::optional<absl::CivilDay> Day(int year, int month, int day) {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const absl::CivilDay civil(year, month, day);
  if (civil.month() != month) return std::nullopt;
  return civil;
}

// The number of one to `most` digits at the front, taken off; -1: none, or more digits.
int TakeNumber(absl::string_view& text, size_t most, size_t& digits) {
  int number = 0;
  for (digits = 0; digits < text.size() && IsDigit(text[digits]); ++digits) {
    if (digits == most) return -1;
    number = number * 10 + (text[digits] - '0');
  }
  text.remove_prefix(digits);
  return digits == 0 ? -1 : number;
}

Notation OfSeparator(char separator) {
  return separator == '.' ? Notation::kDots
                          : (separator == '/' ? Notation::kSlashes : Notation::kDashes);
}

// A date in figures that begins here.
std::optional<PrintedDay> InFigures(absl::string_view text) {
  size_t digits[3];
  int numbers[3];
  char separator = 0;
  for (int i = 0; i < 3; ++i) {
    if (i > 0) {
      const bool spaced = absl::ConsumePrefix(&text, " ");
      if (text.empty() || (i == 2 && text[0] != separator)) return std::nullopt;
      separator = text[0];
      if (separator != '.' && separator != '/' && separator != '-') return std::nullopt;
      // "27 . 04.2023" and "30.11. 2022" are slips; "25 - 27" is a stretch.
      if (spaced && separator == '-') return std::nullopt;
      text.remove_prefix(1);
      if (separator != '-') absl::ConsumePrefix(&text, " ");
    }
    numbers[i] = TakeNumber(text, 4, digits[i]);
    if (numbers[i] < 0) return std::nullopt;
  }
  // "1.2.2024.3" is the number of a section, "09-01-2023-15" of a paper.
  if (text.size() >= 2 && text[0] == separator && IsDigit(text[1])) return std::nullopt;
  PrintedDay day;
  if (digits[0] == 4 && digits[1] == 2 && digits[2] == 2 && separator == '-') {
    day.day_first = day.month_first = Day(numbers[0], numbers[1], numbers[2]);
    return day;
  }
  if (digits[0] > 2 || digits[1] > 2 || (digits[2] != 4 && digits[2] != 2)) return std::nullopt;
  // Two digits for the year only with two for day and month: "5.6.23" is more likely a section.
  if (digits[2] == 2 && (digits[0] != 2 || digits[1] != 2)) return std::nullopt;
  const int year = digits[2] == 2 ? 2000 + numbers[2] : numbers[2];
  day.notation = OfSeparator(separator);
  day.day_first = Day(year, numbers[1], numbers[0]);
  day.month_first = Day(year, numbers[0], numbers[1]);
  return day;
}

// The month that a folded word names; 0: none. Stems cover the cases of Russian and Kazakh.
int MonthOf(const std::string& word) {
  static constexpr std::array<std::array<absl::string_view, 3>, 12> kStems = {{
      {"january", "январ", "қаңтар"},
      {"february", "феврал", "ақпан"},
      {"march", "март", "наурыз"},
      {"april", "апрел", "сәуір"},
      {"may", "ма", "мамыр"},
      {"june", "июн", "маусым"},
      {"july", "июл", "шілде"},
      {"august", "август", "тамыз"},
      {"september", "сентябр", "қыркүйек"},
      {"october", "октябр", "қазан"},
      {"november", "ноябр", "қараша"},
      {"december", "декабр", "желтоқсан"},
  }};
  for (int month = 1; month <= 12; ++month) {
    const auto& [english, russian, kazakh] = kStems[static_cast<size_t>(month - 1)];
    if (word == english || (word.size() == 3 && absl::StartsWith(english, word))) return month;
    if (absl::StartsWith(word, kazakh)) return month;
    // "ма" alone would also begin "март" and "мамыр": only "мая" and "май".
    if (month == 5 ? (word == "мая" || word == "май") : absl::StartsWith(word, russian)) {
      return month;
    }
  }
  return 0;
}

// The number that a word is, with "st", "nd", "rd", "th" behind it or not; -1: none.
int NumberOf(absl::string_view word) {
  for (const absl::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (word.size() > 2 && absl::EndsWith(word, suffix)) {
      word.remove_suffix(2);
      break;
    }
  }
  size_t digits;
  const int number = TakeNumber(word, 4, digits);
  return word.empty() ? number : -1;
}

// "April 18, 2022", "18 April 2022", "2022 жылғы 18 сәуір".
std::optional<PrintedDay> InWords(absl::string_view text) {
  const std::vector<std::string> words = Words(text);
  const auto number_at = [&](size_t i) { return i < words.size() ? NumberOf(words[i]) : -1; };
  for (size_t i = 0; i < words.size(); ++i) {
    const int month = MonthOf(words[i]);
    if (month == 0) continue;
    const int before = i > 0 ? number_at(i - 1) : -1;
    const int next = number_at(i + 1);
    const int after_next = number_at(i + 2);
    const int two_before = i > 2 ? number_at(i - 3) : -1;
    std::optional<absl::CivilDay> day;
    if (before > 0 && next > 31) {
      day = Day(next, month, before);
    } else if (next > 0 && after_next > 31) {
      day = Day(after_next, month, next);
    } else if (before > 0 && two_before > 31) {
      day = Day(two_before, month, before);
    } else {
      continue;
    }
    return PrintedDay{.notation = Notation::kWords, .day_first = day, .month_first = day};
  }
  return std::nullopt;
}

}  // namespace

std::optional<absl::CivilDay> PrintedDay::unmistakable() const {
  if (ambiguous()) return std::nullopt;
  return day_first ? day_first : month_first;
}

std::optional<PrintedDay> FindDay(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsDigit(text[i]) || (i > 0 && IsDigit(text[i - 1]))) continue;
    // Within "1.2.2024.3" no date begins at the second number.
    if (i > 1 && (text[i - 1] == '.' || text[i - 1] == '/') && IsDigit(text[i - 2])) continue;
    if (const auto day = InFigures(text.substr(i))) return day;
  }
  return InWords(text);
}

}  // namespace tarazy::accreditation::report_lint
