// near_duplicate_item: two questions of a survey that share nearly all their words.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/printed_number.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

constexpr double kThreshold = 0.8;
// Of shorter questions a single word may be all that matters.
constexpr size_t kFewestWords = 5;

struct Question {
  const v1::PrintedItem* item;
  std::vector<std::string> words;  // each once, rare ones first
};

// Shared words over all words of both.
double Jaccard(const std::set<std::string>& a, const std::vector<std::string>& b) {
  const auto shared =
      std::count_if(b.begin(), b.end(), [&](const std::string& word) { return a.contains(word); });
  return static_cast<double>(shared) /
         static_cast<double>(a.size() + b.size() - static_cast<size_t>(shared));
}

std::vector<Question> QuestionsOf(const v1::PrintedSurvey& survey) {
  std::vector<Question> questions;
  std::map<std::string, int> frequency;
  for (const v1::PrintedItem& item : survey.items()) {
    std::vector<std::string> words = Words(item.text());
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    if (words.size() < kFewestWords) continue;
    for (const std::string& word : words) ++frequency[word];
    questions.push_back({&item, std::move(words)});
  }
  for (Question& question : questions) {
    std::stable_sort(
        question.words.begin(), question.words.end(),
        [&](const std::string& a, const std::string& b) { return frequency[a] < frequency[b]; });
  }
  return questions;
}

void CheckSurvey(const v1::PrintedSurvey& survey, Findings& findings) {
  const std::vector<Question> questions = QuestionsOf(survey);
  const size_t pairs = questions.size() < 2 ? 0 : questions.size() * (questions.size() - 1) / 2;
  findings.Compared(static_cast<int>(pairs));
  // Two sets this alike share one of their rarest words, however many questions there are: only
  // questions that do are compared.
  std::map<std::string, std::vector<size_t>> having;
  for (size_t i = 0; i < questions.size(); ++i) {
    const std::vector<std::string>& words = questions[i].words;
    const size_t size = words.size();
    const size_t prefix = size - static_cast<size_t>(std::ceil(kThreshold * size)) + 1;
    std::set<size_t> candidates;
    for (size_t w = 0; w < prefix; ++w) {
      std::vector<size_t>& earlier = having[words[w]];
      candidates.insert(earlier.begin(), earlier.end());
      earlier.push_back(i);
    }
    const std::set<std::string> own(words.begin(), words.end());
    for (const size_t j : candidates) {
      const v1::PrintedItem &a = *questions[j].item, &b = *questions[i].item;
      const double alike = Jaccard(own, questions[j].words);
      if (alike < kThreshold || Words(a.text()) == Words(b.text())) continue;
      findings.Add(absl::StrCat(survey.id(), "/", a.id(), "/", b.id()),
                   absl::StrCat("items ", a.id(), " and ", b.id(), " of ", survey.id(), " share ",
                                ShowNumber(100 * alike, 0), " % of their words"),
                   {a.has_place() ? &a.place() : PlaceOf(survey), a.text()},
                   {b.has_place() ? &b.place() : PlaceOf(survey), b.text()});
    }
  }
}

}  // namespace

void NearDuplicateItem(const Subject& subject, Findings& findings) {
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) CheckSurvey(survey, findings);
}

}  // namespace tarazy::accreditation::report_lint
