// How the case came to where it stands: states in an order that its type allows, on days in order.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/check_parts.h"
#include "services/accreditation/domain/procedure/words.h"
#include "services/accreditation/domain/procedure/workflow.h"

namespace tarazy::accreditation {
namespace {

// An institution applies, signs and assesses itself before the agency orders a commission to visit
// it.
bool NeedsOrder(v1::ProcedureType type, v1::CaseState state) {
  const auto way = WayOf(type);
  const auto formed = std::find(way.begin(), way.end(), v1::CASE_STATE_COMMISSION_FORMED);
  return std::find(formed, way.end(), state) != way.end();
}

void CheckDay(const v1::Case& record, const v1::StateChange& change, const std::string& at,
              Faults& problems) {
  const std::string& order = record.order().on();
  if (!order.empty() && NeedsOrder(record.type(), change.state()) && change.on() < order) {
    problems.Add(at + ".on", absl::StrCat(change.on(), " is before the order of ", order));
  }
  const std::string& visited = record.visit().to();
  if (change.state() == v1::CASE_STATE_VISITED && change.on() < visited) {
    problems.Add(at + ".on",
                 absl::StrCat(change.on(), " is before the visit's last day, ", visited));
  }
}

void CheckSelfAssessments(const v1::Case& record, Faults& problems) {
  for (int i = 0; i < record.self_assessments_size(); ++i) {
    const v1::SelfAssessment& version = record.self_assessments(i);
    const std::string at = absl::StrCat("self_assessments[", i, "]");
    if (version.version() != i + 1) {
      problems.Add(at + ".version",
                   absl::StrCat("is ", version.version(), ", but the ", i + 1, ". in the list"));
    }
    if (!version.answered_on().empty() && version.answered_on() < version.submitted_on()) {
      problems.Add(at + ".answered_on",
                   absl::StrCat("is before ", version.submitted_on(), ", when it came in"));
    }
    if (i > 0 && version.submitted_on() < record.self_assessments(i - 1).submitted_on()) {
      problems.Add(at + ".submitted_on", "is before the version before it");
    }
  }
}

}  // namespace

void CheckHistory(const Checked& checked, Faults& problems) {
  const v1::Case& record = checked.record;
  if (!HasState(record.type(), StateOf(record))) {
    problems.Add("state",
                 absl::StrCat("a procedure of this type is never ", StateWords(StateOf(record))));
  }
  for (int i = 0; i < record.history_size(); ++i) {
    const v1::StateChange& change = record.history(i);
    const std::string at = absl::StrCat("history[", i, "]");
    CheckDay(record, change, at, problems);
    if (!HasState(record.type(), change.state())) {
      problems.Add(at + ".state",
                   absl::StrCat("a procedure of this type is never ", StateWords(change.state())));
      continue;
    }
    if (i == 0) continue;
    const v1::StateChange& before = record.history(i - 1);
    if (!MayFollow(record.type(), before.state(), change.state())) {
      problems.Add(at + ".state", absl::StrCat(StateWords(change.state()), " does not follow ",
                                               StateWords(before.state())));
    }
    if (change.on() < before.on()) {
      problems.Add(at + ".on", absl::StrCat(change.on(), " is before ", before.on(),
                                            ", the day of the state before"));
    }
  }
  if (!record.history().empty()) {
    // The days of the last steps may not be known, either.
    const v1::CaseState last = record.history(record.history_size() - 1).state();
    const v1::CaseState now = StateOf(record);
    if (now != last && !MayFollow(record.type(), last, now)) {
      problems.Add("state", absl::StrCat("is ", StateWords(now), ", but the history ends with ",
                                         StateWords(last)));
    }
  }
  CheckSelfAssessments(record, problems);
}

}  // namespace tarazy::accreditation
