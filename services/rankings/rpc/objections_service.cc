#include "services/rankings/rpc/objections_service.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"
#include "services/rankings/app/objections.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/describe_edition.h"

namespace tarazy::rankings {
namespace {

v1::ObjectionState ToProto(ObjectionState state) {
  switch (state) {
    case ObjectionState::kOpen:
      return v1::OBJECTION_STATE_OPEN;
    case ObjectionState::kUpheld:
      return v1::OBJECTION_STATE_UPHELD;
    case ObjectionState::kDismissed:
      return v1::OBJECTION_STATE_DISMISSED;
  }
  return v1::OBJECTION_STATE_UNSPECIFIED;
}

v1::Objection ToProto(const Objection& objection) {
  v1::Objection proto;
  proto.set_name(absl::StrCat(EditionName(objection.ranking, objection.edition), "/objections/",
                              objection.ordinal));
  proto.set_unit(objection.unit);
  proto.set_reason(objection.reason);
  proto.set_evidence(objection.evidence);
  proto.set_state(ToProto(objection.state));
  proto.set_resolution(objection.resolution);
  proto.set_created_by(objection.created_by);
  proto.set_resolved_by(objection.resolved_by);
  *proto.mutable_create_time() = rpc::ToProto(objection.created);
  if (objection.resolved.has_value()) {
    *proto.mutable_resolve_time() = rpc::ToProto(*objection.resolved);
  }
  return proto;
}

// "rankings/*/editions/*/objections/*".
absl::StatusOr<tarazy::rankings::ResolveObjection> ParseObjection(const std::string& name) {
  ASSIGN_OR_RETURN(const auto ids,
                   rpc::ParseName("name", "rankings/*/editions/*/objections/*", name));
  tarazy::rankings::ResolveObjection request;
  ASSIGN_OR_RETURN(request.edition,
                   ParseEdition("name", absl::StrCat("rankings/", ids[0], "/editions/", ids[1])));
  if (!absl::SimpleAtoi(ids[2], &request.ordinal) || request.ordinal < 1) {
    return InvalidField("name", "ends in the objection's number");
  }
  return request;
}

}  // namespace

grpc::Status ObjectionsService::ReleasePreliminary(grpc::ServerContext* context,
                                                   const v1::ReleasePreliminaryRequest* request,
                                                   v1::ReleasePreliminaryResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        tarazy::rankings::ReleasePreliminary release{.etag = request->etag(), .now = call.now};
        ASSIGN_OR_RETURN(release.id, ParseEdition("name", request->name()));
        if (!request->has_objections_until_time()) {
          return InvalidField("objections_until_time", "say until when institutions may object");
        }
        ASSIGN_OR_RETURN(release.objections_until,
                         rpc::ParseTime("objections_until_time", request->objections_until_time()));
        ASSIGN_OR_RETURN(const Edition edition, Release(tx, release));
        ASSIGN_OR_RETURN(*response->mutable_edition(), Describe(tx, edition, ViewerOf(call)));
        return absl::OkStatus();
      });
}

grpc::Status ObjectionsService::CreateObjection(grpc::ServerContext* context,
                                                const v1::CreateObjectionRequest* request,
                                                v1::CreateObjectionResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        NewObjection objection{.unit = request->unit(),
                               .reason = request->reason(),
                               .evidence = request->evidence(),
                               .own_institution = RepresentedBy(call),
                               .by = PersonOf(call),
                               .now = call.now};
        ASSIGN_OR_RETURN(objection.edition, ParseEdition("parent", request->parent()));
        ASSIGN_OR_RETURN(const Edition edition,
                         LoadEdition(tx, objection.edition.ranking, objection.edition.number));
        RETURN_IF_ERROR(CheckVisible(edition, ViewerOf(call), call.now));
        ASSIGN_OR_RETURN(const Objection made, Object(tx, objection));
        *response->mutable_objection() = ToProto(made);
        return absl::OkStatus();
      });
}

grpc::Status ObjectionsService::ResolveObjection(grpc::ServerContext* context,
                                                 const v1::ResolveObjectionRequest* request,
                                                 v1::ResolveObjectionResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(tarazy::rankings::ResolveObjection resolve,
                                                ParseObjection(request->name()));
                               resolve.state = request->state() == v1::OBJECTION_STATE_UPHELD
                                                   ? ObjectionState::kUpheld
                                               : request->state() == v1::OBJECTION_STATE_DISMISSED
                                                   ? ObjectionState::kDismissed
                                                   : ObjectionState::kOpen;
                               resolve.reason = request->reason();
                               resolve.by = PersonOf(call);
                               resolve.now = call.now;
                               ASSIGN_OR_RETURN(const Objection resolved, Resolve(tx, resolve));
                               *response->mutable_objection() = ToProto(resolved);
                               return absl::OkStatus();
                             });
}

grpc::Status ObjectionsService::ListObjections(grpc::ServerContext* context,
                                               const v1::ListObjectionsRequest* request,
                                               v1::ListObjectionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const EditionId id, ParseEdition("parent", request->parent()));
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    int after = 0;
    if (!page.first() && !absl::SimpleAtoi(page.after[0], &after)) return Internal("a bad cursor");
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(const Edition edition, LoadEdition(tx, id.ranking, id.number));
      ASSIGN_OR_RETURN(std::vector<Objection> objections,
                       tarazy::rankings::ListObjections(tx, edition.ranking, edition.number,
                                                        RepresentedBy(call), after, page.size + 1));
      // What was objected to stays readable to both sides, whatever became of the edition; who has
      // not objected learns of no edition that he may not see.
      if (objections.empty()) RETURN_IF_ERROR(CheckVisible(edition, ViewerOf(call), call.now));
      if (objections.size() > static_cast<size_t>(page.size)) {
        objections.pop_back();
        response->set_next_page_token(
            runtime_.pages.Next(*request, {absl::StrCat(objections.back().ordinal)}));
      }
      for (const Objection& objection : objections) {
        *response->add_objections() = ToProto(objection);
      }
      return absl::OkStatus();
    });
  });
}

}  // namespace tarazy::rankings
