#include "services/rankings/rpc/submissions_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "services/rankings/app/act_on_values.h"
#include "services/rankings/app/check_values.h"
#include "services/rankings/app/make_template.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/registry_client.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {
namespace {

// What all requests about one unit's cells have in common.
template <typename Request>
absl::StatusOr<CellsOfUnit> ParseCells(const Request& request) {
  CellsOfUnit cells{.unit = request.unit(), .etag = request.etag()};
  ASSIGN_OR_RETURN(cells.ranking, ParseRanking("ranking", request.ranking()));
  return cells;
}

absl::StatusOr<tarazy::rankings::Settlement> ParseSettlement(v1::Settlement settlement) {
  switch (settlement) {
    case v1::SETTLEMENT_ACCEPT:
      return tarazy::rankings::Settlement::kAccept;
    case v1::SETTLEMENT_CORRECT:
      return tarazy::rankings::Settlement::kCorrect;
    case v1::SETTLEMENT_REJECT:
      return tarazy::rankings::Settlement::kReject;
    default:
      return InvalidField("settlement", "must be accept, correct or reject");
  }
}

template <typename Request>
Correction ParseCorrection(const Request& request) {
  Correction correction{.source = request.source(), .evidence = request.evidence()};
  if (request.has_value()) correction.value = request.value();
  return correction;
}

// PERMISSION_DENIED when the caller represents another institution than the unit's, or the unit is
// not known: the same answer for both.
absl::Status CheckOwnUnit(sql::Tx& tx, const rpc::Call& call, const std::string& ranking,
                          const std::string& unit) {
  if (RepresentedBy(call).empty()) return absl::OkStatus();
  const absl::StatusOr<RankedUnit> found = LoadRankedUnit(tx, ranking, unit);
  if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
  return CheckOwn(call, found.ok() ? found->institution : "");
}

v1::Submission ToProto(const SubmissionCounts& submission, int variables) {
  v1::Submission proto;
  const auto count = [&](ValueState state) {
    return submission.counts[static_cast<size_t>(state)];
  };
  proto.set_institution(absl::StrCat("institutions/", submission.institution));
  proto.set_units(submission.units);
  proto.set_expected(submission.units * variables);
  proto.set_drafts(count(ValueState::kDraft));
  proto.set_submitted(count(ValueState::kSubmitted));
  proto.set_disputed(count(ValueState::kDisputed));
  proto.set_answered(count(ValueState::kAnswered));
  proto.set_verified(count(ValueState::kVerified));
  proto.set_rejected(count(ValueState::kRejected));
  return proto;
}

v1::CheckValuesResponse ToProto(const ValueCheck& check) {
  v1::CheckValuesResponse proto;
  proto.set_rule(check.rule);
  proto.set_unit(check.unit);
  proto.set_variable(check.variable);
  proto.set_message(check.message);
  proto.set_value(check.value);
  proto.set_origin(check.origin);
  proto.set_reference(check.reference);
  proto.set_reference_origin(check.reference_origin);
  return proto;
}

}  // namespace

grpc::Status SubmissionsService::GetTemplate(grpc::ServerContext* context,
                                             const v1::GetTemplateRequest* request,
                                             v1::GetTemplateResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string ranking, ParseRanking("ranking", request->ranking()));
    ASSIGN_OR_RETURN(const std::string institution,
                     InstitutionFor(call, "institution", request->institution()));
    RegistryClient directory(channels_, call);
    ASSIGN_OR_RETURN(*response->mutable_workbook(),
                     MakeTemplate(database_, call, directory, ranking, institution));
    response->set_file_name(absl::StrCat(ranking, "-", institution, ".xlsx"));
    return absl::OkStatus();
  });
}

grpc::Status SubmissionsService::SubmitValues(grpc::ServerContext* context,
                                              const v1::SubmitValuesRequest* request,
                                              v1::SubmitValuesResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string ranking, ParseRanking("ranking", request->ranking()));
        ASSIGN_OR_RETURN(const std::string institution,
                         InstitutionFor(call, "institution", request->institution()));
        ASSIGN_OR_RETURN(
            const ActResult result,
            tarazy::rankings::SubmitValues(tx, ranking, institution, PersonOf(call), call.now));
        response->set_revision(result.revision);
        response->set_cells(result.cells);
        return absl::OkStatus();
      });
}

grpc::Status SubmissionsService::VerifyValues(grpc::ServerContext* context,
                                              const v1::VerifyValuesRequest* request,
                                              v1::VerifyValuesResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(CellsOfUnit cells, ParseCells(*request));
        cells.variables.assign(request->variables().begin(), request->variables().end());
        cells.origin = request->origin();
        ASSIGN_OR_RETURN(const ActResult result,
                         tarazy::rankings::VerifyValues(tx, cells, PersonOf(call), call.now));
        response->set_revision(result.revision);
        response->set_cells(result.cells);
        return absl::OkStatus();
      });
}

grpc::Status SubmissionsService::DisputeValues(grpc::ServerContext* context,
                                               const v1::DisputeValuesRequest* request,
                                               v1::DisputeValuesResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(CellsOfUnit cells, ParseCells(*request));
        cells.variables.assign(request->variables().begin(), request->variables().end());
        cells.origin = request->origin();
        ASSIGN_OR_RETURN(const ActResult result,
                         tarazy::rankings::DisputeValues(tx, cells, request->reason(),
                                                         PersonOf(call), call.now));
        response->set_revision(result.revision);
        response->set_cells(result.cells);
        return absl::OkStatus();
      });
}

grpc::Status SubmissionsService::AnswerDispute(grpc::ServerContext* context,
                                               const v1::AnswerDisputeRequest* request,
                                               v1::AnswerDisputeResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(CellsOfUnit cells, ParseCells(*request));
        cells.variables = {request->variable()};
        RETURN_IF_ERROR(CheckOwnUnit(tx, call, cells.ranking, cells.unit));
        ASSIGN_OR_RETURN(
            const ValueVersion value,
            tarazy::rankings::AnswerDispute(tx, cells, request->statement(),
                                            ParseCorrection(*request), PersonOf(call), call.now));
        *response->mutable_value() = ToProto(value);
        return absl::OkStatus();
      });
}

grpc::Status SubmissionsService::SettleDispute(grpc::ServerContext* context,
                                               const v1::SettleDisputeRequest* request,
                                               v1::SettleDisputeResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(CellsOfUnit cells, ParseCells(*request));
        cells.variables = {request->variable()};
        cells.origin = request->origin();
        ASSIGN_OR_RETURN(const auto settlement, ParseSettlement(request->settlement()));
        ASSIGN_OR_RETURN(
            const ValueVersion value,
            tarazy::rankings::SettleDispute(tx, cells, settlement, request->reason(),
                                            ParseCorrection(*request), PersonOf(call), call.now));
        *response->mutable_value() = ToProto(value);
        return absl::OkStatus();
      });
}

grpc::Status SubmissionsService::ListSubmissions(grpc::ServerContext* context,
                                                 const v1::ListSubmissionsRequest* request,
                                                 v1::ListSubmissionsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string ranking, ParseRanking("parent", request->parent()));
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      response->Clear();
      ASSIGN_OR_RETURN(const Ranking cycle, LoadRanking(tx, ranking));
      ASSIGN_OR_RETURN(const MethodologyVersion methodology,
                       LoadMethodology(tx, cycle.methodology, cycle.methodology_version));
      ASSIGN_OR_RETURN(
          std::vector<SubmissionCounts> submissions,
          tarazy::rankings::ListSubmissions(tx, ranking, RepresentedBy(call),
                                            page.first() ? "" : page.after[0], page.size + 1));
      if (submissions.size() > static_cast<size_t>(page.size)) {
        submissions.pop_back();
        response->set_next_page_token(
            runtime_.pages.Next(*request, {submissions.back().institution}));
      }
      for (const SubmissionCounts& submission : submissions) {
        *response->add_submissions() = ToProto(submission, methodology.variables);
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status SubmissionsService::CheckValues(grpc::ServerContext* context,
                                             const v1::CheckValuesRequest* request,
                                             grpc::ServerWriter<v1::CheckValuesResponse>* writer) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string ranking, ParseRanking("parent", request->parent()));
    CheckedCycle cycle;
    std::vector<std::string> units;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      units.clear();
      ASSIGN_OR_RETURN(cycle, LoadCheckedCycle(tx, ranking));
      if (!request->unit().empty()) {
        RETURN_IF_ERROR(CheckOwnUnit(tx, call, ranking, request->unit()));
        units = {request->unit()};
      } else if (const std::string own = RepresentedBy(call); !own.empty()) {
        ASSIGN_OR_RETURN(const std::vector<RankedUnit> owned, UnitsOf(tx, ranking, own));
        for (const RankedUnit& unit : owned) units.push_back(unit.id);
      } else {
        ASSIGN_OR_RETURN(const auto groups, CurrentGroups(tx, ranking));
        for (const auto& [unit, group] : groups) units.push_back(unit);
      }
      return absl::OkStatus();
    }));
    // Unit by unit: no transaction waits for a slow reader.
    for (const std::string& unit : units) {
      std::vector<ValueCheck> checks;
      RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(checks, tarazy::rankings::CheckValues(tx, cycle, unit));
        return absl::OkStatus();
      }));
      for (const ValueCheck& check : checks) {
        if (!writer->Write(ToProto(check))) return absl::CancelledError("the caller hung up");
      }
    }
    return absl::OkStatus();
  });
}

}  // namespace tarazy::rankings
