// How one unit's score in an edition came about, down to the entered values and who verified them.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/app/edition_inputs.h"
#include "services/rankings/domain/unit_report.h"
#include "services/rankings/store/edition_store.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

struct EditionExplanation {
  UnitReport report;
  Methodology methodology;                     // for the variables' titles and units
  std::map<std::string, ValueVersion> values;  // the unit's, by variable
};

// Computes the edition again from its inputs. Errors: NOT_FOUND, and FAILED_PRECONDITION
// EVIDENCE_MISMATCH when the inputs are no longer those of the edition.
absl::StatusOr<EditionExplanation> ExplainEdition(sql::Database& database, const Context& context,
                                                  const Edition& edition, absl::string_view unit,
                                                  int threads);

}  // namespace tarazy::rankings
