#include "services/rankings/app/compute_edition.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/rankings/domain/engine.h"

namespace tarazy::rankings {
namespace {

// Where the phases end, as shares of the whole.
constexpr double kLoaded = 0.3;
constexpr double kComputed = 0.7;

}  // namespace

absl::StatusOr<ComputedEdition> ComputeEdition(
    sql::Database& database, const Context& context, const ComputeEditionRequest& request,
    absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const ComputedEdition&)> stored) {
  const auto tell = [&](absl::string_view phase, double share) {
    if (request.progress) request.progress(phase, share);
  };
  tell("loading", 0);
  EditionInputs inputs;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(inputs, LoadInputs(tx, request.ranking, -1));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const EditionFigures figures,
                   ComputeFigures(inputs, request.threads, [&](double share) {
                     tell("computing", kLoaded + (kComputed - kLoaded) * share);
                   }));
  tell("storing", kComputed);
  ComputedEdition computed;
  RETURN_IF_ERROR(database.Write(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const bool done, before(tx));
    if (done) return absl::OkStatus();
    computed = {.edition = {.ranking = request.ranking,
                            .digest = figures.digest,
                            .result_digest = figures.result_digest,
                            .engine_version = kEngineVersion,
                            .revision = inputs.revision,
                            .units = figures.listed,
                            .excluded = figures.excluded,
                            .created = request.now,
                            .computed_by = request.computed_by},
                .findings = figures.findings};
    RETURN_IF_ERROR(InsertEdition(tx, computed.edition));
    RETURN_IF_ERROR(InsertFindings(tx, computed.edition, figures.findings));
    RETURN_IF_ERROR(InsertIndicators(tx, computed.edition, figures.indicators));
    RETURN_IF_ERROR(InsertUnits(tx, computed.edition, figures.units));
    RETURN_IF_ERROR(InsertScores(tx, computed.edition, figures.scores));
    return stored(tx, computed);
  }));
  tell("storing", 1);
  return computed;
}

}  // namespace tarazy::rankings
