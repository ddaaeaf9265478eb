#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "services/accreditation/app/visible_case.h"
#include "services/accreditation/domain/procedure/agreement.h"
#include "services/accreditation/domain/procedure/guards.h"
#include "services/accreditation/domain/procedure/term.h"
#include "services/accreditation/domain/procedure/workflow.h"
#include "services/accreditation/domain/record/marks.h"
#include "services/accreditation/domain/report_lint/lint.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/cases_service.h"
#include "services/accreditation/rpc/describe_case.h"

namespace tarazy::accreditation {
namespace {

absl::StatusOr<OpenCase> Read(sql::Database& database, const rpc::Call& call,
                              const std::string& name) {
  OpenCase open;
  RETURN_IF_ERROR(database.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(open, LoadVisible(tx, "name", name, ViewerOf(call)));
    return absl::OkStatus();
  }));
  return open;
}

}  // namespace

grpc::Status CasesService::CheckCase(grpc::ServerContext* context,
                                     const v1::CheckCaseRequest* request,
                                     v1::CheckCaseResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const OpenCase open, Read(database_, call, request->name()));
    response->set_state(open.record.state());
    for (const v1::CaseState state : NextStates(open.record)) {
      v1::NextState& next = *response->add_next();
      next.set_state(state);
      const Faults problems = MissingFor(open.record, open.framework, state, Today(call));
      std::vector<FieldViolation> all = problems.fields();
      if (WantsSoundReport(state)) {
        for (FieldViolation& one : StandingContradictions(open.record, open.framework)) {
          one.field = absl::StrCat("report: ", one.field);
          all.push_back(std::move(one));
        }
      }
      for (const FieldViolation& one : all) {
        v1::Missing& missing = *next.add_missing();
        missing.set_field(one.field);
        missing.set_description(one.description);
      }
    }
    return absl::OkStatus();
  });
}

grpc::Status CasesService::GetTotals(grpc::ServerContext* context,
                                     const v1::GetTotalsRequest* request,
                                     v1::GetTotalsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const OpenCase open, Read(database_, call, request->name()));
    const Marks marks(open.record, kConsensus);
    for (v1::ProgrammeTotals& totals : CountMarks(open.record, open.framework)) {
      for (const v1::Standard& standard : open.framework.standards()) {
        for (const v1::Criterion& criterion : standard.criteria()) {
          v1::MatrixCell& cell = *response->add_matrix();
          cell.set_criterion(criterion.code());
          cell.set_programme(totals.programme());
          cell.set_mark(std::string(marks.Of(criterion.code(), totals.programme())));
        }
      }
      *response->add_programmes() = std::move(totals);
    }
    const std::optional<v1::Agreement> agreement = AgreementOf(open.record, open.framework);
    if (agreement.has_value()) *response->mutable_agreement() = *agreement;
    return absl::OkStatus();
  });
}

grpc::Status CasesService::LintCase(grpc::ServerContext* context,
                                    const v1::LintCaseRequest* request,
                                    v1::LintCaseResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const OpenCase open, Read(database_, call, request->name()));
    ReportLint lint = LintReport(open.record, open.framework);
    for (v1::LintFinding& finding : lint.findings) *response->add_findings() = std::move(finding);
    for (v1::RuleCount& rule : lint.rules) *response->add_rules() = std::move(rule);
    return absl::OkStatus();
  });
}

grpc::Status CasesService::SuggestTerm(grpc::ServerContext* context,
                                       const v1::SuggestTermRequest* request,
                                       v1::SuggestTermResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const OpenCase open, Read(database_, call, request->name()));
    ASSIGN_OR_RETURN(std::vector<v1::TermSuggestion> suggestions,
                     tarazy::accreditation::SuggestTerm(open.record, open.framework));
    for (v1::TermSuggestion& one : suggestions) *response->add_suggestions() = std::move(one);
    return absl::OkStatus();
  });
}

}  // namespace tarazy::accreditation
