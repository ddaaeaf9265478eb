#include "services/accreditation/domain/report_lint/rules/act_days.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/findings.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {

std::optional<absl::CivilDay> DayOf(const Subject& subject, const v1::Act& act) {
  if (const auto recorded = ParseDay(act.on())) return recorded;
  const auto printed = FindDay(act.printed_date());
  return printed ? subject.dates.Read(*printed, PlaceOf(act)) : std::nullopt;
}

std::optional<std::pair<int, int>> YearsOf(const v1::Act& act) {
  std::vector<int> years;
  for (const std::string& word : Words(act.period())) {
    int year;
    if (word.size() == 4 && absl::SimpleAtoi(word, &year) && year > 0) years.push_back(year);
  }
  if (years.empty() || years.back() < years.front()) return std::nullopt;
  return std::pair(years.front(), years.back());
}

std::string ShowDay(const v1::Act& act) {
  return act.printed_date().empty() ? act.on() : act.printed_date();
}

std::string NameOf(const v1::Act& act) {
  const std::string number =
      act.number().empty()
          ? std::string()
          : absl::StrCat(
                absl::ascii_isdigit(static_cast<unsigned char>(act.number()[0])) ? "No. " : "",
                act.number());
  if (act.title().empty()) return number.empty() ? act.id() : number;
  return number.empty() ? act.title() : absl::StrCat(act.title(), " (", number, ")");
}

int NumberOf(const v1::Act& act) {
  absl::string_view text = act.number();
  while (!text.empty() && !absl::ascii_isdigit(static_cast<unsigned char>(text[0]))) {
    text.remove_prefix(1);
  }
  size_t digits = 0;
  while (digits < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[digits]))) {
    ++digits;
  }
  int number;
  return absl::SimpleAtoi(text.substr(0, digits), &number) ? number : -1;
}

}  // namespace tarazy::accreditation::report_lint
