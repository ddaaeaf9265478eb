#include "services/surveys/domain/figures/make_results.h"

#include <cmath>

#include "services/surveys/domain/figures/percent.h"
#include "services/surveys/domain/figures/question_figures.h"
#include "services/surveys/domain/figures/weighting.h"

namespace tarazy::surveys {
namespace {

void AddObjects(const MaskedCounts& counts, const Question& question, int place,
                const MaskedQuestion& masked, int node, v1::QuestionResults& results) {
  for (int i = 0; i < question.item->objects().objects_size(); ++i) {
    const v1::RatedObject& object = question.item->objects().objects(i);
    v1::ObjectResults& rated = *results.add_objects();
    rated.set_object(object.id());
    *rated.mutable_title() = object.title();
    if (masked.rated_masks[i].At(node, 0)) {
      rated.set_suppressed(true);
      results.set_suppressed(true);
      continue;
    }
    Sums sums;
    bool valued = true;
    for (const int option : AnswerOptions(question)) {
      valued = valued && question.options[option].value.has_value();
      if (valued) {
        sums.Add(*question.options[option].value,
                 counts.tallies()[node].questions[place].objects[i].options[option]);
      }
    }
    rated.set_base(masked.rated[i].At(node, 0));
    const std::optional<Moments> moments =
        valued ? MomentsOf(sums, counts.Frame(node)) : std::nullopt;
    if (!moments.has_value()) continue;
    rated.set_mean(moments->mean);
    if (moments->standard_error.has_value()) rated.set_standard_error(*moments->standard_error);
  }
}

// The deepest strata that cover the node and can be weighted; empty when there are none.
std::vector<int> Cover(const MaskedCounts& counts, const std::vector<std::vector<int>>& children,
                       int node) {
  std::vector<int> cover;
  for (const int child : children[node]) {
    const std::vector<int> part = Cover(counts, children, child);
    if (part.empty()) {
      cover.clear();
      break;
    }
    cover.insert(cover.end(), part.begin(), part.end());
  }
  if (!cover.empty()) return cover;
  const bool known = !counts.suppressed()[node] && counts.tallies()[node].ballots > 0 &&
                     counts.Frame(node).has_value();
  return known ? std::vector<int>{node} : std::vector<int>{};
}

std::optional<Weighted> WeighCount(const std::vector<QuestionRow>& rows,
                                   const std::vector<int64_t>& frames, int option) {
  std::vector<WeightedGroup> groups;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].base.has_value() || !rows[i].options[option].has_value()) return std::nullopt;
    const auto base = static_cast<double>(*rows[i].base);
    groups.push_back({.frame = frames[i],
                      .answered = *rows[i].base,
                      .share = base == 0 ? 0 : *rows[i].options[option] / base});
  }
  return WeightToFrame(groups);
}

std::optional<Weighted> WeighMean(const Question& question, const std::vector<QuestionRow>& rows,
                                  const std::vector<int64_t>& frames) {
  std::vector<WeightedGroup> groups;
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::optional<Sums> sums = ValuesOf(question, rows[i]);
    if (!sums.has_value()) return std::nullopt;
    const std::optional<Moments> moments = MomentsOf(*sums, std::nullopt, UnitOf(question));
    if (!moments.has_value()) return std::nullopt;
    groups.push_back({.frame = frames[i], .answered = moments->n, .share = moments->mean});
  }
  return WeightToFrame(groups);
}

}  // namespace

v1::StratumResults DescribeStratum(const MaskedCounts& counts, int node) {
  const StratumNode& described = counts.nodes()[node];
  v1::StratumResults stratum;
  stratum.set_stratum(described.id);
  if (described.stratum != nullptr) {
    *stratum.mutable_title() = described.stratum->title();
    stratum.set_parent(described.stratum->parent());
  } else {
    stratum.mutable_title()->set_en("All");
    stratum.mutable_title()->set_ru("Все");
    stratum.mutable_title()->set_kk("Барлығы");
  }
  if (described.frame.has_value()) stratum.set_frame(*described.frame);
  stratum.set_suppressed(counts.suppressed()[node]);
  return stratum;
}

std::vector<int> WeightingGroups(const MaskedCounts& counts) {
  std::vector<int> groups = Cover(counts, ChildrenOf(counts.tree()), 0);
  if (groups.size() < 2) groups.clear();
  return groups;
}

void AddWeighted(const Question& question, const std::vector<QuestionRow>& rows,
                 const std::vector<int64_t>& frames, const v1::DisclosurePolicy& policy,
                 v1::QuestionResults& results) {
  if (rows.empty()) return;
  std::optional<Weighted> effect;
  if (HasChoices(question)) {
    int shown = 0;
    for (const int option : AnswerOptions(question)) {
      v1::ChoiceResults& choice = *results.mutable_choices(shown++);
      const std::optional<Weighted> weighted = WeighCount(rows, frames, option);
      if (!weighted.has_value()) continue;
      const double scale = std::pow(10, policy.decimals());
      choice.set_weighted_percent(std::round(100 * weighted->value * scale) / scale);
      effect = weighted;
    }
  }
  if (const std::optional<Weighted> mean = WeighMean(question, rows, frames)) {
    results.set_weighted_mean(mean->value);
    effect = mean;
  }
  if (effect.has_value()) results.set_design_effect(effect->design_effect);
}

v1::Results MakeResults(const MaskedCounts& counts, const WantedResults& wanted) {
  v1::Results results;
  const v1::Campaign& campaign = counts.campaign();
  results.set_campaign(campaign.name());
  results.set_threshold(counts.threshold());
  results.set_demonstration(campaign.demonstration());
  results.set_marginals_only(campaign.kind() == v1::CAMPAIGN_KIND_TABLES ||
                             campaign.ballots() == v1::BALLOT_MODE_COUNTERS);
  const int nodes = wanted.by_stratum ? static_cast<int>(counts.nodes().size()) : 1;
  const v1::DisclosurePolicy& policy = campaign.disclosure();
  const int64_t all = counts.tallies()[0].ballots;
  for (int node = 0; node < nodes; ++node) {
    v1::StratumResults& stratum = *results.add_strata() = DescribeStratum(counts, node);
    if (counts.suppressed()[node]) continue;
    stratum.set_ballots(counts.tallies()[node].ballots);
    if (all > 0 && !counts.suppressed()[0]) {
      stratum.set_share_of_all(RoundedPercent(stratum.ballots(), all, policy.decimals()));
    }
  }
  const std::vector<int> groups = WeightingGroups(counts);
  std::vector<int64_t> frames;
  for (const int group : groups) frames.push_back(*counts.Frame(group));
  for (size_t i = 0; i < counts.form().questions().size(); ++i) {
    const Question& question = counts.form().questions()[i];
    if (!wanted.questions.empty() && !wanted.questions.contains(question.id)) continue;
    const int place = static_cast<int>(i);
    const MaskedQuestion masked = counts.Question(place);
    for (int node = 0; node < nodes; ++node) {
      if (counts.suppressed()[node]) continue;
      v1::QuestionResults& figures = *results.mutable_strata(node)->add_questions() =
          FiguresOf(question, RowOf(counts, place, masked, node), policy);
      if (question.type == v1::ITEM_TYPE_RATE) {
        AddObjects(counts, question, place, masked, node, figures);
      }
      // What stands over several published tables.
      if (campaign.kind() == v1::CAMPAIGN_KIND_TABLES && question.item->has_hint()) {
        *figures.mutable_item_text() = question.item->hint();
      }
      if (node != 0) continue;
      std::vector<QuestionRow> rows;
      for (const int group : groups) rows.push_back(RowOf(counts, place, masked, group));
      AddWeighted(question, rows, frames, policy, figures);
    }
  }
  return results;
}

}  // namespace tarazy::surveys
