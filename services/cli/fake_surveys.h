// The half of the fake server that asks: what was sent is kept, what is answered is canned.
#pragma once

#include <grpcpp/grpcpp.h>

#include "tarazy/surveys/v1/questionnaires_service.grpc.pb.h"

namespace tarazy::cli {

class FakeQuestionnaires final : public surveys::v1::QuestionnairesService::Service {
 public:
  grpc::Status CreateQuestionnaireVersion(
      grpc::ServerContext*, const surveys::v1::CreateQuestionnaireVersionRequest* request,
      surveys::v1::CreateQuestionnaireVersionResponse* response) override {
    create = *request;
    Fill(*response->mutable_questionnaire());
    auto* finding = response->add_findings();
    finding->set_rule("duplicate_item");
    finding->set_node("44");
    finding->set_message("has the words of 30");
    return grpc::Status::OK;
  }

  grpc::Status GetQuestionnaireVersion(
      grpc::ServerContext*, const surveys::v1::GetQuestionnaireVersionRequest* request,
      surveys::v1::GetQuestionnaireVersionResponse* response) override {
    get = *request;
    Fill(*response->mutable_questionnaire());
    response->set_source("id: iaar-teachers-2023\n");
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status ListQuestionnaires(grpc::ServerContext*,
                                  const surveys::v1::ListQuestionnairesRequest* request,
                                  surveys::v1::ListQuestionnairesResponse* response) override {
    const bool first = request->page_token().empty();
    response->add_questionnaires()->set_name(first ? "questionnaires/a/versions/1"
                                                   : "questionnaires/a/versions/2");
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  surveys::v1::CreateQuestionnaireVersionRequest create;
  surveys::v1::GetQuestionnaireVersionRequest get;

 private:
  static void Fill(surveys::v1::Questionnaire& questionnaire) {
    questionnaire.set_name("questionnaires/iaar-teachers-2023/versions/1");
    questionnaire.mutable_title()->set_en("Questionnaire for teachers");
    questionnaire.set_respondents(surveys::v1::RESPONDENT_CLASS_TEACHERS);
    auto* page = questionnaire.add_pages();
    page->set_id("work");
    auto* choice = page->add_items();
    choice->set_id("4");
    choice->set_type(surveys::v1::ITEM_TYPE_SINGLE);
    choice->mutable_text()->set_en("Work experience");
    choice->set_identifying(true);
    auto* matrix = page->add_items();
    matrix->set_id("39");
    matrix->set_type(surveys::v1::ITEM_TYPE_MATRIX);
    matrix->set_scale("frequency3");
    matrix->mutable_show_if()->mutable_answer()->set_question("4");
    for (const char* id : {"39.1", "39.2"}) {
      matrix->add_rows()->set_id(id);
      matrix->mutable_rows(matrix->rows_size() - 1)->mutable_text()->set_en("Lack of classrooms");
    }
  }
};

}  // namespace tarazy::cli
