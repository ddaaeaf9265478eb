#include "services/accreditation/app/change_case.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "common/record/fields.h"
#include "services/accreditation/app/case_events.h"
#include "services/accreditation/app/import_case.h"
#include "services/accreditation/app/store_framework.h"
#include "services/accreditation/app/visible_case.h"

namespace tarazy::accreditation {
namespace {

// Fields that have methods of their own, or that follow from them.
const std::set<std::string>& NotUpdated() {
  static const auto* const kNames = new std::set<std::string>{
      "name",      "id",   "state",       "history",     "follow_up",
      "overrides", "etag", "create_time", "update_time", "survey_evidence"};
  return *kNames;
}

// What may still change once the report stands, and once it is decided.
const std::set<std::string>& OpenToTheEnd() {
  static const auto* const kNames =
      new std::set<std::string>{"owners", "institution_steps", "event_kinds", "documents"};
  return *kNames;
}

absl::Status CheckMask(const std::vector<std::string>& mask, const v1::Case& before) {
  Faults problems;
  if (mask.empty()) problems.Add("update_mask", "name the fields to replace");
  for (const std::string& path : mask) {
    if (!record::HasField(before, path) || NotUpdated().contains(path)) {
      problems.Add("update_mask", absl::StrCat("\"", path, "\" is not changed this way"));
    }
  }
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kInvalidField,
                                    "the update cannot be taken"));
  for (const std::string& path : mask) {
    if (ReportStands(before) && !OpenToTheEnd().contains(path)) {
      return FailedPrecondition(
          Reason::kCaseState,
          absl::StrCat(before.name(), " is ", v1::CaseState_Name(before.state()), "; ", path,
                       " does not change any more"));
    }
  }
  return absl::OkStatus();
}

// Consensus and experts' marks: the marks of experts stay what the experts said.
void KeepExpertsMarks(const v1::Case& before, v1::Case& after) {
  std::vector<v1::Evaluation> consensus;
  for (const v1::Evaluation& one : after.evaluations()) {
    if (one.expert().empty()) consensus.push_back(one);
  }
  after.clear_evaluations();
  for (const v1::Evaluation& one : before.evaluations()) {
    if (!one.expert().empty()) *after.add_evaluations() = one;
  }
  for (v1::Evaluation& one : consensus) *after.add_evaluations() = std::move(one);
}

}  // namespace

bool ReportStands(const v1::Case& record) {
  return record.state() >= v1::CASE_STATE_FINALISED;  // withdrawn and appealed too
}

absl::StatusOr<OpenCase> OpenForChange(sql::Tx& tx, const Change& change) {
  OpenCase open;
  ASSIGN_OR_RETURN(open.record, LoadCase(tx, change.id));
  RETURN_IF_ERROR(CheckSees(open.record, change.by));
  if (!change.etag.empty() && change.etag != open.record.etag()) {
    return StaleEtag(open.record.name(), open.record.etag());
  }
  ASSIGN_OR_RETURN(open.framework, FrameworkOf(tx, "framework", open.record.framework()));
  return open;
}

absl::StatusOr<v1::Case> Merged(sql::Tx& tx, const Change& change, const v1::Case& fields,
                                const std::vector<std::string>& mask) {
  absl::StatusOr<v1::Case> before = LoadCase(tx, change.id);
  if (!before.ok() && !absl::IsNotFound(before.status())) return before.status();
  if (!before.ok()) before = v1::Case();
  RETURN_IF_ERROR(CheckMask(mask, *before));
  v1::Case after = *before;
  after.set_id(change.id);
  record::ReplaceFields(fields, mask, after);
  KeepExpertsMarks(*before, after);
  return after;
}

absl::StatusOr<v1::Case> UpdateCase(sql::Tx& tx, const Change& change, const v1::Case& fields,
                                    const std::vector<std::string>& mask, bool allow_missing,
                                    const RegisteredUnits& units) {
  ASSIGN_OR_RETURN(v1::Case after, Merged(tx, change, fields, mask));
  const absl::StatusOr<v1::Case> before = LoadCase(tx, change.id);
  if (!before.ok() && (!absl::IsNotFound(before.status()) || !allow_missing)) {
    return before.status();
  }
  if (before.ok() && !change.etag.empty() && change.etag != before->etag()) {
    return StaleEtag(before->name(), before->etag());
  }
  if (!before.ok()) {
    after.set_state(v1::CASE_STATE_APPLIED);
    v1::StateChange& applied = *after.add_history();
    applied.set_state(v1::CASE_STATE_APPLIED);
    applied.set_on(FormatDay(change.today));
    applied.set_by(change.by.person);
  }
  Faults problems;
  problems.Add(record::CheckRules(after, "case_record"));
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid,
                                    "the case cannot be taken"));
  RETURN_IF_ERROR(CheckWhole(tx, after, units));
  if (!before.ok()) {
    RETURN_IF_ERROR(InsertAndTell(tx, after, {change.by.person, change.now, "open"}));
  } else {
    RETURN_IF_ERROR(SaveAndTell(
        tx, *before, after,
        {change.by.person, change.now, absl::StrCat("update ", absl::StrJoin(mask, ","))}));
  }
  return after;
}

}  // namespace tarazy::accreditation
