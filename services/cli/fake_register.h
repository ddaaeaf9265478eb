// Decisions and the register of the fake server.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/cli/fake_refusal.h"
#include "tarazy/accreditation/v1/decisions_service.grpc.pb.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"

namespace tarazy::cli {

class FakeDecisions final : public accreditation::v1::DecisionsService::Service {
 public:
  grpc::Status RecordDecision(grpc::ServerContext*,
                              const accreditation::v1::RecordDecisionRequest* request,
                              accreditation::v1::RecordDecisionResponse* response) override {
    record = *request;
    if (request->decision().vote().members() == 100) {
      return RefusalOf(grpc::StatusCode::FAILED_PRECONDITION, "2 of 100 voted", "NO_QUORUM", {});
    }
    *response->mutable_decision() = request->decision();
    response->mutable_decision()->set_sequence(17);
    response->mutable_status()->set_subject(request->decision().subject());
    response->mutable_status()->set_status(accreditation::v1::REGISTER_STATUS_ACCREDITED);
    response->mutable_status()->set_accredited(true);
    return grpc::Status::OK;
  }

  grpc::Status GetDecision(grpc::ServerContext*,
                           const accreditation::v1::GetDecisionRequest* request,
                           accreditation::v1::GetDecisionResponse* response) override {
    response->mutable_decision()->set_name(request->name());
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status ListDecisions(grpc::ServerContext*,
                             const accreditation::v1::ListDecisionsRequest* request,
                             accreditation::v1::ListDecisionsResponse* response) override {
    list = *request;
    const bool first = request->page_token().empty();
    response->add_decisions()->set_name(first ? "decisions/a" : "decisions/b");
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  grpc::Status ImportDecisions(grpc::ServerContext*,
                               const accreditation::v1::ImportDecisionsRequest* request,
                               accreditation::v1::ImportDecisionsResponse* response) override {
    import = *request;
    response->set_recorded(request->decisions_size());
    response->set_last_sequence(42);
    return grpc::Status::OK;
  }

  grpc::Status FileAppeal(grpc::ServerContext*, const accreditation::v1::FileAppealRequest* request,
                          accreditation::v1::FileAppealResponse* response) override {
    file = *request;
    *response->mutable_appeal() = request->appeal();
    response->mutable_appeal()->set_filed_sequence(18);
    return grpc::Status::OK;
  }

  grpc::Status DecideAppeal(grpc::ServerContext*,
                            const accreditation::v1::DecideAppealRequest* request,
                            accreditation::v1::DecideAppealResponse* response) override {
    decide = *request;
    response->mutable_appeal()->set_name(request->name());
    response->mutable_appeal()->set_outcome(request->outcome());
    response->mutable_appeal()->set_decided_sequence(19);
    response->mutable_status()->set_status(accreditation::v1::REGISTER_STATUS_REFUSED);
    return grpc::Status::OK;
  }

  grpc::Status GetAppeal(grpc::ServerContext*, const accreditation::v1::GetAppealRequest* request,
                         accreditation::v1::GetAppealResponse* response) override {
    response->mutable_appeal()->set_name(request->name());
    return grpc::Status::OK;
  }

  accreditation::v1::RecordDecisionRequest record;
  accreditation::v1::ListDecisionsRequest list;
  accreditation::v1::ImportDecisionsRequest import;
  accreditation::v1::FileAppealRequest file;
  accreditation::v1::DecideAppealRequest decide;
};

class FakeRegister final : public accreditation::v1::RegisterService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext*, const accreditation::v1::GetStatusRequest* request,
                         accreditation::v1::GetStatusResponse* response) override {
    status = *request;
    auto* line = response->add_lines();
    line->set_subject(request->subject());
    line->set_agency("iaar");
    line->set_scope(accreditation::v1::PROCEDURE_TYPE_PROGRAMME);
    line->set_status(accreditation::v1::REGISTER_STATUS_UNDER_APPEAL);
    line->set_meanwhile(accreditation::v1::REGISTER_STATUS_ACCREDITED);
    line->set_accredited(true);
    line->set_because("an appeal is open");
    line->add_decisions()->set_decision("decisions/1");
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status SearchRegister(grpc::ServerContext*,
                              const accreditation::v1::SearchRegisterRequest* request,
                              accreditation::v1::SearchRegisterResponse* response) override {
    search = *request;
    const bool first = request->page_token().empty();
    auto* entry = response->add_entries();
    entry->set_subject(first ? "programmes/a" : "programmes/b");
    entry->set_title("Computing");
    entry->mutable_status()->set_status(accreditation::v1::REGISTER_STATUS_CONDITIONAL);
    entry->mutable_status()->set_accredited(true);
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  // Two changes, then waits for the caller to leave.
  grpc::Status WatchRegister(
      grpc::ServerContext* context, const accreditation::v1::WatchRegisterRequest* request,
      grpc::ServerWriter<accreditation::v1::WatchRegisterResponse>* writer) override {
    watch = *request;
    if (request->cursor() == "other") {
      return RefusalOf(grpc::StatusCode::INVALID_ARGUMENT, "the cursor is of another register",
                       "INVALID_CURSOR", {});
    }
    for (int i = 1; i <= 2; ++i) {
      accreditation::v1::WatchRegisterResponse response;
      auto& change = *response.mutable_change();
      change.set_sequence(i);
      change.set_cursor(absl::StrCat("c", i));
      change.set_subject("programmes/a");
      change.mutable_record_time()->set_seconds(1'800'000'000);
      if (i == 1) {
        change.mutable_decision()->set_name("decisions/1");
        change.set_status_before(accreditation::v1::REGISTER_STATUS_NONE);
        change.set_status_after(accreditation::v1::REGISTER_STATUS_REFUSED);
      } else {
        change.mutable_appeal_filed()->set_name("appeals/1");
      }
      writer->Write(response);
    }
    while (!request->until_now() && !context->IsCancelled()) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    return grpc::Status::OK;
  }

  grpc::Status GetAccreditedShare(
      grpc::ServerContext*, const accreditation::v1::GetAccreditedShareRequest* request,
      accreditation::v1::GetAccreditedShareResponse* response) override {
    share = *request;
    response->set_share(100.0 / 3);
    response->set_accredited(1);
    response->set_programmes(3);
    response->set_register_sequence(19);
    return grpc::Status::OK;
  }

  accreditation::v1::GetStatusRequest status;
  accreditation::v1::SearchRegisterRequest search;
  accreditation::v1::WatchRegisterRequest watch;
  accreditation::v1::GetAccreditedShareRequest share;
};

}  // namespace tarazy::cli
