// The results of a campaign from its counts.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/surveys/domain/figures/masked_counts.h"
#include "services/surveys/domain/figures/question_row.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

struct WantedResults {
  bool by_stratum = false;                       // every stratum; else only everybody
  std::set<std::string, std::less<>> questions;  // only these; empty: all
};

// Without what only the store knows: revision, policy, frozen, flaws. A figure is there only when
// every count that it is made of is told: nothing suppressed can be computed back.
v1::Results MakeResults(const MaskedCounts& counts, const WantedResults& wanted);

// A stratum as results name it: without ballots and questions.
v1::StratumResults DescribeStratum(const MaskedCounts& counts, int node);

// The groups that figures are weighted by: of each branch the deepest strata that cover it, of
// which everything is known: a frame, ballots, nothing suppressed. Empty when that is only
// everybody.
std::vector<int> WeightingGroups(const MaskedCounts& counts);

// Adds what is weighted by `groups`, whose rows of the question are `rows`, to the figures of
// everybody.
void AddWeighted(const Question& question, const std::vector<QuestionRow>& rows,
                 const std::vector<int64_t>& frames, const v1::DisclosurePolicy& policy,
                 v1::QuestionResults& results);

}  // namespace tarazy::surveys
