#include "services/accreditation/domain/report_lint/rules/contrary_words.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_split.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// How many words before it a denial still reaches.
constexpr size_t kReach = 6;

bool IsDenial(absl::string_view word) {
  constexpr std::array<absl::string_view, 14> kDenials = {
      "no",  "not",    "without", "none", "never", "nothing", "neither",
      "nor", "cannot", "не",      "нет",  "без",   "ни",      "никаких"};
  return std::find(kDenials.begin(), kDenials.end(), word) != kDenials.end();
}

// "Not only necessary" is no denial, and neither is the number "No. 5".
bool IsUndone(const std::vector<std::string>& words, size_t denial) {
  if (denial + 1 >= words.size()) return false;
  const std::string& next = words[denial + 1];
  return next == "only" || next == "just" || next == "только" ||
         (words[denial] == "no" && next[0] >= '0' && next[0] <= '9');
}

bool IsDenied(const std::vector<std::string>& words, size_t begin) {
  for (size_t i = begin > kReach ? begin - kReach : 0; i < begin; ++i) {
    if (IsDenial(words[i]) && !IsUndone(words, i)) return true;
  }
  return false;
}

bool Stands(const std::vector<std::string>& words, const std::vector<std::string>& phrase) {
  auto from = words.begin();
  while (true) {
    from = std::search(from, words.end(), phrase.begin(), phrase.end());
    if (from == words.end()) return false;
    if (!IsDenied(words, static_cast<size_t>(from - words.begin()))) return true;
    ++from;
  }
}

}  // namespace

ContraryWords::ContraryWords(const v1::Framework& framework) {
  for (const std::string& words : framework.procedure().contrary_words()) {
    Phrase phrase{words, Words(words)};
    if (!phrase.words.empty()) phrases_.push_back(std::move(phrase));
  }
}

std::string ContraryWords::FirstIn(absl::string_view text) const {
  std::vector<std::vector<std::string>> clauses;
  for (const absl::string_view clause : absl::StrSplit(text, absl::ByAnyChar(".;:!?,()"))) {
    clauses.push_back(Words(clause));
  }
  for (const Phrase& phrase : phrases_) {
    for (const std::vector<std::string>& words : clauses) {
      if (Stands(words, phrase.words)) return phrase.printed;
    }
  }
  return "";
}

}  // namespace tarazy::accreditation::report_lint
