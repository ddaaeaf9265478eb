// Framework versions: stored once, never changed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

const sql::Migrations& SchemaMigrations();

struct FrameworkVersion {
  int version = 0;
  std::string source;  // the file
  absl::Time created;
  std::string created_by;
  v1::Framework framework;  // with name, digest and no create_time
};

// "frameworks/iaar-joint/versions/1".
std::string FrameworkName(absl::string_view id, int version);

// Stores it as the next version of its id and sets version and name; the same file again is the
// version that it is already.
absl::Status AddFrameworkVersion(sql::Tx& tx, FrameworkVersion& version);

// Version 0 means the newest. Errors: NOT_FOUND.
absl::StatusOr<FrameworkVersion> LoadFramework(sql::Tx& tx, absl::string_view id, int version);

// By id and version, those after the given pair; without source, standards, crosswalk and rules.
absl::StatusOr<std::vector<FrameworkVersion>> ListFrameworks(sql::Tx& tx,
                                                             absl::string_view after_id,
                                                             int after_version, int limit);

}  // namespace tarazy::accreditation
