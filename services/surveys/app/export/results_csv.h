// Results as comma-separated values.
#pragma once

#include "services/surveys/app/export/sink.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// RFC 4180, UTF-8, a header, one row per stratum, question and choice (result_rows.h). A cell that
// is suppressed says so in the column `suppressed` and has no figure. Texts that a spreadsheet
// would take for a formula begin with an apostrophe. `language`: "kk", "ru" or "en".
absl::Status WriteResultsCsv(const v1::Results& results, absl::string_view language, Sink sink);

}  // namespace tarazy::surveys
