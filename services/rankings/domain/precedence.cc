#include "services/rankings/domain/precedence.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "services/rankings/domain/workflow.h"

namespace tarazy::rankings {
namespace {

// Its place in the variable's order; smaller is more trusted.
int64_t PlaceOf(const Variable& variable, const std::string& origin) {
  const auto& sources = variable.sources;
  const auto declared = std::find(sources.begin(), sources.end(), origin);
  if (declared != sources.end()) return declared - sources.begin();
  return origin == kAgencyOrigin ? -1 : static_cast<int64_t>(sources.size());
}

}  // namespace

size_t Preferred(const Variable& variable, absl::Span<const Statement> statements) {
  const auto key = [&](const Statement& s) {
    const bool ordered = !variable.sources.empty();
    return std::make_tuple(ordered && !s.value.has_value(),
                           ordered ? PlaceOf(variable, s.origin) : 0, -s.revision);
  };
  size_t best = 0;
  for (size_t i = 1; i < statements.size(); ++i) {
    if (key(statements[i]) < key(statements[best])) best = i;
  }
  return best;
}

std::vector<size_t> Discrepant(const Variable& variable, absl::Span<const Statement> statements,
                               size_t preferred) {
  std::vector<size_t> indices;
  const std::optional<double> counts = statements[preferred].value;
  if (variable.sources.empty() || !counts.has_value()) return indices;
  const double tolerance = variable.tolerance.value_or(0);
  for (size_t i = 0; i < statements.size(); ++i) {
    const std::optional<double>& other = statements[i].value;
    if (i == preferred || !other.has_value()) continue;
    const double larger = std::max(std::fabs(*counts), std::fabs(*other));
    if (std::fabs(*counts - *other) > tolerance * larger) indices.push_back(i);
  }
  return indices;
}

bool MovedBeyond(const Variable& variable, double before, double now) {
  if (!variable.max_change.has_value()) return false;
  return std::fabs(now - before) > *variable.max_change * std::fabs(before);
}

}  // namespace tarazy::rankings
