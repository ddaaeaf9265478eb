// The strata as the reader of a table knows them: those that are told, and what is left of each
// when they are taken off it.
#pragma once

#include <cstdint>
#include <vector>

#include "services/surveys/domain/disclosure/strata_tree.h"
#include "services/surveys/domain/disclosure/table.h"

namespace tarazy::surveys {

struct ToldTree {
  static constexpr int kRest = -1;
  struct Part {
    int node = kRest;  // the stratum; kRest: all the suppressed ones of `parent` together
    int parent = -1;   // the part that it belongs to; -1: none that is told
    bool inner = false;
    std::vector<int64_t> counts;  // by column
  };
  std::vector<Part> parts;  // parents before children, in an order that depends on contents only
};

// People can be moved between the suppressed strata of one rest without any told count changing, so
// that each of them may be as large as the rest allows; what has to be protected is the rest
// itself.
ToldTree MakeToldTree(const StrataTree& tree, const std::vector<bool>& suppressed,
                      const CountTable& table);

}  // namespace tarazy::surveys
