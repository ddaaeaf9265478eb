// Numbers, days and instants in words, by ICU's rules of each language. Spaces inside a number, and
// between a year and its "г." or "ж.", do not break (U+00A0).
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/notifications/domain/template/language.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

// A category of CLDR's plural rules.
enum class Plural { kOne, kFew, kMany, kOther };

// The categories that a language has, in the order of the enum.
const std::vector<Plural>& PluralsOf(Language language);

// "one", "few", "many", "other".
absl::string_view Word(Plural plural);

// The form of a category; empty when the phrase has none.
const std::string& FormOf(const v1::PluralForms& forms, Plural plural);

// The forms of a phrase in a language.
const v1::PluralForms& FormsOf(const v1::Phrase& phrase, Language language);

using Number = std::variant<int64_t, double>;

struct WordedNumber {
  // "1 234,5", with at most six decimals.
  std::string text;
  Plural plural = Plural::kOther;
};

WordedNumber Worded(const Number& number, Language language);

// "25 апреля 2026 г.", "2026 ж. 25 сәуір", "25 April 2026".
std::string Worded(absl::CivilDay day, Language language);

// "25 апреля 2026 г., 18:00 (UTC+5)".
std::string Worded(absl::Time time, Language language, const absl::TimeZone& zone);

}  // namespace tarazy::notifications
