#include "services/rankings/app/explain_edition.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/memory.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/effective_values.h"
#include "services/rankings/domain/compute.h"

namespace tarazy::rankings {

absl::StatusOr<EditionExplanation> ExplainEdition(sql::Database& database, const Context& context,
                                                  const Edition& edition, absl::string_view unit,
                                                  int threads) {
  const MemoryReturned at_the_end;
  EditionExplanation explanation;
  EditionInputs inputs;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(inputs, LoadInputs(tx, edition.ranking, edition.revision));
    explanation.values.clear();
    return ForEachEffectiveValue(tx, edition.ranking, edition.revision, unit, inputs.methodology,
                                 [&](const CellReading& cell) {
                                   explanation.values[cell.counts.variable] = cell.counts;
                                   return absl::OkStatus();
                                 });
  }));
  if (DigestOf(inputs, edition.engine_version) != edition.digest) {
    return FailedPrecondition(
        Reason::kEvidenceMismatch,
        "the stored inputs are no longer those of this edition; verify it and tell the operator");
  }
  ASSIGN_OR_RETURN(const Result result,
                   Compute(inputs.methodology, inputs.dataset, {.threads = threads}));
  ASSIGN_OR_RETURN(explanation.report,
                   ExplainUnit(inputs.methodology, inputs.dataset, result, unit));
  explanation.methodology = std::move(inputs.methodology);
  return explanation;
}

}  // namespace tarazy::rankings
