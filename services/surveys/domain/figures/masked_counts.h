// The counts of a campaign over its strata, and which of them one kind of reader is told.
// Everything that is shown of a campaign is made of this.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/surveys/domain/campaign/strata.h"
#include "services/surveys/domain/disclosure/protect.h"
#include "services/surveys/domain/figures/cell_table.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/domain/tally/tally.h"

namespace tarazy::surveys {

// What is known of a campaign's answers.
struct CountedCampaign {
  const v1::Campaign& campaign;  // with its policy's defaults filled in
  const Form& form;
  const Tallies& tallies;
};

// One question; rows as MaskedCounts::nodes.
struct MaskedQuestion {
  CountTable states;  // columns as StateColumns
  Mask states_mask;
  CountTable taken;  // of multi: those who took each option that is an answer
  Mask taken_mask;
  std::vector<CountTable> rated;  // of rate, by object: rated it, did not
  std::vector<Mask> rated_masks;
};

class MaskedCounts {
 public:
  // Not told is what one of the thresholds forbids; the first is the reader's. Who may read by
  // several must not learn more from the answers together: the answers by the higher one leave out
  // what is left out by the lower one too. 0 and 1: everything is told. Strata of which nothing was
  // counted have zeros.
  MaskedCounts(const CountedCampaign& counted, const std::vector<int>& thresholds);

  const v1::Campaign& campaign() const { return campaign_; }
  const Form& form() const { return form_; }
  int threshold() const { return layers_[0].protection.threshold; }
  const std::vector<StratumNode>& nodes() const { return nodes_; }
  const StrataTree& tree() const { return tree_; }
  // By node.
  const std::vector<StratumTally>& tallies() const { return tallies_; }
  const std::vector<bool>& suppressed() const { return suppressed_; }
  // The frame of a node as far as it may correct anything: nothing where the answers come from
  // whoever liked to (a feedback box), or where there are more ballots than people.
  std::optional<int64_t> Frame(int node) const;
  // The node of this id; nothing when there is none.
  std::optional<int> FindNode(absl::string_view id) const;

  // The question's counts and masks, as its kind and the policy demand.
  MaskedQuestion Question(int place) const;

  // One threshold alone.
  struct Layer {
    Protection protection;
    std::vector<bool> suppressed;
  };
  const std::vector<Layer>& layers() const { return layers_; }
  MaskedQuestion Question(int place, const Layer& layer) const;

 private:
  const v1::Campaign& campaign_;
  const Form& form_;
  std::vector<StratumNode> nodes_;
  StrataTree tree_;
  std::vector<StratumTally> tallies_;
  std::vector<Layer> layers_;
  std::vector<bool> suppressed_;  // by any of them
};

// What either suppresses.
void Unite(const Mask& more, Mask& mask);

}  // namespace tarazy::surveys
