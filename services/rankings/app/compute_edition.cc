#include "services/rankings/app/compute_edition.h"

#include <utility>
#include <vector>

#include "common/base/memory.h"
#include "common/base/status_macros.h"
#include "services/rankings/domain/engine.h"

namespace tarazy::rankings {
namespace {

// Where the phases end, as shares of the whole.
constexpr double kLoaded = 0.3;
constexpr double kComputed = 0.5;
constexpr double kStored = 0.99;  // the rest is the commit

constexpr size_t kBatch = 5000;

absl::Status StoreScores(sql::Tx& tx, const Edition& edition, ScoreRows& scores,
                         absl::FunctionRef<void(double)> progress) {
  std::vector<EditionScore> batch;
  for (size_t i = 0; i < scores.size(); ++i) {
    batch.push_back(scores.At(i));
    if (batch.size() < kBatch && i + 1 < scores.size()) continue;
    RETURN_IF_ERROR(InsertScores(tx, edition, batch));
    batch.clear();
    progress(static_cast<double>(i + 1) / static_cast<double>(scores.size()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ComputedEdition> ComputeEdition(
    sql::Database& database, const Context& context, const ComputeEditionRequest& request,
    absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const ComputedEdition&)> stored) {
  const MemoryReturned at_the_end;
  const auto tell = [&](absl::string_view phase, double share) {
    if (request.progress) request.progress(phase, share);
  };
  tell("loading", 0);
  EditionInputs inputs;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(inputs, LoadInputs(tx, request.ranking, -1));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(EditionFigures figures,
                   ComputeFigures(inputs, request.threads, [&](double share) {
                     tell("computing", kLoaded + (kComputed - kLoaded) * share);
                   }));
  tell("storing", kComputed);
  ComputedEdition computed;
  RETURN_IF_ERROR(database.WriteBulk(context, [&](sql::Tx& tx) -> absl::Status {
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
    RETURN_IF_ERROR(StoreScores(tx, computed.edition, figures.scores, [&](double share) {
      tell("storing", kComputed + (kStored - kComputed) * share);
    }));
    return stored(tx, computed);
  }));
  tell("storing", 1);
  return computed;
}

}  // namespace tarazy::rankings
