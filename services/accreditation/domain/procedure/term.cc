#include "services/accreditation/domain/procedure/term.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/accreditation/domain/procedure/words.h"
#include "services/accreditation/domain/record/marks.h"

namespace tarazy::accreditation {
namespace {

// A programme's consensus marks, as the table asks about them.
struct Counts {
  int applicable = 0;
  int strengths = 0;
  int improvements = 0;  // or worse
  int failed = 0;
};

Counts CountsOf(const v1::Framework& framework, const v1::ProgrammeTotals& totals) {
  Counts counts;
  for (const v1::MarkCount& entry : totals.total().marks()) {
    const v1::MarkMeaning meaning = MeaningOf(framework, entry.mark());
    if (meaning == v1::MARK_MEANING_NOT_APPLICABLE) continue;
    counts.applicable += entry.count();
    if (meaning == v1::MARK_MEANING_STRENGTH) counts.strengths += entry.count();
    if (meaning == v1::MARK_MEANING_FAILED) counts.failed += entry.count();
    if (meaning == v1::MARK_MEANING_FAILED || meaning == v1::MARK_MEANING_IMPROVEMENT) {
      counts.improvements += entry.count();
    }
  }
  return counts;
}

// "6 of 64 (9.38 %)".
std::string Share(int part, int whole) {
  return absl::StrFormat("%d of %d (%.2f %%)", part, whole, 100.0 * part / whole);
}

// The conditions of one row against one programme's marks. Shares are compared as products, so that
// a division's rounding decides nothing.
class RowTest {
 public:
  RowTest(const v1::TermRow& row, const Counts& counts) {
    const int n = counts.applicable;
    if (row.has_max_improvement_share()) {
      const double limit = row.max_improvement_share();
      Ask(100.0 * counts.improvements <= limit * n,
          absl::StrCat("improvement or worse ", Share(counts.improvements, n)),
          absl::StrCat("at most ", ShortestDecimal(limit), " %"));
    }
    if (row.has_max_failed()) {
      Ask(counts.failed <= row.max_failed(), absl::StrCat("failed ", counts.failed),
          absl::StrCat("at most ", row.max_failed()));
    }
    if (row.has_min_strength_share()) {
      const double limit = row.min_strength_share();
      Ask(100.0 * counts.strengths >= limit * n,
          absl::StrCat("strengths ", Share(counts.strengths, n)),
          absl::StrCat("at least ", ShortestDecimal(limit), " %"));
    }
  }

  bool holds() const { return holds_; }
  std::string sentence() const {
    return sentences_.empty() ? "no conditions" : absl::StrJoin(sentences_, "; ");
  }

 private:
  void Ask(bool met, const std::string& found, const std::string& asked) {
    holds_ = holds_ && met;
    sentences_.push_back(absl::StrCat(found, met ? ", " : ", but ", asked, " is asked"));
  }

  bool holds_ = true;
  std::vector<std::string> sentences_;
};

std::string Suggested(const v1::TermRow& row) {
  return row.years() == 0
             ? OutcomeWords(row.outcome())
             : absl::StrCat(OutcomeWords(row.outcome()), " for ", row.years(), " years");
}

v1::TermSuggestion Suggest(const v1::TermRule& rule, const Counts& counts,
                           const std::string& programme) {
  v1::TermSuggestion suggestion;
  suggestion.set_programme(programme);
  suggestion.set_rule_version(rule.version());
  for (int i = 0; i < rule.rows_size(); ++i) {
    const v1::TermRow& row = rule.rows(i);
    const RowTest test(row, counts);
    suggestion.add_explanation(absl::StrCat("row ", i + 1, " (", Suggested(row), ") ",
                                            test.holds() ? "holds" : "does not hold", ": ",
                                            test.sentence()));
    if (!test.holds()) continue;
    suggestion.set_outcome(row.outcome());
    suggestion.set_years(row.years());
    suggestion.set_row(i + 1);
    break;
  }
  return suggestion;
}

}  // namespace

absl::StatusOr<std::vector<v1::TermSuggestion>> SuggestTerm(const v1::Case& record,
                                                            const v1::Framework& framework) {
  if (framework.procedure().term_rule().rows().empty()) {
    return FailedPrecondition(Reason::kNoData, "the framework has no table that suggests terms");
  }
  Faults missing;
  std::vector<v1::TermSuggestion> suggestions;
  for (const v1::ProgrammeTotals& totals : CountMarks(record, framework)) {
    const std::string of = totals.programme().empty() ? "" : " of " + totals.programme();
    for (const std::string& criterion : totals.unmarked()) {
      missing.Add("evaluations", absl::StrCat("criterion ", criterion, of, " has no mark"));
    }
    const Counts counts = CountsOf(framework, totals);
    if (counts.applicable == 0) {
      if (totals.unmarked().empty()) {
        missing.Add("evaluations", absl::StrCat("no criterion", of, " is applicable"));
      }
      continue;
    }
    suggestions.push_back(Suggest(framework.procedure().term_rule(), counts, totals.programme()));
  }
  RETURN_IF_ERROR(missing.ToStatus(absl::StatusCode::kFailedPrecondition, Reason::kCaseIncomplete,
                                   "no term can be suggested"));
  return suggestions;
}

}  // namespace tarazy::accreditation
