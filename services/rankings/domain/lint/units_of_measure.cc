#include "services/rankings/domain/lint/units_of_measure.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace tarazy::rankings {
namespace {

using Words = std::initializer_list<absl::string_view>;

// Both lists are in docs/methodology-file.md.
constexpr Words kMoney = {"kzt",   "tenge",  "usd",   "dollar", "dollars", "eur",     "euro",
                          "euros", "rub",    "ruble", "rubles", "rouble",  "roubles", "gbp",
                          "pound", "pounds", "cny",   "yuan",   "chf",     "jpy",     "yen",
                          "kgs",   "uzs",    "₸",     "$",      "€",       "£",       "₽",
                          "тг",    "тенге",  "теңге", "рубль",  "рублей",  "рублях",  "руб"};
constexpr Words kCounts = {
    "person",     "persons",     "people",     "student",      "students",    "graduate",
    "graduates",  "teacher",     "teachers",   "staff",        "employee",    "employees",
    "researcher", "researchers", "item",       "items",        "piece",       "pieces",
    "count",      "number",      "article",    "articles",     "publication", "publications",
    "paper",      "papers",      "citation",   "citations",    "book",        "books",
    "journal",    "journals",    "programme",  "programmes",   "program",     "programs",
    "course",     "courses",     "patent",     "patents",      "certificate", "certificates",
    "council",    "councils",    "award",      "awards",       "prize",       "prizes",
    "medal",      "medals",      "victory",    "victories",    "project",     "projects",
    "event",      "events",      "exchange",   "exchanges",    "trip",        "trips",
    "place",      "places",      "page",       "pages",        "document",    "documents",
    "visit",      "visits",      "link",       "links",        "account",     "accounts",
    "platform",   "platforms",   "university", "universities", "человек",     "чел",
    "штук",       "шт",          "единиц",     "ед",           "адам",        "дана"};

bool IsSeparator(char c) { return absl::StrContains(" \t\n,.;:()[]", absl::string_view(&c, 1)); }

std::vector<std::string> WordsOf(absl::string_view unit) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : unit) {
    if (!IsSeparator(c)) {
      word.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

bool HasAny(const std::vector<std::string>& words, Words wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

// "persons per programme", "KZT/person": a ratio already.
bool IsRatio(absl::string_view unit, const std::vector<std::string>& words) {
  return absl::StrContains(unit, "/") || absl::StrContains(unit, "%") ||
         HasAny(words, {"per", "percent", "share", "ratio", "index", "на"});
}

}  // namespace

bool IsMoneyUnit(absl::string_view unit) { return HasAny(WordsOf(unit), kMoney); }

bool IsCountUnit(absl::string_view unit) {
  const std::vector<std::string> words = WordsOf(unit);
  return !IsRatio(unit, words) && !HasAny(words, kMoney) && HasAny(words, kCounts);
}

}  // namespace tarazy::rankings
