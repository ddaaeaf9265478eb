#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "services/rankings/app/change_edition.h"
#include "services/rankings/app/explain_edition.h"
#include "services/rankings/app/verify_edition.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/rankings_service.h"

namespace tarazy::rankings {
namespace {

// The edition of that name, when the caller may see it.
absl::StatusOr<Edition> LoadVisible(sql::Tx& tx, const rpc::Call& call, absl::string_view field,
                                    const std::string& name) {
  ASSIGN_OR_RETURN(const EditionId id, ParseEdition(field, name));
  ASSIGN_OR_RETURN(Edition edition, LoadEdition(tx, id.ranking, id.number));
  RETURN_IF_ERROR(CheckVisible(edition, ViewerOf(call), call.now));
  return edition;
}

absl::StatusOr<EditionUnit> LoadListed(sql::Tx& tx, const Edition& edition, const std::string& id) {
  ASSIGN_OR_RETURN(EditionUnit unit, LoadUnit(tx, edition, id));
  if (unit.standing == "excluded") {
    return FailedPrecondition(Reason::kUnitExcluded,
                              absl::StrCat(id, " is not in this edition: ", unit.reason),
                              {{"unit", id}});
  }
  return unit;
}

// One page of units by position; `next` becomes the token of the page after it.
template <typename Request>
absl::StatusOr<std::vector<EditionUnit>> LoadPage(sql::Tx& tx, const rpc::Call& call,
                                                  const rpc::PageSigner& pages,
                                                  const Request& request, UnitQuery query,
                                                  std::string* next) {
  ASSIGN_OR_RETURN(const Edition edition, LoadVisible(tx, call, "parent", request.parent()));
  RETURN_IF_ERROR(CheckTableVisible(edition, ViewerOf(call), call.now));
  ASSIGN_OR_RETURN(const rpc::Page page, pages.Open(request, 1));
  query.limit = page.size + 1;
  if (!page.first() && !absl::SimpleAtoi(page.after[0], &query.after_position)) {
    return Internal("a bad cursor");
  }
  ASSIGN_OR_RETURN(std::vector<EditionUnit> units, ListUnits(tx, edition, query));
  if (units.size() > static_cast<size_t>(page.size)) {
    units.pop_back();
    *next = pages.Next(request, {absl::StrCat(units.back().position)});
  }
  return units;
}

}  // namespace

grpc::Status RankingsService::ListTableRows(grpc::ServerContext* context,
                                            const v1::ListTableRowsRequest* request,
                                            v1::ListTableRowsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(const std::vector<EditionUnit> units,
                       LoadPage(tx, call, runtime_.pages, *request, {.group = request->group()},
                                response->mutable_next_page_token()));
      for (const EditionUnit& unit : units) *response->add_rows() = ToTableRow(unit);
      return absl::OkStatus();
    });
  });
}

grpc::Status RankingsService::ListExcludedUnits(grpc::ServerContext* context,
                                                const v1::ListExcludedUnitsRequest* request,
                                                v1::ListExcludedUnitsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(const std::vector<EditionUnit> units,
                       LoadPage(tx, call, runtime_.pages, *request, {.excluded = true},
                                response->mutable_next_page_token()));
      for (const EditionUnit& unit : units) *response->add_units() = ToExcluded(unit);
      return absl::OkStatus();
    });
  });
}

grpc::Status RankingsService::ListNodeScores(grpc::ServerContext* context,
                                             const v1::ListNodeScoresRequest* request,
                                             v1::ListNodeScoresResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(const Edition edition, LoadVisible(tx, call, "parent", request->parent()));
      RETURN_IF_ERROR(CheckUnitVisible(tx, edition, request->unit(), ViewerOf(call), call.now));
      ASSIGN_OR_RETURN(const EditionUnit unit, LoadListed(tx, edition, request->unit()));
      ASSIGN_OR_RETURN(const std::vector<EditionIndicator> indicators, LoadIndicators(tx, edition));
      ASSIGN_OR_RETURN(const std::vector<EditionScore> scores,
                       LoadScores(tx, edition, request->unit()));
      if (indicators.size() != scores.size()) return Internal("an edition with missing scores");
      *response->mutable_row() = ToTableRow(unit);
      for (size_t i = 0; i < scores.size(); ++i) {
        *response->add_scores() = ToProto(scores[i], indicators[i]);
      }
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
      ASSIGN_OR_RETURN(edition, LoadVisible(tx, call, "parent", request->parent()));
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
      ASSIGN_OR_RETURN(edition, LoadVisible(tx, call, "name", request->name()));
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
