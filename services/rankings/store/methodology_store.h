// Methodology versions: stored once, never changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/localized.h"
#include "common/sql/database.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

const sql::Migrations& SchemaMigrations();

struct MethodologyVersion {
  std::string id;
  int version = 0;
  UnitKind unit = UnitKind::kInstitution;
  Localized title;
  int indicators = 0;
  int leaves = 0;
  int variables = 0;
  std::string source;
  std::string canonical_json;
  absl::Time created;
  std::vector<Finding> findings;
};

// Stores `methodology` as the next version of its id and sets its number.
absl::Status AddMethodologyVersion(sql::Tx& tx, MethodologyVersion& methodology);

// Version 0 means the newest. NOT_FOUND when there is none.
absl::StatusOr<MethodologyVersion> LoadMethodology(sql::Tx& tx, absl::string_view id, int version);

// By id and version, those after the given pair; without source, canonical JSON and findings.
absl::StatusOr<std::vector<MethodologyVersion>> ListMethodologies(sql::Tx& tx,
                                                                  absl::string_view after_id,
                                                                  int after_version, int limit);

absl::string_view UnitKindName(UnitKind kind);
UnitKind UnitKindOf(absl::string_view name);

}  // namespace tarazy::rankings
