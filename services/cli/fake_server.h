// A gRPC server of canned answers on a free port, for the tests of the commands.
#pragma once

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/fake_accreditation.h"
#include "services/cli/fake_notifications.h"
#include "services/cli/fake_refusal.h"
#include "services/cli/fake_register.h"
#include "services/cli/fake_surveys.h"
#include "services/cli/fake_workflow.h"
#include "tarazy/common/v1/token_service.grpc.pb.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::cli {

class FakeRegistry final : public registry::v1::RegistryService::Service {
 public:
  grpc::Status UpdateInstitution(grpc::ServerContext* context,
                                 const registry::v1::UpdateInstitutionRequest* request,
                                 registry::v1::UpdateInstitutionResponse* response) override {
    update = *request;
    for (const auto& [key, value] : context->client_metadata()) {
      metadata[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
    }
    if (request->institution().etag() == "old") {
      return RefusalOf(grpc::StatusCode::ABORTED, "institutions/ektu has changed; read it again",
                       "STALE_ETAG", {{"institution.etag", "is \"new\""}});
    }
    *response->mutable_institution() = request->institution();
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status ListInstitutions(grpc::ServerContext*,
                                const registry::v1::ListInstitutionsRequest* request,
                                registry::v1::ListInstitutionsResponse* response) override {
    list = *request;
    const bool first = request->page_token().empty();
    response->add_institutions()->set_name(first ? "institutions/a" : "institutions/b");
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  grpc::Status ResolveSuccessors(grpc::ServerContext*,
                                 const registry::v1::ResolveSuccessorsRequest* request,
                                 registry::v1::ResolveSuccessorsResponse* response) override {
    response->add_successors("institutions/ektu");
    auto& step = *response->add_steps();
    step.set_from(request->name());
    step.set_kind(registry::v1::RELATION_KIND_MERGED_INTO);
    step.set_to("institutions/ektu");
    step.set_effective_on("1996-01-01");
    return grpc::Status::OK;
  }

  grpc::Status UpdateProgramme(grpc::ServerContext*,
                               const registry::v1::UpdateProgrammeRequest* request,
                               registry::v1::UpdateProgrammeResponse* response) override {
    update_programme = *request;
    *response->mutable_programme() = request->programme();
    return grpc::Status::OK;
  }

  grpc::Status ListProgrammes(grpc::ServerContext*,
                              const registry::v1::ListProgrammesRequest* request,
                              registry::v1::ListProgrammesResponse* response) override {
    list_programmes = *request;
    response->add_programmes()->set_name("programmes/p");
    return grpc::Status::OK;
  }

  registry::v1::UpdateInstitutionRequest update;
  registry::v1::UpdateProgrammeRequest update_programme;
  registry::v1::ListInstitutionsRequest list;
  registry::v1::ListProgrammesRequest list_programmes;
  std::map<std::string, std::string> metadata;
};

class FakeTokens final : public common::v1::TokenService::Service {
 public:
  grpc::Status CreateToken(grpc::ServerContext*, const common::v1::CreateTokenRequest* request,
                           common::v1::CreateTokenResponse* response) override {
    response->mutable_token()->set_role(request->role());
    response->mutable_token()->set_institution(request->institution());
    return grpc::Status::OK;
  }
};

class FakeRankings final : public rankings::v1::RankingsService::Service {
 public:
  grpc::Status CreateRanking(grpc::ServerContext*,
                             const rankings::v1::CreateRankingRequest* request,
                             rankings::v1::CreateRankingResponse* response) override {
    response->mutable_ranking()->set_previous(request->previous());
    return grpc::Status::OK;
  }

  // A dispute of one value, from its import to its end.
  grpc::Status ListValues(grpc::ServerContext*, const rankings::v1::ListValuesRequest* request,
                          rankings::v1::ListValuesResponse* response) override {
    asked_values = *request;
    for (int act = rankings::v1::VALUE_ACT_IMPORT; act <= rankings::v1::VALUE_ACT_SETTLE; ++act) {
      auto* value = response->add_values();
      value->set_unit("ektu");
      value->set_variable("students");
      value->set_value(900.5);
      value->set_origin("institution");
      value->set_act(static_cast<rankings::v1::ValueAct>(act));
      value->set_reason(absl::StrCat("reason ", act));
      value->set_entered_by(absl::StrCat("person ", act));
    }
    return grpc::Status::OK;
  }

  grpc::Status GetRanking(grpc::ServerContext*, const rankings::v1::GetRankingRequest*,
                          rankings::v1::GetRankingResponse* response) override {
    response->mutable_ranking()->set_unit(registry::v1::UNIT_KIND_INSTITUTION);
    return grpc::Status::OK;
  }

  grpc::Status ListEditions(grpc::ServerContext*, const rankings::v1::ListEditionsRequest* request,
                            rankings::v1::ListEditionsResponse* response) override {
    for (int i = 1; i <= 3; ++i) {
      auto* edition = response->add_editions();
      edition->set_name(absl::StrCat(request->parent(), "/editions/", i));
      edition->set_state(i == 3   ? rankings::v1::EDITION_STATE_WITHDRAWN
                         : i == 2 ? rankings::v1::EDITION_STATE_PRELIMINARY
                                  : rankings::v1::EDITION_STATE_PUBLISHED);
      if (i == 2) edition->mutable_objections_until_time()->set_seconds(1'800'000'000);
    }
    return grpc::Status::OK;
  }

  grpc::Status ListTableRows(grpc::ServerContext*,
                             const rankings::v1::ListTableRowsRequest* request,
                             rankings::v1::ListTableRowsResponse* response) override {
    asked_edition = request->parent();
    auto* row = response->add_rows();
    row->set_rank(1);
    row->set_unit("ektu");
    row->mutable_title()->set_en("EKTU\x1b[2J");
    row->set_group("technical");
    row->set_score("712.40");
    response->add_rows()->set_unit("last");
    return grpc::Status::OK;
  }

  grpc::Status ImportValues(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<rankings::v1::ImportValuesResponse,
                               rankings::v1::ImportValuesRequest>* stream) override {
    rankings::v1::ImportValuesRequest request;
    rankings::v1::ImportValuesResponse response;
    imported.clear();
    while (stream->Read(&request)) {
      if (request.has_header()) header = request.header();
      imported += request.chunk();
      largest_chunk = std::max(largest_chunk, request.chunk().size());
      if (header.ranking() == "rankings/refused")
        return Reject<rankings::v1::ImportValuesResponse>(*stream);
    }
    response.mutable_result()->set_revision(4);
    stream->Write(response);
    return grpc::Status::OK;
  }

  grpc::Status ImportRatings(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<rankings::v1::ImportRatingsResponse,
                               rankings::v1::ImportRatingsRequest>* stream) override {
    rankings::v1::ImportRatingsRequest request;
    rankings::v1::ImportRatingsResponse response;
    imported.clear();
    while (stream->Read(&request)) {
      if (request.has_header()) ratings_header = request.header();
      imported += request.chunk();
      if (ratings_header.ranking() == "rankings/refused") {
        return Reject<rankings::v1::ImportRatingsResponse>(*stream);
      }
    }
    response.mutable_result()->set_revision(5);
    response.mutable_result()->set_units(2);
    response.mutable_result()->set_respondents(3);
    response.mutable_result()->set_ratings(6);
    response.mutable_result()->set_below_base(1);
    stream->Write(response);
    return grpc::Status::OK;
  }

  grpc::Status ComputeEdition(
      grpc::ServerContext*, const rankings::v1::ComputeEditionRequest* request,
      grpc::ServerWriter<rankings::v1::ComputeEditionResponse>* writer) override {
    rankings::v1::ComputeEditionResponse response;
    response.mutable_progress()->set_share(0.5);
    writer->Write(response);
    auto* edition = response.mutable_edition();
    edition->set_name(absl::StrCat(request->ranking(), "/editions/1"));
    edition->set_digest("d1");
    edition->set_units(3);
    edition->add_findings()->set_rule("variable_unused");
    writer->Write(response);
    return grpc::Status::OK;
  }

  grpc::Status VerifyEdition(grpc::ServerContext*,
                             const rankings::v1::VerifyEditionRequest* request,
                             rankings::v1::VerifyEditionResponse* response) override {
    response->set_verified(request->name() == "rankings/good/editions/1");
    if (!response->verified()) response->add_differences("1.1 of ektu: 3 instead of 4");
    return grpc::Status::OK;
  }

  grpc::Status ExplainUnit(grpc::ServerContext*, const rankings::v1::ExplainUnitRequest*,
                           rankings::v1::ExplainUnitResponse* response) override {
    response->mutable_row()->set_rank(2);
    response->mutable_row()->set_score("99.5");
    for (const auto& [code, depth] : {std::pair{"1", 0}, {"1.1", 1}, {"2", 0}}) {
      auto* node = response->add_nodes();
      node->mutable_score()->set_code(code);
      node->mutable_score()->set_depth(depth);
      node->mutable_score()->set_points(12.5);
      node->mutable_score()->set_max_points(15);
      node->set_formula("a / b");
      auto* used = node->add_used();
      used->set_variable("a");
      used->set_base(14);
      used->set_standard_error(0.25);
    }
    return grpc::Status::OK;
  }

  std::string asked_edition;
  rankings::v1::ListValuesRequest asked_values;
  std::string imported;
  size_t largest_chunk = 0;
  rankings::v1::ImportValuesRequest::Header header;
  rankings::v1::ImportRatingsRequest::Header ratings_header;

 private:
  template <class Response, class Stream>
  static grpc::Status Reject(Stream& stream) {
    Response response;
    response.mutable_problem()->set_row(17);
    response.mutable_problem()->set_column("students");
    response.mutable_problem()->set_message("\"1,5\" is no number");
    stream.Write(response);
    return RefusalOf(grpc::StatusCode::INVALID_ARGUMENT, "1 row is wrong; nothing was stored",
                     "IMPORT_REJECTED", {{"row 17: students", "\"1,5\" is no number"}});
  }
};

struct FakeServer {
  FakeServer() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&registry);
    builder.RegisterService(&tokens);
    builder.RegisterService(&rankings);
    builder.RegisterService(&submissions);
    builder.RegisterService(&objections);
    builder.RegisterService(&frameworks);
    builder.RegisterService(&cases);
    builder.RegisterService(&documents);
    builder.RegisterService(&follow_up);
    builder.RegisterService(&decisions);
    builder.RegisterService(&accreditations);
    builder.RegisterService(&questionnaires);
    builder.RegisterService(&topics);
    builder.RegisterService(&recipients);
    builder.RegisterService(&notices);
    builder.RegisterService(&inbox);
    builder.RegisterService(&events);
    server = builder.BuildAndStart();
  }
  std::string Address() const { return absl::StrCat("127.0.0.1:", port); }

  FakeRegistry registry;
  FakeTokens tokens;
  FakeRankings rankings;
  FakeSubmissions submissions;
  FakeObjections objections;
  FakeFrameworks frameworks;
  FakeCases cases;
  FakeDocuments documents;
  FakeFollowUp follow_up;
  FakeDecisions decisions;
  FakeRegister accreditations;
  FakeQuestionnaires questionnaires;
  FakeTopics topics;
  FakeRecipients recipients;
  FakeNotices notices;
  FakeInbox inbox;
  FakeEvents events;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

}  // namespace tarazy::cli
