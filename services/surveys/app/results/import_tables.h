// Tables that somebody published become a campaign of which only counts are known.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/surveys/v1/campaign.pb.h"
#include "tarazy/surveys/v1/tables.pb.h"

namespace tarazy::surveys {

struct ImportedTables {
  v1::Campaign campaign;
  std::vector<v1::TableFinding>
      findings;  // what is wrong with the tables; they are kept as printed
  int tables = 0;
};

// The campaign is closed from the beginning. Its kind is TABLES, whatever it says. Errors:
// INVALID_ARGUMENT with every fault of the campaign and the file, ALREADY_EXISTS.
absl::StatusOr<ImportedTables> ImportTables(sql::Tx& control, v1::Campaign campaign,
                                            const std::string& file, const std::string& population,
                                            const std::string& by, absl::Time now);

}  // namespace tarazy::surveys
