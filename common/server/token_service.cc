#include "common/server/token_service.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/auth/token_store.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"

namespace tarazy::server {
namespace {

common::v1::Token ToProto(const auth::StoredToken& token) {
  common::v1::Token proto;
  proto.set_name(absl::StrCat("tokens/", token.id));
  proto.set_role(token.role);
  if (!token.institution.empty()) {
    proto.set_institution(absl::StrCat("institutions/", token.institution));
  }
  *proto.mutable_create_time() = rpc::ToProto(token.created);
  if (token.expires.has_value()) *proto.mutable_expire_time() = rpc::ToProto(*token.expires);
  if (token.revoked.has_value()) *proto.mutable_revoke_time() = rpc::ToProto(*token.revoked);
  return proto;
}

absl::StatusOr<auth::StoredToken> Parse(const common::v1::CreateTokenRequest& request,
                                        absl::Time now) {
  auth::StoredToken token;
  token.id = RandomHex(8);
  token.role = request.role();
  token.created = now;
  if (!common::v1::Role_IsValid(request.role()) || request.role() == common::v1::ROLE_UNSPECIFIED) {
    return InvalidField("role", "must be one of the roles");
  }
  if (request.role() == common::v1::ROLE_INSTITUTION && request.institution().empty()) {
    return InvalidField("institution", "is required for the role institution");
  }
  if (!request.institution().empty()) {
    ASSIGN_OR_RETURN(token.institution,
                     rpc::ParseId("institution", "institutions/*", request.institution()));
  }
  if (request.has_expire_time()) {
    ASSIGN_OR_RETURN(token.expires, rpc::ParseTime("expire_time", request.expire_time()));
    if (*token.expires <= now) return InvalidField("expire_time", "lies in the past");
  }
  return token;
}

}  // namespace

grpc::Status TokenService::CreateToken(grpc::ServerContext* context,
                                       const common::v1::CreateTokenRequest* request,
                                       common::v1::CreateTokenResponse* response) {
  std::string secret;  // stays out of the stored answer
  std::string name;    // of the token that it is for: a repeat may answer with another
  const grpc::Status status =
      rpc::HandleMutation(runtime_, context, database_, *request, response,
                          [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                            ASSIGN_OR_RETURN(auth::StoredToken token, Parse(*request, call.now));
                            secret = auth::NewSecret();
                            token.hash = auth::HashSecret(secret);
                            RETURN_IF_ERROR(auth::InsertToken(tx, token));
                            *response->mutable_token() = ToProto(token);
                            return absl::OkStatus();
                          });
  if (status.ok()) response->set_secret(secret);
  return status;
}

grpc::Status TokenService::ListTokens(grpc::ServerContext* context,
                                      const common::v1::ListTokensRequest* request,
                                      common::v1::ListTokensResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 2));
    int64_t micros = -1;
    if (!page.first() && !absl::SimpleAtoi(page.after[0], &micros)) micros = -1;
    std::vector<auth::StoredToken> tokens;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(tokens, auth::ListTokens(tx, sql::FromMicros(micros),
                                                page.first() ? "" : page.after[1], page.size + 1));
      return absl::OkStatus();
    }));
    const bool more = tokens.size() > static_cast<size_t>(page.size);
    if (more) tokens.pop_back();
    for (const auto& token : tokens) *response->add_tokens() = ToProto(token);
    if (more) {
      response->set_next_page_token(runtime_.pages.Next(
          *request, {absl::StrCat(sql::ToMicros(tokens.back().created)), tokens.back().id}));
    }
    return absl::OkStatus();
  });
}

grpc::Status TokenService::RevokeToken(grpc::ServerContext* context,
                                       const common::v1::RevokeTokenRequest* request,
                                       common::v1::RevokeTokenResponse* response) {
  const grpc::Status status = rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "tokens/*", request->name()));
        RETURN_IF_ERROR(auth::LoadToken(tx, id).status());
        RETURN_IF_ERROR(auth::RevokeToken(tx, id, call.now));
        ASSIGN_OR_RETURN(const auth::StoredToken token, auth::LoadToken(tx, id));
        *response->mutable_token() = ToProto(token);
        return absl::OkStatus();
      });
  if (status.ok()) runtime_.authenticator.Forget();
  return status;
}

}  // namespace tarazy::server
