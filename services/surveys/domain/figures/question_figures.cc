#include "services/surveys/domain/figures/question_figures.h"

#include <algorithm>

#include "services/surveys/domain/figures/percent.h"
#include "services/surveys/domain/figures/wilson.h"

namespace tarazy::surveys {
namespace {

// The percentages of the options that are answers, in their order; empty when they are not made to
// add up. That needs every count: of a row with one left out each is rounded for itself, since what
// is left over would tell of it.
std::vector<double> AddedUp(const Question& question, const QuestionRow& row,
                            const v1::DisclosurePolicy& policy) {
  if (policy.rounding() != v1::PERCENT_ROUNDING_ADD_UP || !HasOneChoice(question)) return {};
  std::vector<int64_t> counts;
  for (const int option : AnswerOptions(question)) {
    if (!row.options[option].has_value()) return {};
    counts.push_back(*row.options[option]);
  }
  if (row.base.value_or(0) == 0) return {};
  return AddUpPercents(counts, policy.decimals());
}

void AddChoice(const Option& option, Told count, const QuestionRow& row, int decimals,
               v1::QuestionResults& results) {
  v1::ChoiceResults& choice = *results.add_choices();
  choice.set_code(option.choice->code());
  *choice.mutable_label() = option.choice->label();
  choice.set_missing(option.missing);
  if (!count.has_value()) return choice.set_suppressed(true);
  choice.set_count(*count);
  const int64_t base = row.base.value_or(0);
  if (option.missing || base == 0) return;
  choice.set_percent(RoundedPercent(*count, base, decimals));
  // Of published tables more may have chosen it than there are people.
  if (*count > base) return;
  const Interval interval = WilsonInterval(*count, base, row.frame);
  choice.set_low(interval.low);
  choice.set_high(interval.high);
}

void AddChoices(const Question& question, const QuestionRow& row,
                const v1::DisclosurePolicy& policy, v1::QuestionResults& results) {
  for (const bool missing : {false, true}) {
    for (size_t i = 0; i < question.options.size(); ++i) {
      if (question.options[i].missing != missing) continue;
      AddChoice(question.options[i], row.options[i], row, policy.decimals(), results);
    }
  }
  const std::vector<double> percents = AddedUp(question, row, policy);
  for (size_t i = 0; i < percents.size(); ++i) {
    results.mutable_choices(static_cast<int>(i))->set_percent(percents[i]);
  }
}

void AddMoments(const Question& question, const QuestionRow& row, v1::QuestionResults& results) {
  const std::optional<Sums> sums = ValuesOf(question, row);
  if (!sums.has_value()) return;
  const std::optional<Moments> moments = MomentsOf(*sums, row.frame, UnitOf(question));
  if (!moments.has_value()) return;
  results.set_mean(moments->mean);
  if (!moments->standard_deviation.has_value()) return;
  results.set_standard_deviation(*moments->standard_deviation);
  results.set_standard_error(*moments->standard_error);
}

}  // namespace

v1::QuestionResults FiguresOf(const Question& question, const QuestionRow& row,
                              const v1::DisclosurePolicy& policy) {
  v1::QuestionResults results;
  results.set_question(question.id);
  *results.mutable_text() = question.row != nullptr ? question.row->text() : question.item->text();
  if (question.row != nullptr) *results.mutable_item_text() = question.item->text();
  results.set_type(question.type);
  results.set_suppressed(!row.whole);
  const int decimals = policy.decimals();
  if (row.asked.has_value()) results.set_asked(*row.asked);
  if (row.base.has_value()) results.set_base(*row.base);
  if (row.missing.has_value()) results.set_missing(*row.missing);
  if (row.missing.has_value() && row.asked.value_or(0) > 0) {
    results.set_nonresponse(RoundedPercent(*row.missing, *row.asked, decimals));
  }
  if (HasChoices(question)) AddChoices(question, row, policy, results);
  AddMoments(question, row, results);
  if (row.base.value_or(0) == 0) return results;
  const auto share = [&](Told count) { return RoundedPercent(*count, *row.base, decimals); };
  if (const Told best = BestOf(question, row, 1)) results.set_top1(share(best));
  if (const Told best = BestOf(question, row, 2)) results.set_top2(share(best));
  if (const Told net = NetPromotersOf(question, row)) results.set_nps(share(net));
  return results;
}

}  // namespace tarazy::surveys
