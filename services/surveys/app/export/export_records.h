// The records of a campaign leave as a file.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/export/sink.h"

namespace tarazy::surveys {

// All released ballots as WriteRecordsSav has them. Whether they may leave is asked before: records
// need somebody's second approval. A sink that is slow holds no transaction: the file is whole in a
// temporary one first. Errors: those of WriteRecordsSav and the database; DATA_LOSS when a record
// is not of the campaign's form; RESOURCE_EXHAUSTED when the file is larger than 1 GiB.
absl::Status ExportRecords(const Context& context, sql::Database& ballots,
                           const RunningCampaign& campaign, const std::string& language,
                           absl::Time created, Sink sink);

}  // namespace tarazy::surveys
