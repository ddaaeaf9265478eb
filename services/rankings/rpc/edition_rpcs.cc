#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/idempotency.h"
#include "common/rpc/page.h"
#include "common/rpc/values.h"
#include "services/rankings/app/change_edition.h"
#include "services/rankings/app/compute_edition.h"
#include "services/rankings/app/result_head.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/describe_edition.h"
#include "services/rankings/rpc/rankings_service.h"

namespace tarazy::rankings {
namespace {

constexpr absl::Duration kProgressInterval = absl::Milliseconds(200);

// To the public an edition stays published until its successor's embargo ends.
absl::Status HideSuccessor(sql::Tx& tx, const rpc::Call& call, Edition& edition) {
  if (call.principal.IsStaff() || edition.state != EditionState::kSuperseded) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const int result, PublicResult(tx, edition.ranking, call.now));
  if (result == edition.number) edition.state = EditionState::kPublished;
  return absl::OkStatus();
}

std::function<void(absl::string_view, double)> ProgressTo(
    grpc::ServerWriter<v1::ComputeEditionResponse>& writer) {
  return [&writer, next = absl::InfinitePast()](absl::string_view phase, double share) mutable {
    const absl::Time now = absl::Now();
    if (now < next) return;
    next = now + kProgressInterval;
    v1::ComputeEditionResponse response;
    response.mutable_progress()->set_phase(std::string(phase));
    response.mutable_progress()->set_share(share);
    writer.Write(response);
  };
}

}  // namespace

grpc::Status RankingsService::ComputeEdition(
    grpc::ServerContext* context, const v1::ComputeEditionRequest* request,
    grpc::ServerWriter<v1::ComputeEditionResponse>* writer) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    tarazy::rankings::ComputeEditionRequest compute{.threads = options_.threads,
                                                    .computed_by = PersonOf(call).name,
                                                    .now = call.now,
                                                    .progress = ProgressTo(*writer)};
    ASSIGN_OR_RETURN(compute.ranking, ParseRanking("ranking", request->ranking()));
    ASSIGN_OR_RETURN(const rpc::Once once, rpc::Once::For(call, *request));
    v1::ComputeEditionResponse response;
    bool repeated = false;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(repeated, once.Recall(tx, &response));
      return absl::OkStatus();
    }));
    if (!repeated) {
      RETURN_IF_ERROR(tarazy::rankings::ComputeEdition(
                          database_, call, compute,
                          [&](sql::Tx& tx) -> absl::StatusOr<bool> {
                            ASSIGN_OR_RETURN(repeated, once.Recall(tx, &response));
                            return repeated;
                          },
                          [&](sql::Tx& tx, const ComputedEdition& computed) -> absl::Status {
                            ASSIGN_OR_RETURN(*response.mutable_edition(),
                                             Describe(tx, computed.edition, ViewerOf(call)));
                            return once.Remember(tx, response, call.now);
                          })
                          .status());
    }
    writer->Write(response);
    return absl::OkStatus();
  });
}

grpc::Status RankingsService::GetEdition(grpc::ServerContext* context,
                                         const v1::GetEditionRequest* request,
                                         v1::GetEditionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const EditionId id, ParseEditionOrResult("name", request->name()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(Edition edition, LoadEditionOrResult(tx, id, ViewerOf(call), call.now));
      RETURN_IF_ERROR(CheckVisible(edition, ViewerOf(call), call.now));
      RETURN_IF_ERROR(HideSuccessor(tx, call, edition));
      ASSIGN_OR_RETURN(*response->mutable_edition(), Describe(tx, edition, ViewerOf(call)));
      return absl::OkStatus();
    });
  });
}

grpc::Status RankingsService::ListEditions(grpc::ServerContext* context,
                                           const v1::ListEditionsRequest* request,
                                           v1::ListEditionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string ranking, ParseRanking("parent", request->parent()));
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    int after = 0;
    if (!page.first() && !absl::SimpleAtoi(page.after[0], &after)) return Internal("a bad cursor");
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      const Viewer viewer = ViewerOf(call);
      ASSIGN_OR_RETURN(const Ranking cycle, LoadRanking(tx, ranking));
      ASSIGN_OR_RETURN(std::vector<Edition> editions,
                       tarazy::rankings::ListEditions(
                           tx, ranking, after, page.size + 1,
                           viewer.staff ? std::nullopt : std::optional<absl::Time>(call.now),
                           !viewer.institution.empty()));
      if (editions.size() > static_cast<size_t>(page.size)) {
        editions.pop_back();
        response->set_next_page_token(
            runtime_.pages.Next(*request, {absl::StrCat(editions.back().number)}));
      }
      for (Edition& edition : editions) {
        RETURN_IF_ERROR(HideSuccessor(tx, call, edition));
        *response->add_editions() = Summarise(edition, cycle, viewer);
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status RankingsService::PublishEdition(grpc::ServerContext* context,
                                             const v1::PublishEditionRequest* request,
                                             v1::PublishEditionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    tarazy::rankings::PublishEdition publish{.etag = request->etag(),
                                             .by = PersonOf(call),
                                             .second_person = options_.second_person,
                                             .now = call.now};
    ASSIGN_OR_RETURN(publish.id, ParseEdition("name", request->name()));
    if (request->has_embargo_time()) {
      ASSIGN_OR_RETURN(publish.embargo_until,
                       rpc::ParseTime("embargo_time", request->embargo_time()));
    }
    RETURN_IF_ERROR(WhileComputing(
        call, [&] { return CheckPublishable(database_, call, publish.id, options_.threads); }));
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          ASSIGN_OR_RETURN(const Edition edition, Publish(tx, publish));
          ASSIGN_OR_RETURN(*response->mutable_edition(), Describe(tx, edition, ViewerOf(call)));
          return absl::OkStatus();
        }));
    hot_.ResultChanged(publish.id.ranking);
    return absl::OkStatus();
  });
}

grpc::Status RankingsService::WithdrawEdition(grpc::ServerContext* context,
                                              const v1::WithdrawEditionRequest* request,
                                              v1::WithdrawEditionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    tarazy::rankings::WithdrawEdition withdraw{
        .etag = request->etag(), .erratum = request->erratum(), .now = call.now};
    ASSIGN_OR_RETURN(withdraw.id, ParseEdition("name", request->name()));
    RETURN_IF_ERROR(
        rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
          ASSIGN_OR_RETURN(const Edition edition, Withdraw(tx, withdraw));
          ASSIGN_OR_RETURN(*response->mutable_edition(), Describe(tx, edition, ViewerOf(call)));
          return absl::OkStatus();
        }));
    hot_.ResultChanged(withdraw.id.ranking);
    return absl::OkStatus();
  });
}

}  // namespace tarazy::rankings
