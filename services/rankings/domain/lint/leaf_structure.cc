#include "services/rankings/domain/lint/leaf_structure.h"

#include <cmath>

#include "common/base/text.h"
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/normalise.h"

namespace tarazy::rankings {
namespace {

class LeafCheck {
 public:
  LeafCheck(const Node& leaf, std::vector<Finding>& findings) : leaf_(leaf), findings_(findings) {}

  void Run() const {
    CheckDirection();
    if (const auto* posts = std::get_if<Goalposts>(&leaf_.normaliser)) {
      if (!std::isfinite(posts->min) || !std::isfinite(posts->max) || posts->min >= posts->max) {
        Fail("goalposts: min must be below max");
      }
    }
    if (const auto* reached = std::get_if<Reached>(&leaf_.normaliser)) {
      if (!std::isfinite(reached->at)) Fail("reached.at: must be a finite number");
    }
    if (const auto* bands = std::get_if<Bands>(&leaf_.normaliser)) CheckBands(*bands);
  }

 private:
  void Fail(absl::string_view message) const {
    AddError("parse_error", leaf_.code, absl::StrCat(AtLine(leaf_.line), message), findings_);
  }

  void CheckDirection() const {
    const Better better = leaf_.direction.better;
    if (better == Better::kLower && std::holds_alternative<Identity>(leaf_.normaliser)) {
      Fail("normalize: identity takes values as they are; direction: lower has no meaning");
    }
    if (better != Better::kTarget) return;
    if (!std::holds_alternative<MinMax>(leaf_.normaliser) &&
        !std::holds_alternative<ShareOfBest>(leaf_.normaliser)) {
      Fail(absl::StrCat("direction: a target goes with min_max or share_of_best, not with ",
                        NormaliserName(leaf_.normaliser)));
    }
    if (!std::isfinite(leaf_.direction.target)) Fail("direction.target: must be a finite number");
  }

  void CheckBands(const Bands& bands) const {
    if (bands.bands.empty()) return Fail("bands: there is none");
    if (leaf_.weight) return Fail("bands: only on leaves with points");
    const bool lower = leaf_.direction.better == Better::kLower;
    for (size_t i = 0; i < bands.bands.size(); ++i) {
      const Band& band = bands.bands[i];
      if (!std::isfinite(band.at)) Fail("bands: at must be a finite number");
      if (!(band.points >= 0) || !std::isfinite(band.points)) {
        Fail("bands: points must not be negative");
      }
      if (leaf_.points && band.points > *leaf_.points) {
        Fail(absl::StrCat("bands: ", ShortestDecimal(band.points), " points are more than the ",
                          ShortestDecimal(*leaf_.points), " of the leaf"));
      }
      if (i == 0) continue;
      const double before = bands.bands[i - 1].at;
      if (lower ? !(band.at < before) : !(band.at > before)) {
        Fail(absl::StrCat("bands: at must ", lower ? "fall" : "rise", " strictly, but ",
                          ShortestDecimal(band.at), " follows ", ShortestDecimal(before)));
      }
    }
  }

  const Node& leaf_;
  std::vector<Finding>& findings_;
};

}  // namespace

void CheckLeaf(const Node& leaf, std::vector<Finding>& findings) {
  LeafCheck(leaf, findings).Run();
}

void CheckUsedVariables(const Node& node, const std::unordered_set<std::string>& declared,
                        std::vector<Finding>& findings) {
  if (!node.value) return;
  std::unordered_set<std::string> told;
  for (const Expr& expr : node.value->nodes) {
    if (expr.op != Op::kVariable || declared.contains(expr.name)) continue;
    if (!told.insert(expr.name).second) continue;
    AddError("undefined_variable", node.code,
             absl::StrCat(AtLine(node.line), "the formula uses ", expr.name, " (column ",
                          expr.column, "), which is not among the variables"),
             findings);
  }
}

}  // namespace tarazy::rankings
