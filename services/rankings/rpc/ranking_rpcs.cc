#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/rankings_service.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

absl::StatusOr<Ranking> Create(sql::Tx& tx, const v1::CreateRankingRequest& request,
                               absl::Time now) {
  RETURN_IF_ERROR(CheckId("ranking_id", request.ranking_id()));
  ASSIGN_OR_RETURN(const MethodologyRef ref,
                   ParseMethodology("methodology", request.methodology()));
  if (request.year() < kFirstYear || request.year() > kLastYear) {
    return InvalidField("year", "must be between 1900 and 2200");
  }
  ASSIGN_OR_RETURN(const MethodologyVersion version, LoadMethodology(tx, ref.id, ref.version));
  std::string previous;
  if (!request.previous().empty()) {
    ASSIGN_OR_RETURN(previous, ParseRanking("previous", request.previous()));
    ASSIGN_OR_RETURN(const Ranking before, LoadRanking(tx, previous));
    if (before.unit != version.unit) {
      return InvalidField("previous", "ranks other units; a cycle follows one of the same kind");
    }
  }
  const Ranking ranking{.id = request.ranking_id(),
                        .methodology = version.id,
                        .methodology_version = version.version,
                        .unit = version.unit,
                        .year = request.year(),
                        .previous = previous,
                        .created = now};
  RETURN_IF_ERROR(InsertRanking(tx, ranking));
  return ranking;
}

// The ranking as the caller may see it: an edition under embargo is not announced.
absl::StatusOr<v1::Ranking> Describe(sql::Tx& tx, const rpc::Call& call, Ranking ranking) {
  if (!call.principal.IsStaff()) {
    ASSIGN_OR_RETURN(ranking.published_edition, PublicResult(tx, ranking.id, call.now));
  }
  return ToProto(ranking);
}

// A representative sees the values of the own institution only.
absl::Status RestrictToOwn(sql::Tx& tx, const rpc::Call& call, ValueQuery& query) {
  query.institution = RepresentedBy(call);
  if (query.institution.empty() || query.unit.empty()) return absl::OkStatus();
  const absl::StatusOr<RankedUnit> unit = LoadRankedUnit(tx, query.ranking, query.unit);
  if (!unit.ok() && !absl::IsNotFound(unit.status())) return unit.status();
  return CheckOwn(call, unit.ok() ? unit->institution : "");
}

absl::StatusOr<ValueQuery> ParseQuery(const rpc::Page& page, const v1::ListValuesRequest& request) {
  ValueQuery query{.unit = request.unit(),
                   .variable = request.variable(),
                   .history = request.history(),
                   .limit = page.size + 1};
  ASSIGN_OR_RETURN(query.ranking, ParseRanking("parent", request.parent()));
  ASSIGN_OR_RETURN(query.state, ParseState("state", request.state()));
  if (!page.first()) {
    query.after_unit = page.after[0];
    query.after_variable = page.after[1];
    if (!absl::SimpleAtoi(page.after[2], &query.after_revision)) return Internal("a bad cursor");
  }
  return query;
}

}  // namespace

grpc::Status RankingsService::CreateRanking(grpc::ServerContext* context,
                                            const v1::CreateRankingRequest* request,
                                            v1::CreateRankingResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(const Ranking ranking,
                                                Create(tx, *request, call.now));
                               *response->mutable_ranking() = ToProto(ranking);
                               return absl::OkStatus();
                             });
}

grpc::Status RankingsService::GetRanking(grpc::ServerContext* context,
                                         const v1::GetRankingRequest* request,
                                         v1::GetRankingResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, ParseRanking("name", request->name()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const Ranking ranking, LoadRanking(tx, id));
      ASSIGN_OR_RETURN(*response->mutable_ranking(), Describe(tx, call, ranking));
      return absl::OkStatus();
    });
  });
}

grpc::Status RankingsService::ListRankings(grpc::ServerContext* context,
                                           const v1::ListRankingsRequest* request,
                                           v1::ListRankingsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(
          std::vector<Ranking> rankings,
          tarazy::rankings::ListRankings(tx, page.first() ? "" : page.after[0], page.size + 1));
      if (rankings.size() > static_cast<size_t>(page.size)) {
        rankings.pop_back();
        response->set_next_page_token(runtime_.pages.Next(*request, {rankings.back().id}));
      }
      for (const Ranking& ranking : rankings) {
        ASSIGN_OR_RETURN(*response->add_rankings(), Describe(tx, call, ranking));
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status RankingsService::ListValues(grpc::ServerContext* context,
                                         const v1::ListValuesRequest* request,
                                         v1::ListValuesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 3));
    ASSIGN_OR_RETURN(ValueQuery query, ParseQuery(page, *request));
    std::vector<ValueVersion> values;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(LoadRanking(tx, query.ranking).status());
      RETURN_IF_ERROR(RestrictToOwn(tx, call, query));
      ASSIGN_OR_RETURN(values, tarazy::rankings::ListValues(tx, query));
      return absl::OkStatus();
    }));
    if (values.size() > static_cast<size_t>(page.size)) {
      values.pop_back();
      const ValueVersion& last = values.back();
      response->set_next_page_token(
          runtime_.pages.Next(*request, {last.unit, last.variable, absl::StrCat(last.revision)}));
    }
    for (const ValueVersion& value : values) *response->add_values() = ToProto(value);
    return absl::OkStatus();
  });
}

}  // namespace tarazy::rankings
