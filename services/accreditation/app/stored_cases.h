// The cases of this service as the register sees them.
#pragma once

#include "services/accreditation/app/case_facts.h"

namespace tarazy::accreditation {

class StoredCases final : public CaseBook {
 public:
  absl::StatusOr<CaseFacts> Facts(sql::Tx& tx, absl::string_view name) override;
  absl::Status Decided(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                       const CaseActor& by) override;
  absl::Status Appealed(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                        const CaseActor& by) override;
  absl::Status AppealEnded(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                           const CaseActor& by) override;
};

}  // namespace tarazy::accreditation
