#include "services/registry/domain/search_text.h"

#include <set>

#include "common/base/error.h"
#include "common/base/spelling.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::registry {
namespace {

constexpr size_t kMaxQuery = 200;
constexpr size_t kMaxQueryWords = 8;

using Words = std::set<std::string>;

void AddWords(absl::string_view text, Words& words) {
  for (std::string& word : SpellingWords(text)) words.insert(std::move(word));
}

void AddWords(const Localized& title, Words& words) {
  AddWords(title.en, words);
  AddWords(title.ru, words);
  AddWords(title.kk, words);
}

template <typename Whole>
Words NameWords(const Whole& whole) {
  Words words;
  AddWords(whole.unit.title, words);
  for (const DatedTitle& name : whole.names) AddWords(name.title, words);
  return words;
}

}  // namespace

std::vector<std::string> SearchWords(const Unit& unit) {
  Words words;
  AddWords(unit.title, words);
  return {words.begin(), words.end()};
}

std::vector<std::string> SearchWords(const Institution& institution) {
  const Words words = NameWords(institution);
  return {words.begin(), words.end()};
}

std::vector<std::string> SearchWords(const Programme& programme) {
  Words words = NameWords(programme);
  AddWords(programme.unit.code, words);
  for (const OldCode& old : programme.old_codes) AddWords(old.code, words);
  return {words.begin(), words.end()};
}

absl::StatusOr<std::vector<std::string>> QueryWords(absl::string_view query) {
  if (query.empty()) return std::vector<std::string>();
  RETURN_IF_ERROR(CheckText("query", query, kMaxQuery));
  std::vector<std::string> words = SpellingWords(query);
  if (words.empty()) return InvalidField("query", "has no letter or digit");
  if (words.size() > kMaxQueryWords) return InvalidField("query", "has more than eight words");
  return words;
}

}  // namespace tarazy::registry
