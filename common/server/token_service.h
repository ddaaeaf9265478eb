// Tokens over gRPC: every process serves it.
#pragma once

#include "common/auth/authenticator.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/common/v1/token_service.grpc.pb.h"

namespace tarazy::server {

class TokenService final : public common::v1::TokenService::Service {
 public:
  TokenService(rpc::Runtime& runtime, sql::Database& database)
      : runtime_(runtime), database_(database) {}

  grpc::Status CreateToken(grpc::ServerContext* context,
                           const common::v1::CreateTokenRequest* request,
                           common::v1::CreateTokenResponse* response) override;
  grpc::Status ListTokens(grpc::ServerContext* context,
                          const common::v1::ListTokensRequest* request,
                          common::v1::ListTokensResponse* response) override;
  grpc::Status RevokeToken(grpc::ServerContext* context,
                           const common::v1::RevokeTokenRequest* request,
                           common::v1::RevokeTokenResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
};

}  // namespace tarazy::server
