// The groups of those asked, as a tree with "all" at its root.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/faults.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

inline constexpr absl::string_view kEverybody = "all";
// The stratum of trial ballots: never part of any result.
inline constexpr absl::string_view kTrials = "test";

// One group.
struct StratumNode {
  std::string id;
  int parent = -1;                       // its place; -1: the root
  const v1::Stratum* stratum = nullptr;  // null: the root
  bool leaf = true;                      // holds people
  std::optional<int64_t> frame;  // its own, else the sum of its children where all are known
};

// The root first, parents before children, else in the order of the campaign. The campaign must
// have passed CheckStrata and outlive the answer. Without strata the root is the only leaf.
std::vector<StratumNode> StrataOf(const v1::Campaign& campaign);

// The ids of the leaves.
std::vector<std::string> LeavesOf(const v1::Campaign& campaign);

// Ids that are taken ("all", "test"), parents that are not there, circles, more than four levels, a
// frame that differs from the sum of its children, quotas on groups that hold no people.
void CheckStrata(const v1::Campaign& campaign, Faults& faults);

}  // namespace tarazy::surveys
