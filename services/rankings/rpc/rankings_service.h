// RankingsService over gRPC. The methods stand by subject in methodology_rpcs.cc, ranking_rpcs.cc,
// import_rpc.cc, ratings_rpc.cc, edition_rpcs.cc and result_rpcs.cc. Three methods take and give
// raw bytes (hot_results.h); the others are synchronous.
#pragma once

#include "common/rpc/channel_provider.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/rankings/rpc/hot_results.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::rankings {

using MixedRankingsService = v1::RankingsService::WithRawCallbackMethod_GetScore<
    v1::RankingsService::WithRawCallbackMethod_ListNodeScores<
        v1::RankingsService::WithRawCallbackMethod_ListTableRows<v1::RankingsService::Service>>>;

struct RankingsOptions {
  int threads = 1;            // how many one computation may use
  bool second_person = true;  // who computed an edition does not publish it
};

class RankingsService final : public MixedRankingsService {
 public:
  RankingsService(rpc::Runtime& runtime, sql::Database& database, rpc::ChannelProvider& channels,
                  cache::TieredCache& cache, cache::Heads& heads, const RankingsOptions& options)
      : runtime_(runtime),
        database_(database),
        channels_(channels),
        options_(options),
        hot_(runtime, database, cache, heads) {}

  // methodology_rpcs.cc
  grpc::Status CreateMethodologyVersion(grpc::ServerContext* context,
                                        const v1::CreateMethodologyVersionRequest* request,
                                        v1::CreateMethodologyVersionResponse* response) override;
  grpc::Status GetMethodologyVersion(grpc::ServerContext* context,
                                     const v1::GetMethodologyVersionRequest* request,
                                     v1::GetMethodologyVersionResponse* response) override;
  grpc::Status ListMethodologyVersions(grpc::ServerContext* context,
                                       const v1::ListMethodologyVersionsRequest* request,
                                       v1::ListMethodologyVersionsResponse* response) override;

  // ranking_rpcs.cc
  grpc::Status CreateRanking(grpc::ServerContext* context, const v1::CreateRankingRequest* request,
                             v1::CreateRankingResponse* response) override;
  grpc::Status GetRanking(grpc::ServerContext* context, const v1::GetRankingRequest* request,
                          v1::GetRankingResponse* response) override;
  grpc::Status ListRankings(grpc::ServerContext* context, const v1::ListRankingsRequest* request,
                            v1::ListRankingsResponse* response) override;
  grpc::Status ListValues(grpc::ServerContext* context, const v1::ListValuesRequest* request,
                          v1::ListValuesResponse* response) override;

  // import_rpc.cc
  grpc::Status ImportValues(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::ImportValuesResponse, v1::ImportValuesRequest>* stream) override;

  // ratings_rpc.cc
  grpc::Status ImportRatings(grpc::ServerContext* context,
                             grpc::ServerReaderWriter<v1::ImportRatingsResponse,
                                                      v1::ImportRatingsRequest>* stream) override;

  // edition_rpcs.cc
  grpc::Status ComputeEdition(grpc::ServerContext* context,
                              const v1::ComputeEditionRequest* request,
                              grpc::ServerWriter<v1::ComputeEditionResponse>* writer) override;
  grpc::Status GetEdition(grpc::ServerContext* context, const v1::GetEditionRequest* request,
                          v1::GetEditionResponse* response) override;
  grpc::Status ListEditions(grpc::ServerContext* context, const v1::ListEditionsRequest* request,
                            v1::ListEditionsResponse* response) override;
  grpc::Status PublishEdition(grpc::ServerContext* context,
                              const v1::PublishEditionRequest* request,
                              v1::PublishEditionResponse* response) override;
  grpc::Status WithdrawEdition(grpc::ServerContext* context,
                               const v1::WithdrawEditionRequest* request,
                               v1::WithdrawEditionResponse* response) override;

  // result_rpcs.cc
  grpc::ServerUnaryReactor* ListTableRows(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::Status ListExcludedUnits(grpc::ServerContext* context,
                                 const v1::ListExcludedUnitsRequest* request,
                                 v1::ListExcludedUnitsResponse* response) override;
  grpc::ServerUnaryReactor* GetScore(grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListNodeScores(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::Status ExplainUnit(grpc::ServerContext* context, const v1::ExplainUnitRequest* request,
                           v1::ExplainUnitResponse* response) override;
  grpc::Status VerifyEdition(grpc::ServerContext* context, const v1::VerifyEditionRequest* request,
                             v1::VerifyEditionResponse* response) override;

 private:
  // Runs a computation; at most two at a time, so that explaining to many leaves room for the rest.
  absl::Status WhileComputing(const rpc::Call& call, absl::FunctionRef<absl::Status()> compute);

  rpc::Runtime& runtime_;
  sql::Database& database_;
  rpc::ChannelProvider& channels_;
  const RankingsOptions options_;
  HotResults hot_;
  rpc::Admission computing_{2, absl::Seconds(30)};
};

}  // namespace tarazy::rankings
