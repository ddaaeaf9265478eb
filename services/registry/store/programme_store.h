// Programmes with all that they have beside a unit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/registry/domain/programme.h"

namespace tarazy::registry {

// The units, which are programmes, with their details, in the same order.
absl::StatusOr<std::vector<Programme>> LoadProgrammes(sql::Tx& tx, std::vector<Unit> units);

// Nothing when there is none.
absl::StatusOr<std::optional<Programme>> FindProgramme(sql::Tx& tx, absl::string_view id);

// Stores all but the unit, which is there.
absl::Status PutProgrammeDetails(sql::Tx& tx, const Programme& programme);

// The id of another programme of the institution than `id` that has this code, or else of the first
// that had it; empty when there is none.
struct CodeHolder {
  std::string id;
  bool formerly = false;
};
absl::StatusOr<CodeHolder> HolderOfCode(sql::Tx& tx, absl::string_view institution,
                                        absl::string_view code, absl::string_view id);

}  // namespace tarazy::registry
