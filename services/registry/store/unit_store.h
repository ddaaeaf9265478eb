// The registry's table, as functions over a transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/registry/domain/unit.h"

namespace tarazy::registry {

const sql::Migrations& SchemaMigrations();

// Nothing when there is none.
absl::StatusOr<std::optional<Unit>> FindUnit(sql::Tx& tx, Kind kind, absl::string_view id);

// ALREADY_EXISTS when the id is taken.
absl::Status InsertUnit(sql::Tx& tx, const Unit& unit);

// Stores everything but kind, id and the time of creation.
absl::Status UpdateUnit(sql::Tx& tx, const Unit& unit);

// Those after `after` in bytewise order of the id; of one institution unless that is empty.
absl::StatusOr<std::vector<Unit>> ListUnits(sql::Tx& tx, Kind kind, absl::string_view institution,
                                            absl::string_view after, int limit);

// The units with exactly this title in some language; at most two, which is enough to know that it
// is ambiguous.
absl::StatusOr<std::vector<Unit>> FindByTitle(sql::Tx& tx, Kind kind, absl::string_view title);

}  // namespace tarazy::registry
