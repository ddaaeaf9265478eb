#include "services/surveys/rpc/questionnaires_service.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"
#include "services/surveys/app/forms/store_questionnaire.h"
#include "services/surveys/rpc/caller.h"

namespace tarazy::surveys {
namespace {

v1::QuestionnaireFinding ToProto(const QuestionnaireFinding& finding) {
  v1::QuestionnaireFinding proto;
  proto.set_rule(finding.rule);
  proto.set_error(finding.error);
  proto.set_node(finding.node);
  proto.set_message(finding.message);
  proto.set_acknowledged(finding.acknowledged);
  return proto;
}

v1::Questionnaire ToProto(const QuestionnaireVersion& version) {
  v1::Questionnaire questionnaire = version.questionnaire;
  *questionnaire.mutable_create_time() = rpc::ToProto(version.created);
  return questionnaire;
}

absl::Status CheckSize(absl::string_view source) {
  if (source.size() <= kMaxQuestionnaireBytes) return absl::OkStatus();
  return InvalidField("source", absl::StrCat("larger than ", kMaxQuestionnaireBytes, " bytes"));
}

}  // namespace

grpc::Status QuestionnairesService::CreateQuestionnaireVersion(
    grpc::ServerContext* context, const v1::CreateQuestionnaireVersionRequest* request,
    v1::CreateQuestionnaireVersionResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        RETURN_IF_ERROR(CheckSize(request->source()));
        ASSIGN_OR_RETURN(const StoredQuestionnaire stored,
                         StoreQuestionnaire(tx, request->source(), PersonOf(call), call.now));
        *response->mutable_questionnaire() = ToProto(stored.version);
        if (request->validate_only()) response->mutable_questionnaire()->clear_name();
        for (const QuestionnaireFinding& finding : stored.findings) {
          *response->add_findings() = ToProto(finding);
        }
        return absl::OkStatus();
      });
}

grpc::Status QuestionnairesService::GetQuestionnaireVersion(
    grpc::ServerContext* context, const v1::GetQuestionnaireVersionRequest* request,
    v1::GetQuestionnaireVersionResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const auto ids,
                     rpc::ParseName("name", "questionnaires/*/versions/*", request->name()));
    int number = 0;
    if (!absl::SimpleAtoi(ids[1], &number) || number < 0) {
      return InvalidField("name", "ends in the version's number");
    }
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(QuestionnaireVersion version, LoadQuestionnaire(tx, ids[0], number));
      *response->mutable_questionnaire() = ToProto(version);
      response->set_source(std::move(version.source));
      return absl::OkStatus();
    });
  });
}

grpc::Status QuestionnairesService::ListQuestionnaires(grpc::ServerContext* context,
                                                       const v1::ListQuestionnairesRequest* request,
                                                       v1::ListQuestionnairesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 2));
    int after = 0;
    if (!page.first() && !absl::SimpleAtoi(page.after[1], &after)) return Internal("a bad cursor");
    std::vector<QuestionnaireVersion> versions;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(versions, tarazy::surveys::ListQuestionnaires(
                                     tx, page.first() ? "" : page.after[0], after, page.size + 1));
      return absl::OkStatus();
    }));
    if (versions.size() > static_cast<size_t>(page.size)) {
      versions.pop_back();
      response->set_next_page_token(runtime_.pages.Next(
          *request, {versions.back().questionnaire.id(), absl::StrCat(versions.back().version)}));
    }
    for (const QuestionnaireVersion& version : versions)
      *response->add_questionnaires() = ToProto(version);
    return absl::OkStatus();
  });
}

grpc::Status QuestionnairesService::LintQuestionnaire(grpc::ServerContext* context,
                                                      const v1::LintQuestionnaireRequest* request,
                                                      v1::LintQuestionnaireResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call&) -> absl::Status {
    RETURN_IF_ERROR(CheckSize(request->source()));
    ASSIGN_OR_RETURN(const v1::Questionnaire questionnaire, ReadQuestionnaire(request->source()));
    for (const QuestionnaireFinding& finding : tarazy::surveys::LintQuestionnaire(questionnaire)) {
      *response->add_findings() = ToProto(finding);
    }
    return absl::OkStatus();
  });
}

}  // namespace tarazy::surveys
