#include "services/cli/output.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "services/cli/output_formats.h"

namespace tarazy::cli {

Language LanguageOfEnvironment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    if (absl::StartsWith(value, "ru")) return Language::kRussian;
    if (absl::StartsWith(value, "kk")) return Language::kKazakh;
    return Language::kEnglish;
  }
  return Language::kEnglish;
}

const std::string& InLanguage(const Localized& text, Language language) {
  if (language == Language::kRussian && !text.ru.empty()) return text.ru;
  if (language == Language::kKazakh && !text.kk.empty()) return text.kk;
  return text.Any();
}

void PrintRows(const Table& table, const Style& style, std::ostream& out) {
  switch (style.format) {
    case Format::kTable:
      return PrintTextRows(table, style, out);
    case Format::kJson:
      return PrintJsonRows(table, out);
    case Format::kCsv:
      return PrintCsv(table, style, out);
  }
}

void PrintOne(const Table& table, const Style& style, std::ostream& out) {
  switch (style.format) {
    case Format::kTable:
      return PrintTextRecord(table, style, out);
    case Format::kJson:
      return PrintJsonObject(table, out);
    case Format::kCsv:
      return PrintCsv(table, style, out);
  }
}

}  // namespace tarazy::cli
