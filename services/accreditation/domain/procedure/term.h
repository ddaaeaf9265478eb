// What the framework's published table suggests for each programme, and why.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// For each reported programme (the institution when there is none) the first row whose conditions
// all hold, with a sentence for every row up to it. Shares are of the consensus marks that are not
// "not applicable". A table that has no row for the marks suggests nothing: row 0. Errors:
// FAILED_PRECONDITION with NO_DATA (the framework has no table) or CASE_INCOMPLETE (marks are
// missing, each named, or no criterion applies).
absl::StatusOr<std::vector<v1::TermSuggestion>> SuggestTerm(const v1::Case& record,
                                                            const v1::Framework& framework);

}  // namespace tarazy::accreditation
