// What the registry keeps of every unit, as functions over a transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "services/registry/domain/dated_title.h"
#include "services/registry/domain/unit.h"

namespace tarazy::registry {

const sql::Migrations& SchemaMigrations();

// "institution", "programme": as the tables have it.
absl::string_view KindName(Kind kind);

// Nothing when there is none.
absl::StatusOr<std::optional<Unit>> FindUnit(sql::Tx& tx, Kind kind, absl::string_view id);

// Those of `ids` that there are, in the order of `ids`, each of which is different.
absl::StatusOr<std::vector<Unit>> FindUnits(sql::Tx& tx, Kind kind,
                                            absl::Span<const std::string> ids);

// ALREADY_EXISTS when the id is taken, or the code at its institution.
absl::Status InsertUnit(sql::Tx& tx, const Unit& unit);

// Stores everything but kind, id and the time of creation. ALREADY_EXISTS when the code is taken at
// its institution.
absl::Status UpdateUnit(sql::Tx& tx, const Unit& unit);

// Those after `after` in bytewise order of the id; of one institution unless that is empty.
absl::StatusOr<std::vector<Unit>> ListUnits(sql::Tx& tx, Kind kind, absl::string_view institution,
                                            absl::string_view after, int limit);

// The units with exactly this title in some language; at most two, which is enough to know that it
// is ambiguous.
absl::StatusOr<std::vector<Unit>> FindByTitle(sql::Tx& tx, Kind kind, absl::string_view title);

// Replaces the dated names of a unit.
absl::Status PutNames(sql::Tx& tx, const Unit& unit, absl::Span<const DatedTitle> names);

// A name, and of which unit.
struct NameOfUnit {
  std::string id;
  DatedTitle name;
};

// The dated names of units, in order of time for each unit.
absl::StatusOr<std::vector<NameOfUnit>> LoadNames(sql::Tx& tx, Kind kind,
                                                  absl::Span<const std::string> ids);

}  // namespace tarazy::registry
