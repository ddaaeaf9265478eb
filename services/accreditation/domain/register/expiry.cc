#include "services/accreditation/domain/register/expiry.h"

#include <algorithm>
#include <vector>

#include "services/accreditation/domain/register/status.h"

namespace tarazy::accreditation {
namespace {

bool EndsByItself(RegisterStatus next) {
  return next != RegisterStatus::kSuspended && next != RegisterStatus::kWithdrawn;
}

// What acts upon another decision rests on that: at last on a grant.
std::string GrantBehind(absl::Span<const Act> acts, std::string decision) {
  for (size_t i = 0; i < acts.size(); ++i) {
    const auto act =
        std::find_if(acts.begin(), acts.end(), [&](const Act& one) { return one.id == decision; });
    if (act == acts.end() || act->acts_on.empty()) break;
    decision = act->acts_on;
  }
  return decision;
}

}  // namespace

std::optional<Expiry> ExpiryOf(absl::Span<const Act> acts, absl::CivilDay today) {
  const std::vector<StatusSpan> spans = Spans(acts, kAllKnown);
  for (size_t i = spans.size(); i-- > 1;) {
    const StatusSpan& span = spans[i - 1];
    const StatusSpan& next = spans[i];
    if (!IsAccredited(span.status, span.meanwhile) || IsAccredited(next.status, next.meanwhile)) {
      continue;
    }
    if (*span.to <= today || !EndsByItself(next.status)) return std::nullopt;
    const absl::CivilDay last_day = *span.to - 1;
    return Expiry{GrantBehind(acts, StatusOn(acts, last_day, kAllKnown).decision), last_day};
  }
  return std::nullopt;
}

}  // namespace tarazy::accreditation
