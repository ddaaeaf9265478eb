// What the register tells the other services, in the transaction of the change (docs of the
// payloads: tarazy/accreditation/v1/event.proto). The end of an accreditation is a deadline by the
// name of the grant that ends; it is found by comparing the line with what it was, so that
// renewals, suspensions, withdrawals and appeals move or end it.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/register/expiry.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {

struct ExpiryChange {
  std::optional<Expiry> before, after;
};

// Historical decisions are told of only where the end of their line changes: the last of each.
absl::Status TellDecisions(sql::Tx& tx, const std::vector<RecordedDecision>& decisions,
                           const std::map<LineKey, ExpiryChange>& expiries, absl::Time now);

// Filed while it is open, else decided.
absl::Status TellAppeal(sql::Tx& tx, const RecordedAppeal& appeal, const ExpiryChange& expiry,
                        absl::Time now);

// A person revoked the certificate of `decision`.
absl::Status TellRevocation(sql::Tx& tx, const v1::Decision& decision,
                            const v1::Revocation& revocation, absl::Time now);

}  // namespace tarazy::accreditation
