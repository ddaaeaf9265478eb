#include "services/surveys/domain/campaign/strata.h"

#include <map>

#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

constexpr int kMaxLevels = 4;

// A missing frame of a group is the sum of its children's, where all of them are known.
void FillFrames(std::vector<StratumNode>& nodes) {
  std::vector<std::optional<int64_t>> sums(nodes.size(), 0);
  for (size_t i = nodes.size(); i-- > 0;) {
    StratumNode& node = nodes[i];
    if (!node.frame.has_value() && !node.leaf) node.frame = sums[i];
    if (node.parent < 0) continue;
    std::optional<int64_t>& sum = sums[node.parent];
    if (sum.has_value() && node.frame.has_value()) {
      *sum += *node.frame;
    } else {
      sum.reset();
    }
  }
}

}  // namespace

std::vector<StratumNode> StrataOf(const v1::Campaign& campaign) {
  std::vector<StratumNode> nodes = {{.id = std::string(kEverybody)}};
  // Level by level: parents come before children whatever the order of the campaign.
  std::vector<std::string> level = {""};
  std::map<std::string, int, std::less<>> places = {{"", 0}};
  while (!level.empty()) {
    std::vector<std::string> next;
    for (const std::string& parent : level) {
      for (const v1::Stratum& stratum : campaign.strata()) {
        if (stratum.parent() != parent || places.contains(stratum.id())) continue;
        const int place = static_cast<int>(nodes.size());
        nodes.push_back({.id = stratum.id(), .parent = places[parent], .stratum = &stratum});
        if (stratum.has_frame()) nodes.back().frame = stratum.frame();
        nodes[places[parent]].leaf = false;
        places[stratum.id()] = place;
        next.push_back(stratum.id());
      }
    }
    level = std::move(next);
  }
  FillFrames(nodes);
  return nodes;
}

std::vector<std::string> LeavesOf(const v1::Campaign& campaign) {
  std::vector<std::string> leaves;
  for (const StratumNode& node : StrataOf(campaign)) {
    if (node.leaf) leaves.push_back(node.id);
  }
  return leaves;
}

void CheckStrata(const v1::Campaign& campaign, Faults& faults) {
  const size_t before = faults.fields().size();
  std::map<std::string, const v1::Stratum*, std::less<>> by_id;
  for (const v1::Stratum& stratum : campaign.strata()) by_id[stratum.id()] = &stratum;
  for (int i = 0; i < campaign.strata_size(); ++i) {
    const v1::Stratum& stratum = campaign.strata(i);
    const std::string field = absl::StrCat("strata[", i, "]");
    if (stratum.id() == kEverybody || stratum.id() == kTrials) {
      faults.Add(absl::StrCat(field, ".id"), "`all` and `test` have a meaning; choose another id");
    }
    int levels = 1;
    const v1::Stratum* at = &stratum;
    while (!at->parent().empty() && levels <= campaign.strata_size()) {
      const auto parent = by_id.find(at->parent());
      if (parent == by_id.end()) break;
      at = parent->second;
      ++levels;
    }
    if (levels > campaign.strata_size()) {
      faults.Add(absl::StrCat(field, ".parent"), "leads round in a circle");
    } else if (!at->parent().empty()) {
      if (at == &stratum)
        faults.Add(absl::StrCat(field, ".parent"), "is no stratum of this campaign");
    } else if (levels > kMaxLevels) {
      faults.Add(absl::StrCat(field, ".parent"),
                 absl::StrCat("makes more than ", kMaxLevels, " levels"));
    }
  }
  if (faults.fields().size() != before) return;
  const std::vector<StratumNode> nodes = StrataOf(campaign);
  std::vector<std::optional<int64_t>> sums(nodes.size(), 0);
  for (size_t i = nodes.size(); i-- > 1;) {
    std::optional<int64_t>& sum = sums[nodes[i].parent];
    if (sum.has_value() && nodes[i].frame.has_value()) {
      *sum += *nodes[i].frame;
    } else {
      sum.reset();
    }
  }
  for (int i = 0; i < campaign.strata_size(); ++i) {
    const v1::Stratum& stratum = campaign.strata(i);
    for (size_t place = 1; place < nodes.size(); ++place) {
      const StratumNode& node = nodes[place];
      if (node.stratum != &stratum || node.leaf) continue;
      if (stratum.quota() > 0) {
        faults.Add(
            absl::StrCat("strata[", i, "].quota"),
            "a quota stands with the groups that hold people, not with what they are part of");
      }
      if (stratum.has_frame() && sums[place].has_value() && *sums[place] != stratum.frame()) {
        faults.Add(absl::StrCat("strata[", i, "].frame"),
                   absl::StrCat("is ", stratum.frame(), ", its groups have ", *sums[place],
                                " together; leave it out, or correct one of them"));
      }
    }
  }
}

}  // namespace tarazy::surveys
