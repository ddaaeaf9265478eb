// Findings: what they are about, and when they can be due. Events that deadlines hang on.
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/check_parts.h"
#include "services/accreditation/domain/procedure/deadlines.h"
#include "services/accreditation/domain/record/marks.h"

namespace tarazy::accreditation {
namespace {

void CheckCriteria(const Checked& checked, const v1::Finding& finding, const std::string& at,
                   Faults& problems) {
  if (!finding.standard().empty()) {
    Need(checked.known.standards, finding.standard(), at + ".standard", "standard of the framework",
         problems);
  }
  NeedAll(checked.known.criteria, finding.criteria(), at + ".criteria",
          "criterion of the framework", problems);
  for (int i = 0; i < finding.criteria_size(); ++i) {
    const v1::Standard* owner = StandardOfCriterion(checked.framework, finding.criteria(i));
    if (owner == nullptr || owner->code() == finding.standard()) continue;
    problems.Add(
        absl::StrCat(at, ".criteria[", i, "]"),
        absl::StrCat(
            finding.criteria(i), " belongs to the standard ", owner->code(), ", and the finding ",
            finding.standard().empty() ? "names none" : absl::StrCat("to ", finding.standard())));
  }
}

// Something can be due only after the commission has found it.
void CheckAfterVisit(const Checked& checked, const std::string& day, const std::string& field,
                     Faults& problems) {
  const std::string& to = checked.record.visit().to();
  if (to.empty() || day > to) return;
  problems.Add(field, absl::StrCat(day, " is not after the visit, which ends on ", to));
}

void CheckDeadline(const Checked& checked, const v1::Finding& finding, const std::string& at,
                   Faults& problems) {
  const v1::Deadline& deadline = finding.deadline();
  if (!IsFollowedUp(finding)) {
    problems.Add(at,
                 "a strength or remark is not followed up; what is due is a recommendation "
                 "or condition");
    return;
  }
  switch (deadline.due_case()) {
    case v1::Deadline::kFixed:
      return CheckAfterVisit(checked, deadline.fixed(), at + ".fixed", problems);
    case v1::Deadline::kRelative:
      return Need(checked.known.event_kinds, deadline.relative().event(), at + ".relative.event",
                  "kind of event of the case", problems);
    case v1::Deadline::kOnEvent:
      return Need(checked.known.event_kinds, deadline.on_event(), at + ".on_event",
                  "kind of event of the case", problems);
    case v1::Deadline::kRecurring: {
      const v1::RecurringDeadline& recurring = deadline.recurring();
      CheckAfterVisit(checked, recurring.first(), at + ".recurring.first", problems);
      if (!recurring.until().empty() && recurring.until() < recurring.first()) {
        problems.Add(
            at + ".recurring.until",
            absl::StrCat(recurring.until(), " is before the first day, ", recurring.first()));
      }
      return;
    }
    case v1::Deadline::DUE_NOT_SET:
      return;
  }
}

}  // namespace

void CheckFindings(const Checked& checked, Faults& problems) {
  for (int i = 0; i < checked.record.findings_size(); ++i) {
    const v1::Finding& finding = checked.record.findings(i);
    const std::string at = absl::StrCat("findings[", i, "]");
    CheckCriteria(checked, finding, at, problems);
    NeedAll(checked.known.programmes, finding.programmes(), at + ".programmes",
            "programme of the case", problems);
    if (finding.has_deadline()) CheckDeadline(checked, finding, at + ".deadline", problems);
  }
  for (int i = 0; i < checked.record.events_size(); ++i) {
    const v1::Event& event = checked.record.events(i);
    const std::string at = absl::StrCat("events[", i, "]");
    Need(checked.known.event_kinds, event.kind(), at + ".kind", "kind of event of the case",
         problems);
    NeedAll(checked.known.programmes, event.programmes(), at + ".programmes",
            "programme of the case", problems);
  }
}

}  // namespace tarazy::accreditation
