#include "services/rankings/domain/dataset.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/domain/dataset_checks.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kNamedUnits = 20;

absl::Status CheckGroups(const Methodology& methodology, const Dataset& dataset) {
  if (!dataset.groups.empty() && dataset.groups.size() != dataset.units.size()) {
    return InvalidField("groups", "must be one per unit");
  }
  if (!methodology.groups) return absl::OkStatus();
  std::vector<absl::string_view> without;
  for (size_t u = 0; u < dataset.units.size(); ++u) {
    if (dataset.groups.empty() || dataset.groups[u].empty()) without.push_back(dataset.units[u]);
  }
  if (without.empty()) return absl::OkStatus();
  const size_t count = without.size();
  if (count > kNamedUnits) without.resize(kNamedUnits);
  return FailedPrecondition(
      Reason::kUnitWithoutGroup,
      absl::StrCat("the methodology declares groups, but ", count,
                   count == 1 ? " unit has none: " : " units have none: ",
                   absl::StrJoin(without, ", "), count > kNamedUnits ? ", …" : ""));
}

}  // namespace

absl::Status CheckShape(const Methodology& methodology, const Dataset& dataset) {
  if (dataset.units.empty()) {
    return FailedPrecondition(Reason::kNoData, "there is no unit to rank");
  }
  for (size_t u = 1; u < dataset.units.size(); ++u) {
    if (!(dataset.units[u - 1] < dataset.units[u])) {
      return InvalidField("units", absl::StrCat("not in bytewise order at ", dataset.units[u]));
    }
  }
  if (dataset.columns.size() != methodology.variables.size()) {
    return InvalidField("columns", "must be one per variable");
  }
  for (const std::vector<double>& column : dataset.columns) {
    if (column.size() != dataset.units.size()) {
      return InvalidField("columns", "must have one value per unit");
    }
  }
  return CheckGroups(methodology, dataset);
}

bool HasInfinity(absl::Span<const double> column) {
  bool infinite = false;
  for (const double x : column) {
    infinite |= std::fabs(x) > std::numeric_limits<double>::max();
  }
  return infinite;
}

absl::Status InfinityIn(const Variable& variable) {
  return InvalidField(variable.name, "holds a value that is not a finite number");
}

absl::Status CheckDataset(const Methodology& methodology, const Dataset& dataset) {
  RETURN_IF_ERROR(CheckShape(methodology, dataset));
  for (size_t v = 0; v < dataset.columns.size(); ++v) {
    if (HasInfinity(dataset.columns[v])) return InfinityIn(methodology.variables[v]);
  }
  return absl::OkStatus();
}

}  // namespace tarazy::rankings
