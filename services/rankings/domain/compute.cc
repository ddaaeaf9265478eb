#include "services/rankings/domain/compute.h"

#include <algorithm>
#include <atomic>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/domain/dataset_checks.h"
#include "services/rankings/domain/final_scale.h"
#include "services/rankings/domain/inclusion.h"
#include "services/rankings/domain/leaf_phase.h"
#include "services/rankings/domain/parallel.h"
#include "services/rankings/domain/rank.h"
#include "services/rankings/domain/score_phase.h"

namespace tarazy::rankings {
namespace {

// Starting threads costs more than this many cells take.
constexpr size_t kCellsWorthThreads = 100'000;

class Engine {
 public:
  Engine(const Plan& plan, const Dataset& dataset, const ComputeOptions& options, Result& result)
      : plan_(plan),
        methodology_(*plan.methodology),
        dataset_(dataset),
        options_(options),
        result_(result) {
    const size_t cells = dataset.units.size() * plan.leaves.size();
    threads_ = cells < kCellsWorthThreads ? 1 : options.threads;
  }

  absl::Status Run() {
    Prepare();
    RETURN_IF_ERROR(EvaluateLeaves());
    Report(0.2);
    const bool may_exclude = CanExclude(plan_);
    if (may_exclude) ExcludeUnits(plan_, dataset_, result_);
    ReferLeaves(may_exclude);
    Report(0.5);
    ScoreUnits();
    Report(0.9);
    RETURN_IF_ERROR(Publish());
    RankUnits();
    Report(1);
    return absl::OkStatus();
  }

 private:
  void Report(double share) const {
    if (options_.progress) options_.progress(share);
  }

  void Prepare() {
    result_.units.assign(dataset_.units.size(), {});
    result_.values.Reshape(plan_.tree.size(), dataset_.units.size());
    result_.maxima = plan_.maxima.node;
    result_.maximum = plan_.maxima.root;
    result_.leaves.resize(plan_.leaves.size());
    result_.leaf_of_node = plan_.leaf_of_node;
    result_.best_score = 0;
    result_.events.clear();
    result_.general.clear();
    result_.normalized_within = methodology_.groups && methodology_.groups->normalize_within;
    NumberGroups();
  }

  void NumberGroups() {
    result_.group_names.clear();
    result_.group_of_unit.assign(dataset_.units.size(), 0);
    if (!methodology_.groups) return;
    result_.group_names = dataset_.groups;
    std::sort(result_.group_names.begin(), result_.group_names.end());
    const auto end = std::unique(result_.group_names.begin(), result_.group_names.end());
    result_.group_names.erase(end, result_.group_names.end());
    std::unordered_map<std::string, int> number;
    for (const std::string& name : result_.group_names) {
      number.emplace(name, static_cast<int>(number.size()));
    }
    for (size_t u = 0; u < dataset_.units.size(); ++u) {
      result_.group_of_unit[u] = number.find(dataset_.groups[u])->second;
    }
  }

  absl::Status EvaluateLeaves() {
    std::atomic<int> infinite = -1;
    ParallelFor(threads_, dataset_.columns.size(), [&](size_t v) {
      if (HasInfinity(dataset_.columns[v])) infinite = static_cast<int>(v);
    });
    if (infinite >= 0) return InfinityIn(methodology_.variables[infinite]);
    undefined_.assign(plan_.leaves.size(), {});
    ParallelFor(threads_, plan_.leaves.size(), [&](size_t leaf) {
      EvaluateLeaf(plan_, dataset_, leaf, result_, undefined_[leaf]);
    });
    return absl::OkStatus();
  }

  void ReferLeaves(bool may_exclude) {
    std::vector<std::vector<Event>> events(plan_.leaves.size());
    ParallelFor(threads_, plan_.leaves.size(), [&](size_t leaf) {
      ReferToOthers(plan_, dataset_, leaf, undefined_[leaf], may_exclude, result_, events[leaf]);
    });
    for (const std::vector<Event>& list : events) {
      result_.events.insert(result_.events.end(), list.begin(), list.end());
    }
  }

  void ScoreUnits() {
    const size_t units = dataset_.units.size();
    ParallelFor(threads_, (units + kBlockUnits - 1) / kBlockUnits, [&](size_t block) {
      const size_t begin = block * kBlockUnits;
      ScoreBlock(plan_, dataset_, begin, std::min(units, begin + kBlockUnits), result_);
    });
  }

  // From totals to published scores.
  absl::Status Publish() {
    bool first = true;
    for (UnitResult& unit : result_.units) {
      UnrankBelowShare(methodology_, unit);
      if (unit.standing != Standing::kRanked) continue;
      result_.best_score = first ? unit.total : std::max(result_.best_score, unit.total);
      first = false;
    }
    const FinalScale& scale = methodology_.final_scale;
    if (scale.kind == FinalScaleKind::kBestIs && !first && result_.best_score <= 0) {
      result_.general.push_back(
          {.severity = Severity::kWarning,
           .rule = "nonpositive_best",
           .message = absl::StrCat("the best score is ", ShortestDecimal(result_.best_score),
                                   ", not positive; scores stay unscaled")});
    }
    for (size_t u = 0; u < result_.units.size(); ++u) {
      UnitResult& unit = result_.units[u];
      unit.published = {0, methodology_.decimals};
      if (unit.standing == Standing::kExcluded) continue;
      unit.score = FinalScore(scale, unit.total, result_.best_score,
                              methodology_.declared_total.value_or(0));
      unit.published = RoundDecimal(unit.score, methodology_.decimals);
      if (std::abs(unit.published.scaled) >= kTooLarge || std::isnan(unit.score)) {
        return InvalidArgument(
            Reason::kMethodologyInvalid,
            absl::StrCat("the score of ", dataset_.units[u], " is too large to publish"));
      }
    }
    return absl::OkStatus();
  }

  void RankUnits() {
    const bool within = methodology_.groups && methodology_.groups->rank_within;
    std::vector<Contender> contenders;
    contenders.reserve(result_.units.size());
    for (size_t u = 0; u < result_.units.size(); ++u) {
      if (result_.units[u].standing != Standing::kRanked) continue;
      contenders.push_back({within ? result_.group_of_unit[u] : 0,
                            result_.units[u].published.scaled, static_cast<int>(u)});
    }
    const std::vector<int> ranks =
        RankInPlace(methodology_.ties, methodology_.decimals, contenders);
    for (size_t i = 0; i < contenders.size(); ++i) {
      result_.units[contenders[i].unit].rank = ranks[i];
    }
  }

  // Differences of two published scores must fit as well.
  static constexpr int64_t kTooLarge = int64_t{1} << 62;

  const Plan& plan_;
  const Methodology& methodology_;
  const Dataset& dataset_;
  const ComputeOptions& options_;
  Result& result_;
  int threads_ = 1;
  std::vector<std::vector<int>> undefined_;  // [leaf]: units, ascending
};

}  // namespace

absl::Status ComputeInto(const Methodology& methodology, const Dataset& dataset,
                         const ComputeOptions& options, Result& result) {
  ASSIGN_OR_RETURN(const Plan plan, MakePlan(methodology));
  RETURN_IF_ERROR(CheckShape(methodology, dataset));
  return Engine(plan, dataset, options, result).Run();
}

absl::StatusOr<Result> Compute(const Methodology& methodology, const Dataset& dataset,
                               const ComputeOptions& options) {
  Result result;
  RETURN_IF_ERROR(ComputeInto(methodology, dataset, options, result));
  return result;
}

}  // namespace tarazy::rankings
