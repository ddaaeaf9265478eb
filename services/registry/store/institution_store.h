// Institutions with all that they have beside a unit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/registry/domain/institution.h"

namespace tarazy::registry {

// The units, which are institutions, with their details, in the same order.
absl::StatusOr<std::vector<Institution>> LoadInstitutions(sql::Tx& tx, std::vector<Unit> units);

// Nothing when there is none.
absl::StatusOr<std::optional<Institution>> FindInstitution(sql::Tx& tx, absl::string_view id);

// Stores all but the unit, which is there. ALREADY_EXISTS when another has the BIN.
absl::Status PutInstitutionDetails(sql::Tx& tx, const Institution& institution);

// The id of the institution with this BIN; empty when there is none.
absl::StatusOr<std::string> HolderOfBin(sql::Tx& tx, absl::string_view bin);

// A licence, and whose.
struct HeldLicence {
  std::string institution;
  Licence licence;
};

// All licences whose number means the same (LicenceKey), in order of the institution.
absl::StatusOr<std::vector<HeldLicence>> HoldersOfLicence(sql::Tx& tx, absl::string_view number);

// The relations that an institution tells, in order of time.
absl::StatusOr<std::vector<Relation>> RelationsOf(sql::Tx& tx, absl::string_view id);

// The institutions that were spun off from this one, in bytewise order.
absl::StatusOr<std::vector<std::string>> SpunOffFrom(sql::Tx& tx, absl::string_view id);

}  // namespace tarazy::registry
