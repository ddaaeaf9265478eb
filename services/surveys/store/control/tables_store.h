// Published tables, as they were imported.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "tarazy/surveys/v1/tables.pb.h"

namespace tarazy::surveys {

struct StoredTables {
  std::string source;      // the file
  std::string population;  // which of several in it
  v1::PublishedTables tables;
};

// Of a campaign that has none yet.
absl::Status InsertTables(sql::Tx& tx, absl::string_view campaign, const StoredTables& tables);
// NOT_FOUND when the campaign has none.
absl::StatusOr<v1::PublishedTables> LoadTables(sql::Tx& tx, absl::string_view campaign);

}  // namespace tarazy::surveys
