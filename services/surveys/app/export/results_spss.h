// Results as an SPSS system file.
#pragma once

#include "absl/time/time.h"
#include "services/surveys/app/export/sink.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// The rows of results_csv.h as cases, with labels of variables and values in `language` ("kk", "ru"
// or "en"): stratum and question are numbers whose labels are their titles and words, beside their
// ids. Figures that are suppressed or do not exist are system missing. `created` goes into the
// file's head.
absl::Status WriteResultsSav(const v1::Results& results, absl::string_view language,
                             absl::Time created, Sink sink);

}  // namespace tarazy::surveys
