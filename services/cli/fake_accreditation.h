// The accreditation half of the fake server: what was asked is kept, what is answered is canned.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/fake_follow_up.h"
#include "services/cli/fake_refusal.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"
#include "tarazy/accreditation/v1/documents_service.grpc.pb.h"
#include "tarazy/accreditation/v1/frameworks_service.grpc.pb.h"

namespace tarazy::cli {

class FakeFrameworks final : public accreditation::v1::FrameworksService::Service {
 public:
  grpc::Status CreateFrameworkVersion(
      grpc::ServerContext*, const accreditation::v1::CreateFrameworkVersionRequest* request,
      accreditation::v1::CreateFrameworkVersionResponse* response) override {
    create = *request;
    Fill(*response->mutable_framework());
    auto* finding = response->add_findings();
    finding->set_rule("translation_missing");
    finding->set_node("6.1.1");
    finding->set_message("has no text in kk");
    return grpc::Status::OK;
  }

  grpc::Status GetFrameworkVersion(
      grpc::ServerContext*, const accreditation::v1::GetFrameworkVersionRequest* request,
      accreditation::v1::GetFrameworkVersionResponse* response) override {
    get = *request;
    Fill(*response->mutable_framework());
    response->set_source("id: iaar-joint\n");
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status ListFrameworks(grpc::ServerContext*,
                              const accreditation::v1::ListFrameworksRequest* request,
                              accreditation::v1::ListFrameworksResponse* response) override {
    const bool first = request->page_token().empty();
    response->add_frameworks()->set_name(first ? "frameworks/a/versions/1"
                                               : "frameworks/a/versions/2");
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  accreditation::v1::CreateFrameworkVersionRequest create;
  accreditation::v1::GetFrameworkVersionRequest get;

 private:
  static void Fill(accreditation::v1::Framework& framework) {
    framework.set_name("frameworks/iaar-joint/versions/1");
    framework.mutable_title()->set_en("Joint programmes");
    auto* mark = framework.add_scale();
    mark->set_id("strong");
    mark->set_meaning(accreditation::v1::MARK_MEANING_STRENGTH);
    mark->set_rank(0);
    auto* standard = framework.add_standards();
    standard->set_code("6.1");
    standard->add_criteria()->set_code("6.1.1");
    standard->add_criteria()->set_code("6.1.2");
  }
};

class FakeCases final : public accreditation::v1::CasesService::Service {
 public:
  grpc::Status ImportCase(grpc::ServerContext*, const accreditation::v1::ImportCaseRequest* request,
                          accreditation::v1::ImportCaseResponse* response) override {
    import = *request;
    if (request->source() == "bad") {
      return RefusalOf(grpc::StatusCode::INVALID_ARGUMENT, "the case cannot be taken",
                       "CASE_INVALID", {{"institution", "line 4: is not registered"}});
    }
    Fill(*response->mutable_case_record());
    response->mutable_counts()->set_programmes(2);
    response->mutable_counts()->set_statements(700);
    return grpc::Status::OK;
  }

  grpc::Status ExportCase(grpc::ServerContext*, const accreditation::v1::ExportCaseRequest* request,
                          accreditation::v1::ExportCaseResponse* response) override {
    exported = *request;
    response->set_source("id: oak-2026\n");
    return grpc::Status::OK;
  }

  grpc::Status GetCase(grpc::ServerContext*, const accreditation::v1::GetCaseRequest* request,
                       accreditation::v1::GetCaseResponse* response) override {
    get = *request;
    auto& record = *response->mutable_case_record();
    Fill(record);
    record.mutable_visit()->set_from("2026-04-20");
    record.mutable_visit()->set_to("2026-04-22");
    auto* review = record.add_clusters()->add_programmes();
    record.mutable_clusters(0)->set_id("1");
    review->set_code("6B04101");
    for (const auto role :
         {accreditation::v1::COMMISSION_ROLE_CHAIR, accreditation::v1::COMMISSION_ROLE_EXPERT,
          accreditation::v1::COMMISSION_ROLE_EXPERT}) {
      record.add_commission()->set_role(role);
    }
    auto* change = record.add_history();
    change->set_state(accreditation::v1::CASE_STATE_APPLIED);
    change->set_on("2026-01-10");
    change->set_by("admin tokens/1");
    change->set_note("letter\x1b[2J");
    if (request->name() == "cases/surveyed") {
      auto& evidence = *record.add_survey_evidence();
      evidence.set_id("students");
      evidence.set_taken_on("2026-05-02");
      evidence.add_figures();
      auto& all = *evidence.add_participation();
      all.set_stratum("all");
      all.set_submitted(57);
      all.set_frame(120);
      all.set_percent(47.5);
      auto& row = *evidence.add_participation();
      row.set_stratum("6b04107");
      row.set_submitted(8);
      row.set_frame(26);
      row.set_percent(30.77);
      row.set_gate_met(false);
    }
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status ListCases(grpc::ServerContext*, const accreditation::v1::ListCasesRequest* request,
                         accreditation::v1::ListCasesResponse* response) override {
    list = *request;
    const bool first = request->page_token().empty();
    Fill(*response->add_cases());
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  grpc::Status UpdateCase(grpc::ServerContext*, const accreditation::v1::UpdateCaseRequest* request,
                          accreditation::v1::UpdateCaseResponse* response) override {
    update = *request;
    Fill(*response->mutable_case_record());
    return grpc::Status::OK;
  }

  // Nothing but its visit keeps a case from being published.
  grpc::Status AdvanceCase(grpc::ServerContext*,
                           const accreditation::v1::AdvanceCaseRequest* request,
                           accreditation::v1::AdvanceCaseResponse* response) override {
    advance = *request;
    if (request->state() == accreditation::v1::CASE_STATE_PUBLISHED) {
      return RefusalOf(grpc::StatusCode::FAILED_PRECONDITION, "cannot become published yet",
                       "CASE_INCOMPLETE", {{"visit", "the visit's days and programme"}});
    }
    Fill(*response->mutable_case_record());
    response->mutable_case_record()->set_state(request->state());
    return grpc::Status::OK;
  }

  // The case "long" lacks seven things.
  grpc::Status CheckCase(grpc::ServerContext*, const accreditation::v1::CheckCaseRequest* request,
                         accreditation::v1::CheckCaseResponse* response) override {
    response->set_state(accreditation::v1::CASE_STATE_SUBMITTED);
    response->add_next()->set_state(accreditation::v1::CASE_STATE_WITHDRAWN);
    auto* next = response->add_next();
    next->set_state(accreditation::v1::CASE_STATE_ADMITTED);
    const auto lack = [&](const std::string& field) {
      next->add_missing()->set_field(field);
      next->mutable_missing(next->missing_size() - 1)->set_description("is needed");
    };
    lack("owners");
    lack("self_assessments");
    for (int i = 0; i < 5 && request->name() == "cases/long"; ++i) {
      lack(absl::StrCat("commission[", i, "]"));
    }
    return grpc::Status::OK;
  }

  grpc::Status SubmitSelfAssessment(
      grpc::ServerContext*, const accreditation::v1::SubmitSelfAssessmentRequest* request,
      accreditation::v1::SubmitSelfAssessmentResponse* response) override {
    submit = *request;
    Fill(*response->mutable_case_record());
    return grpc::Status::OK;
  }

  grpc::Status PutEvaluations(grpc::ServerContext*,
                              const accreditation::v1::PutEvaluationsRequest* request,
                              accreditation::v1::PutEvaluationsResponse* response) override {
    put = *request;
    Fill(*response->mutable_case_record());
    return grpc::Status::OK;
  }

  grpc::Status DeclareInterest(grpc::ServerContext*,
                               const accreditation::v1::DeclareInterestRequest* request,
                               accreditation::v1::DeclareInterestResponse* response) override {
    declare = *request;
    *response->mutable_interest() = request->interest();
    response->mutable_interest()->set_id("i-1");
    return grpc::Status::OK;
  }

  grpc::Status GetTotals(grpc::ServerContext*, const accreditation::v1::GetTotalsRequest* request,
                         accreditation::v1::GetTotalsResponse* response) override {
    auto* programme = response->add_programmes();
    programme->set_programme("6B04101");
    const auto count = [](accreditation::v1::PrintedCount& to, const char* mark, int number) {
      to.add_marks()->set_mark(mark);
      to.mutable_marks(to.marks_size() - 1)->set_count(number);
    };
    auto* standard = programme->add_standards();
    standard->set_standard("6.1");
    count(*standard, "strong", 2);
    count(*programme->mutable_total(), "strong", 2);
    count(*programme->mutable_total(), "satisfactory", 1);
    programme->add_unmarked("6.2.1");
    auto* cell = response->add_matrix();
    cell->set_criterion("6.1.1");
    cell->set_programme("6B04101");
    cell->set_mark("strong");
    if (request->name() != "cases/alone") response->mutable_agreement()->set_experts(2);
    return grpc::Status::OK;
  }

  // One contradiction, overridden in the case "overridden"; the case "clean" has only a slip.
  grpc::Status LintCase(grpc::ServerContext*, const accreditation::v1::LintCaseRequest* request,
                        accreditation::v1::LintCaseResponse* response) override {
    const bool clean = request->name() == "cases/clean";
    auto* finding = response->add_findings();
    finding->set_id("row_sum/t-1/r-2");
    finding->set_rule("row_sum");
    finding->set_lint_class(clean ? accreditation::v1::LINT_CLASS_TEXT
                                  : accreditation::v1::LINT_CLASS_CONTRADICTION);
    finding->set_message("the row adds up to 30");
    finding->mutable_place()->set_document("report");
    finding->mutable_place()->set_line(812);
    finding->set_value("31");
    finding->mutable_other_place()->set_section("Table 2");
    finding->set_other_value("30");
    if (request->name() == "cases/overridden") finding->set_overridden("tokens/1: as printed");
    auto* rule = response->add_rules();
    rule->set_rule("row_sum");
    rule->set_compared(40);
    rule->set_found(1);
    return grpc::Status::OK;
  }

  grpc::Status OverrideLint(grpc::ServerContext*,
                            const accreditation::v1::OverrideLintRequest* request,
                            accreditation::v1::OverrideLintResponse* response) override {
    overridden = *request;
    Fill(*response->mutable_case_record());
    return grpc::Status::OK;
  }

  // The campaign "open" is not closed.
  grpc::Status TakeSurveyEvidence(
      grpc::ServerContext*, const accreditation::v1::TakeSurveyEvidenceRequest* request,
      accreditation::v1::TakeSurveyEvidenceResponse* response) override {
    take = *request;
    if (request->campaign() == "campaigns/open") {
      return RefusalOf(grpc::StatusCode::FAILED_PRECONDITION, "campaigns/open is not closed",
                       "RESULTS_NOT_YET", {});
    }
    auto& evidence = *response->mutable_evidence();
    evidence.set_id("students");
    evidence.set_campaign(request->campaign());
    evidence.set_taken_on("2026-05-02");
    evidence.set_frozen(true);
    auto& row = *evidence.add_participation();
    row.set_stratum("6b04107");
    row.set_frame(26);
    row.set_submitted(8);
    row.set_percent(30.77);
    row.set_gate_met(false);
    auto& figure = *evidence.add_figures();
    figure.set_question("6");
    figure.set_statistic(accreditation::v1::SURVEY_STATISTIC_MEAN);
    figure.set_reason("suppressed");
    return grpc::Status::OK;
  }

  grpc::Status SuggestTerm(grpc::ServerContext*, const accreditation::v1::SuggestTermRequest*,
                           accreditation::v1::SuggestTermResponse* response) override {
    auto* suggestion = response->add_suggestions();
    suggestion->set_programme("6B04101");
    suggestion->set_outcome(accreditation::v1::DECISION_KIND_GRANT_CONDITIONALLY);
    suggestion->set_years(3);
    suggestion->set_row(2);
    suggestion->add_explanation("row 1: no");
    suggestion->add_explanation("row 2: yes");
    return grpc::Status::OK;
  }

  // Nothing in the language "kk".
  grpc::Status GetCaseReport(grpc::ServerContext*,
                             const accreditation::v1::GetCaseReportRequest* request,
                             accreditation::v1::GetCaseReportResponse* response) override {
    report = *request;
    if (request->language() != "kk") response->set_html("<!doctype html><title>r</title>\n");
    return grpc::Status::OK;
  }

  accreditation::v1::ImportCaseRequest import;
  accreditation::v1::ExportCaseRequest exported;
  accreditation::v1::GetCaseRequest get;
  accreditation::v1::ListCasesRequest list;
  accreditation::v1::UpdateCaseRequest update;
  accreditation::v1::AdvanceCaseRequest advance;
  accreditation::v1::SubmitSelfAssessmentRequest submit;
  accreditation::v1::PutEvaluationsRequest put;
  accreditation::v1::DeclareInterestRequest declare;
  accreditation::v1::OverrideLintRequest overridden;
  accreditation::v1::GetCaseReportRequest report;
  accreditation::v1::TakeSurveyEvidenceRequest take;

 private:
  static void Fill(accreditation::v1::Case& record) {
    record.set_name("cases/oak-2026");
    record.set_id("oak-2026");
    record.mutable_title()->set_en("Oak University, 2026");
    record.set_type(accreditation::v1::PROCEDURE_TYPE_PROGRAMME);
    record.set_state(accreditation::v1::CASE_STATE_SUBMITTED);
    record.set_etag("v7");
  }
};

class FakeDocuments final : public accreditation::v1::DocumentsService::Service {
 public:
  grpc::Status UploadDocument(grpc::ServerContext*,
                              grpc::ServerReader<accreditation::v1::UploadDocumentRequest>* reader,
                              accreditation::v1::UploadDocumentResponse* response) override {
    accreditation::v1::UploadDocumentRequest request;
    bytes.clear();
    while (reader->Read(&request)) {
      if (request.has_header()) header = request.header();
      bytes += request.piece();
    }
    response->set_name("documents/" + header.sha256());
    return grpc::Status::OK;
  }

  accreditation::v1::DocumentHeader header;
  std::string bytes;
};

}  // namespace tarazy::cli
