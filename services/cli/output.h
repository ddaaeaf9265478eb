// Prints tables as an aligned table, JSON or CSV (RFC 4180).
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/cli/table.h"

namespace tarazy::cli {

enum class Format { kTable, kJson, kCsv };

enum class Language { kEnglish, kRussian, kKazakh };

struct Style {
  Format format = Format::kJson;
  Language language = Language::kEnglish;
  bool terminal = false;  // bold headers; control characters of CSV cells are escaped
};

// The language of LC_ALL, LC_MESSAGES or LANG (the first that is set): "ru_RU.UTF-8" is Russian.
Language LanguageOfEnvironment();

// The text in `language` if it has it, else in the first that it has.
const std::string& InLanguage(const Localized& text, Language language);

// Many rows: JSON is an array of objects, one per line.
void PrintRows(const Table& table, const Style& style, std::ostream& out);

// The table's only row: JSON is an object, a table has one line per column; nested tables follow
// it.
void PrintOne(const Table& table, const Style& style, std::ostream& out);

// CSV whose rows come one after the other.
void PrintCsvHeader(const Table& table, std::ostream& out);
void PrintCsvRow(const std::vector<Value>& row, const Style& style, std::ostream& out);

// The shortest decimal form that gives the same double back, without an exponent where that stays
// readable ("100000", "0.1", "1e+30"). Not for infinities and NaN.
std::string FormatNumber(double value);

// The same on a JSON value: objects on one line.
std::string JsonText(const Value& value);

}  // namespace tarazy::cli
