#include "services/notifications/domain/template/wording.h"

#include <unicode/gregocal.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unicode/smpdtfmt.h>

#include <array>
#include <cstdlib>
#include <limits>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/civil_day.h"

namespace tarazy::notifications {
namespace {

constexpr std::array<Plural, 4> kPlurals = {Plural::kOne, Plural::kFew, Plural::kMany,
                                            Plural::kOther};

// English as it is written outside America: the day before the month.
icu::Locale LocaleOf(Language language) {
  return language == Language::kEn ? icu::Locale::getUK()
                                   : icu::Locale(std::string(Word(language)).c_str());
}

// Narrow no-break spaces, which mail readers of old show as boxes, and which ICU gives here in one
// version and there in another, become no-break spaces.
std::string Utf8(icu::UnicodeString text) {
  std::string bytes;
  text.findAndReplace(u"\u202f", u"\u00a0").toUTF8String(bytes);
  return bytes;
}

Plural ParsePlural(const icu::UnicodeString& keyword) {
  if (keyword == u"one") return Plural::kOne;
  if (keyword == u"few") return Plural::kFew;
  if (keyword == u"many") return Plural::kMany;
  return Plural::kOther;
}

// Formatters and rules are immutable: one set serves all threads.
struct Rules {
  explicit Rules(Language language)
      : numbers(icu::number::NumberFormatter::withLocale(LocaleOf(language))) {
    UErrorCode status = U_ZERO_ERROR;
    rules.reset(icu::PluralRules::forLocale(LocaleOf(language), status));
    const std::unique_ptr<icu::StringEnumeration> keywords(rules->getKeywords(status));
    std::array<bool, 4> has{};
    while (const icu::UnicodeString* keyword = keywords->snext(status)) {
      has[static_cast<size_t>(ParsePlural(*keyword))] = true;
    }
    for (const Plural plural : kPlurals) {
      if (has[static_cast<size_t>(plural)]) plurals.push_back(plural);
    }
  }

  icu::number::LocalizedNumberFormatter numbers;
  std::unique_ptr<icu::PluralRules> rules;
  std::vector<Plural> plurals;
};

const Rules& RulesOf(Language language) {
  static const auto* const kRules =
      new std::array<Rules, 3>{Rules(Language::kKk), Rules(Language::kRu), Rules(Language::kEn)};
  return (*kRules)[static_cast<size_t>(language)];
}

std::unique_ptr<icu::DateFormat> MakeDayFormat(Language language) {
  std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kLong, LocaleOf(language)));
  if (format == nullptr) return nullptr;
  UErrorCode status = U_ZERO_ERROR;
  auto calendar = std::make_unique<icu::GregorianCalendar>(*icu::TimeZone::getGMT(),
                                                           LocaleOf(language), status);
  // No Julian days: civil days are Gregorian at all times.
  calendar->setGregorianChange(std::numeric_limits<double>::lowest(), status);
  format->adoptCalendar(calendar.release());
  return format;
}

// A calendar is changed by formatting: each thread has its own.
const icu::DateFormat* DayFormatOf(Language language) {
  thread_local const std::array<std::unique_ptr<icu::DateFormat>, 3> formats = {
      MakeDayFormat(Language::kKk), MakeDayFormat(Language::kRu), MakeDayFormat(Language::kEn)};
  return formats[static_cast<size_t>(language)].get();
}

// "UTC+5", "UTC+5:30", "UTC".
std::string OffsetWord(int seconds) {
  if (seconds == 0) return "UTC";
  const int minutes = std::abs(seconds) / 60;
  std::string word = absl::StrCat("UTC", seconds < 0 ? "-" : "+", minutes / 60);
  if (minutes % 60 != 0) absl::StrAppendFormat(&word, ":%02d", minutes % 60);
  return word;
}

}  // namespace

const std::vector<Plural>& PluralsOf(Language language) { return RulesOf(language).plurals; }

absl::string_view Word(Plural plural) {
  switch (plural) {
    case Plural::kOne:
      return "one";
    case Plural::kFew:
      return "few";
    case Plural::kMany:
      return "many";
    case Plural::kOther:
      break;
  }
  return "other";
}

const std::string& FormOf(const v1::PluralForms& forms, Plural plural) {
  switch (plural) {
    case Plural::kOne:
      return forms.one();
    case Plural::kFew:
      return forms.few();
    case Plural::kMany:
      return forms.many();
    case Plural::kOther:
      break;
  }
  return forms.other();
}

const v1::PluralForms& FormsOf(const v1::Phrase& phrase, Language language) {
  switch (language) {
    case Language::kKk:
      return phrase.kk();
    case Language::kRu:
      return phrase.ru();
    case Language::kEn:
      break;
  }
  return phrase.en();
}

WordedNumber Worded(const Number& number, Language language) {
  const Rules& rules = RulesOf(language);
  UErrorCode status = U_ZERO_ERROR;
  const int64_t* integer = std::get_if<int64_t>(&number);
  const icu::number::FormattedNumber formatted =
      integer != nullptr ? rules.numbers.formatInt(*integer, status)
                         : rules.numbers.formatDouble(std::get<double>(number), status);
  WordedNumber worded;
  worded.text = Utf8(formatted.toTempString(status));
  // Of the number as it is written: 1.0 reads "1", and 1.0000001 too.
  worded.plural = ParsePlural(rules.rules->select(formatted, status));
  return worded;
}

std::string Worded(absl::CivilDay day, Language language) {
  const icu::DateFormat* format = DayFormatOf(language);
  if (format == nullptr) return FormatDay(day);
  constexpr double kMillisecondsOfADay = 86400000;
  icu::UnicodeString text;
  format->format(static_cast<double>(day - absl::CivilDay(1970, 1, 1)) * kMillisecondsOfADay, text);
  return Utf8(text);
}

std::string Worded(absl::Time time, Language language, const absl::TimeZone& zone) {
  const absl::TimeZone::CivilInfo local = zone.At(time);
  return absl::StrFormat("%s, %02d:%02d (%s)", Worded(absl::CivilDay(local.cs), language),
                         local.cs.hour(), local.cs.minute(), OffsetWord(local.offset));
}

}  // namespace tarazy::notifications
