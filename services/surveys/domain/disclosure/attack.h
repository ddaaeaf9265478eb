// The reader who computes back what was suppressed: for tests only. Shares no code with the search.
// He works on the published tables as they stand, stratum by stratum, and not on the network.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "services/surveys/domain/disclosure/protect.h"

namespace tarazy::surveys {

// What is not told, and what is known of it.
struct Secret {
  struct Relation {
    std::vector<std::pair<int, int>> terms;  // unknown, +1 or -1
    int64_t sum = 0;                         // of the terms
  };
  std::vector<Relation> relations;
  std::vector<int64_t> truth;  // by unknown; no attack looks at it
  std::vector<int64_t> least;  // by unknown: what it is known to be at least
  std::vector<int> sensitive;
  int64_t threshold = 0;
};

// The numbers of ballots of the strata.
Secret SecretOfStrata(const StrataTree& tree, const std::vector<bool>& suppressed,
                      const std::vector<int64_t>& ballots, int64_t threshold);
// The same with a question's table.
Secret SecretOfQuestion(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                        const CountTable& table, const Mask& mask,
                        const std::vector<bool>& sensitive_columns, int64_t threshold);
Secret SecretOfMulti(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                     const MultiTable& table, const MultiMask& mask, int64_t threshold);
// Two questions crossed in every stratum, with both questions' own tables. Sensitive are the counts
// of strata in which something of the crossing is told, and of what is left of these without each
// other; of a single stratum also the two questions' own counts.
Secret SecretOfCrosses(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                       const std::vector<CountTable>& tables, const std::vector<Mask>& masks,
                       const Mask& row_question, const Mask& column_question, int64_t threshold);

// Sensitive unknowns that the relations alone determine: Gaussian elimination modulo 2^61 - 1.
std::vector<int> Determined(const Secret& secret);
// Sensitive unknowns whose upper bound, tightened relation by relation, falls below the threshold.
std::vector<int> Bounded(const Secret& secret);
// Sensitive unknowns that are below the threshold in every table of whole numbers that agrees with
// the relations; nothing when it takes more than `budget` steps to go through them.
std::optional<std::vector<int>> Enumerated(const Secret& secret, int64_t budget);

}  // namespace tarazy::surveys
