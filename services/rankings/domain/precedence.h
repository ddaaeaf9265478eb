// Several sources may state one variable: which statement counts, and which disagree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

// What one source says about one cell.
struct Statement {
  std::string origin;
  int64_t revision = 0;
  std::optional<double> value;
};

// The index of the statement that counts. Where the methodology declares no sources for the
// variable the newest counts, whoever made it. Else the agency's own comes first (unless it is
// declared at another place), then the declared ones in their order, then any other, newest first;
// one that states no value gives way to one that does. `statements` is not empty.
size_t Preferred(const Variable& variable, absl::Span<const Statement> statements);

// The indices of the statements whose value differs from that of `preferred` by more than the
// variable's tolerance, relative to the larger magnitude of the two. Only where sources are
// declared.
std::vector<size_t> Discrepant(const Variable& variable, absl::Span<const Statement> statements,
                               size_t preferred);

// True when `now` moved from `before` by more than the variable's `max_change`, relative to
// |before|: a doubling is a change of 1. From zero any move is beyond. Never without `max_change`.
bool MovedBeyond(const Variable& variable, double before, double now);

}  // namespace tarazy::rankings
