#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "services/rankings/app/explain_edition.h"
#include "services/rankings/app/listed_unit.h"
#include "services/rankings/app/result_head.h"
#include "services/rankings/app/verify_edition.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/rankings_service.h"
#include "services/rankings/rpc/unit_page.h"

namespace tarazy::rankings {
namespace {

// The edition of that name, or the ranking's result, when the caller may see its record.
absl::StatusOr<Edition> LoadNamed(sql::Tx& tx, const rpc::Call& call, absl::string_view field,
                                  const std::string& name) {
  ASSIGN_OR_RETURN(const EditionId id, ParseEditionOrResult(field, name));
  ASSIGN_OR_RETURN(Edition edition, LoadEditionOrResult(tx, id, ViewerOf(call), call.now));
  RETURN_IF_ERROR(CheckVisible(edition, ViewerOf(call), call.now));
  return edition;
}

}  // namespace

grpc::ServerUnaryReactor* RankingsService::ListTableRows(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request,
                                                         grpc::ByteBuffer* response) {
  return hot_.rows().Serve(context, request, response);
}

grpc::ServerUnaryReactor* RankingsService::GetScore(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) {
  return hot_.score().Serve(context, request, response);
}

grpc::ServerUnaryReactor* RankingsService::ListNodeScores(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return hot_.scores().Serve(context, request, response);
}

grpc::Status RankingsService::ListExcludedUnits(grpc::ServerContext* context,
                                                const v1::ListExcludedUnitsRequest* request,
                                                v1::ListExcludedUnitsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(const Edition edition, LoadNamed(tx, call, "parent", request->parent()));
      RETURN_IF_ERROR(CheckTableVisible(edition, ViewerOf(call), call.now));
      ASSIGN_OR_RETURN(const auto page, UnitPage<v1::ListExcludedUnitsRequest>::Of(
                                            runtime_.pages, *request, edition));
      ASSIGN_OR_RETURN(const std::vector<EditionUnit> units,
                       page.Load(tx, {.excluded = true}, response->mutable_next_page_token()));
      for (const EditionUnit& unit : units) *response->add_units() = ToExcluded(unit);
      return absl::OkStatus();
    });
  });
}

absl::Status RankingsService::WhileComputing(const rpc::Call& call,
                                             absl::FunctionRef<absl::Status()> compute) {
  RETURN_IF_ERROR(computing_.Enter(call.deadline));
  const absl::Status status = compute();
  computing_.Leave();
  return status;
}

grpc::Status RankingsService::ExplainUnit(grpc::ServerContext* context,
                                          const v1::ExplainUnitRequest* request,
                                          v1::ExplainUnitResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    Edition edition;
    EditionUnit unit;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(edition, LoadNamed(tx, call, "parent", request->parent()));
      RETURN_IF_ERROR(CheckUnitVisible(tx, edition, request->unit(), ViewerOf(call), call.now));
      ASSIGN_OR_RETURN(unit, LoadListed(tx, edition, request->unit()));
      return absl::OkStatus();
    }));
    EditionExplanation explanation;
    RETURN_IF_ERROR(WhileComputing(call, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(explanation,
                       ExplainEdition(database_, call, edition, request->unit(), options_.threads));
      return absl::OkStatus();
    }));
    *response->mutable_row() = ToTableRow(unit);
    // Who set the measure is known when everyone's result is.
    const bool names_others = edition.state != EditionState::kPreliminary || ViewerOf(call).staff;
    for (const NodeReport& node : explanation.report.nodes) {
      v1::NodeExplanation& explained = *response->add_nodes();
      explained = ToProto(node, explanation);
      if (!names_others) explained.clear_reference_unit();
    }
    return absl::OkStatus();
  });
}

grpc::Status RankingsService::VerifyEdition(grpc::ServerContext* context,
                                            const v1::VerifyEditionRequest* request,
                                            v1::VerifyEditionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    Edition edition;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(edition, LoadNamed(tx, call, "name", request->name()));
      RETURN_IF_ERROR(CheckTableVisible(edition, ViewerOf(call), call.now));
      return absl::OkStatus();
    }));
    Verification verification;
    RETURN_IF_ERROR(WhileComputing(call, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(verification,
                       tarazy::rankings::VerifyEdition(database_, call, edition, options_.threads));
      return absl::OkStatus();
    }));
    response->set_verified(verification.verified());
    response->set_recorded_digest(verification.recorded_digest);
    response->set_computed_digest(verification.computed_digest);
    for (const std::string& difference : verification.differences) {
      response->add_differences(difference);
    }
    return absl::OkStatus();
  });
}

}  // namespace tarazy::rankings
