#include "services/surveys/domain/figures/masked_counts.h"

#include <algorithm>

namespace tarazy::surveys {
namespace {

// Published counts may contradict each other: more ticks than people.
bool Contradicts(const CountTable& states, const CountTable& taken) {
  for (int row = 0; row < taken.rows; ++row) {
    for (int column = 0; column < taken.columns; ++column) {
      if (taken.At(row, column) > states.At(row, 0)) return true;
    }
  }
  return false;
}

Mask Whole(const CountTable& table, bool suppressed) {
  Mask mask(table.rows, table.columns);
  if (suppressed) mask.suppressed.assign(mask.suppressed.size(), true);
  return mask;
}

}  // namespace

void Unite(const Mask& more, Mask& mask) {
  for (size_t i = 0; i < more.suppressed.size(); ++i) {
    if (more.suppressed[i]) mask.suppressed[i] = true;
  }
}

MaskedCounts::MaskedCounts(const CountedCampaign& counted, const std::vector<int>& thresholds)
    : campaign_(counted.campaign), form_(counted.form), nodes_(StrataOf(counted.campaign)) {
  for (const StratumNode& node : nodes_) {
    tree_.ids.push_back(node.id);
    tree_.parents.push_back(node.parent);
    tallies_.push_back(EmptyTally(form_));
    if (!node.leaf) continue;
    if (const auto found = counted.tallies.find(node.id); found != counted.tallies.end()) {
      Add(found->second, tallies_.back());
    }
  }
  for (int node = tree_.size() - 1; node > 0; --node) {
    Add(tallies_[node], tallies_[tree_.parents[node]]);
  }
  std::vector<int64_t> ballots;
  for (const StratumTally& tally : tallies_) ballots.push_back(tally.ballots);
  suppressed_.resize(nodes_.size());
  for (const int threshold : thresholds) {
    Layer& layer = layers_.emplace_back(Layer{.protection = {.threshold = threshold}});
    layer.suppressed = ProtectStrata(tree_, ballots, layer.protection);
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (layer.suppressed[i]) suppressed_[i] = true;
    }
  }
}

std::optional<int64_t> MaskedCounts::Frame(int node) const {
  if (campaign_.kind() == v1::CAMPAIGN_KIND_BOX) return std::nullopt;
  const std::optional<int64_t> frame = nodes_[node].frame;
  if (frame.has_value() && *frame < tallies_[node].ballots) return std::nullopt;
  return frame;
}

std::optional<int> MaskedCounts::FindNode(absl::string_view id) const {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].id == id) return static_cast<int>(i);
  }
  return std::nullopt;
}

MaskedQuestion MaskedCounts::Question(int place) const {
  MaskedQuestion masked = Question(place, layers_[0]);
  for (size_t i = 1; i < layers_.size(); ++i) {
    const MaskedQuestion more = Question(place, layers_[i]);
    Unite(more.states_mask, masked.states_mask);
    Unite(more.taken_mask, masked.taken_mask);
    for (size_t object = 0; object < more.rated_masks.size(); ++object) {
      Unite(more.rated_masks[object], masked.rated_masks[object]);
    }
  }
  return masked;
}

MaskedQuestion MaskedCounts::Question(int place, const Layer& layer) const {
  const surveys::Question& question = form_.questions()[place];
  const bool groups_only = campaign_.disclosure().cells() == v1::PROTECTED_CELLS_GROUPS;
  const bool every = !groups_only || question.item->identifying();
  MaskedQuestion masked{.states = StateTable(question, place, tallies_)};
  std::vector<bool> sensitive(masked.states.columns, every && !groups_only);
  // Where groups are protected, who gave no answer is none.
  if (every) {
    for (const int column : StateColumns(question).answers) sensitive[column] = true;
  }
  // A number is the person's own: that few gave one is sensitive whatever else is protected.
  if (question.type == v1::ITEM_TYPE_NUMBER) sensitive[0] = true;
  if (question.type != v1::ITEM_TYPE_MULTI) {
    masked.states_mask =
        ProtectByStrata(tree_, layer.suppressed, masked.states, sensitive, layer.protection);
  } else {
    masked.taken = TakenTable(question, place, tallies_);
    if (Contradicts(masked.states, masked.taken)) {
      masked.states_mask = Whole(masked.states, layer.protection.threshold > 1);
      masked.taken_mask = Whole(masked.taken, layer.protection.threshold > 1);
    } else {
      MultiMask mask = ProtectMultiByStrata(tree_, layer.suppressed, {masked.states, masked.taken},
                                            every, layer.protection);
      masked.states_mask = std::move(mask.states);
      masked.taken_mask = std::move(mask.taken);
    }
  }
  if (question.type != v1::ITEM_TYPE_RATE) return masked;
  for (int object = 0; object < question.item->objects().objects_size(); ++object) {
    masked.rated.push_back(RatedTable(question, place, object, tallies_));
    masked.rated_masks.push_back(ProtectByStrata(tree_, layer.suppressed, masked.rated.back(),
                                                 {true, !groups_only}, layer.protection));
  }
  return masked;
}

}  // namespace tarazy::surveys
