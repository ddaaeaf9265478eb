#include "services/accreditation/domain/report_lint/rules/coordinator_counted.h"

#include <algorithm>

#include "services/accreditation/domain/report_lint/figures.h"

namespace tarazy::accreditation::report_lint {

bool CountsTheCoordinator(const Subject& subject, const v1::Claim& claim) {
  if (claim.kind() != v1::CLAIM_KIND_SUM && claim.kind() != v1::CLAIM_KIND_SAME) return false;
  if (claim.parts_size() != 1 || !claim.parts(0).has_record()) return false;
  const v1::RecordCount& count = claim.parts(0).record();
  if (count.kind() != v1::RECORD_COUNT_KIND_MEMBERS ||
      count.role() != v1::COMMISSION_ROLE_UNSPECIFIED) {
    return false;
  }
  const auto printed = ParsePrinted(claim.printed());
  const auto members = CountRecord(subject, count);
  const auto coordinators = std::count_if(
      subject.record.commission().begin(), subject.record.commission().end(),
      [](const v1::Member& m) { return m.role() == v1::COMMISSION_ROLE_COORDINATOR; });
  return printed && members && coordinators > 0 &&
         printed->value == *members + static_cast<double>(coordinators);
}

}  // namespace tarazy::accreditation::report_lint
