#include "services/accreditation/app/visible_case.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::accreditation {
namespace {

bool ReportStands(const v1::Case& record) {
  return record.state() >= v1::CASE_STATE_FINALISED && record.state() != v1::CASE_STATE_WITHDRAWN;
}

bool DraftIsOut(const v1::Case& record) {
  return record.state() >= v1::CASE_STATE_FACT_CHECK && record.state() != v1::CASE_STATE_WITHDRAWN;
}

// Keeps the evaluations that `keep` wants.
template <typename Keep>
void KeepEvaluations(v1::Case& record, Keep keep) {
  auto& evaluations = *record.mutable_evaluations();
  evaluations.erase(std::remove_if(evaluations.begin(), evaluations.end(),
                                   [&](const v1::Evaluation& one) { return !keep(one); }),
                    evaluations.end());
}

}  // namespace

const v1::Member* MemberOf(const v1::Case& record, const Viewer& viewer) {
  for (const v1::Member& member : record.commission()) {
    if (!member.token().empty() && member.token() == viewer.token) return &member;
  }
  return nullptr;
}

absl::Status CheckSees(const v1::Case& record, const Viewer& viewer) {
  if (viewer.staff || viewer.council) return absl::OkStatus();
  if (viewer.commission && MemberOf(record, viewer) != nullptr) return absl::OkStatus();
  if (!viewer.institution.empty() &&
      record.institution() == absl::StrCat("institutions/", viewer.institution)) {
    return absl::OkStatus();
  }
  return NotFound("case", record.name());
}

void Redact(v1::Case& record, const Viewer& viewer) {
  if (viewer.staff) return;
  const v1::Member* self = MemberOf(record, viewer);
  const std::string own = self == nullptr ? "" : self->id();
  const bool chair = self != nullptr && self->role() == v1::COMMISSION_ROLE_CHAIR;
  if (viewer.commission && !chair && !ReportStands(record)) {
    KeepEvaluations(record, [&](const v1::Evaluation& one) {
      return one.expert().empty() || one.expert() == own;
    });
  }
  for (v1::Member& member : *record.mutable_commission()) {
    if (member.id() != own) member.clear_token();
  }
  if (viewer.council || viewer.commission) return;
  KeepEvaluations(record, [](const v1::Evaluation& one) { return one.expert().empty(); });
  for (v1::Member& member : *record.mutable_commission()) member.clear_person();
  record.clear_interests();
  if (viewer.anybody()) {
    auto& documents = *record.mutable_documents();
    documents.erase(
        std::remove_if(documents.begin(), documents.end(),
                       [](const v1::Document& document) { return !document.is_public(); }),
        documents.end());
  }
  if (DraftIsOut(record)) return;
  record.clear_evaluations();
  record.clear_findings();
  record.clear_proposals();
  record.clear_report();
  record.clear_overrides();
}

}  // namespace tarazy::accreditation
