// QuestionnairesService over gRPC.
#pragma once

#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/surveys/v1/questionnaires_service.grpc.pb.h"

namespace tarazy::surveys {

class QuestionnairesService final : public v1::QuestionnairesService::Service {
 public:
  QuestionnairesService(rpc::Runtime& runtime, sql::Database& database)
      : runtime_(runtime), database_(database) {}

  grpc::Status CreateQuestionnaireVersion(
      grpc::ServerContext* context, const v1::CreateQuestionnaireVersionRequest* request,
      v1::CreateQuestionnaireVersionResponse* response) override;
  grpc::Status GetQuestionnaireVersion(grpc::ServerContext* context,
                                       const v1::GetQuestionnaireVersionRequest* request,
                                       v1::GetQuestionnaireVersionResponse* response) override;
  grpc::Status ListQuestionnaires(grpc::ServerContext* context,
                                  const v1::ListQuestionnairesRequest* request,
                                  v1::ListQuestionnairesResponse* response) override;
  grpc::Status LintQuestionnaire(grpc::ServerContext* context,
                                 const v1::LintQuestionnaireRequest* request,
                                 v1::LintQuestionnaireResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  sql::Database& database_;
};

}  // namespace tarazy::surveys
