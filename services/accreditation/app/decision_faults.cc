#include "services/accreditation/app/decision_faults.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/record/check.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {

void CheckFields(const v1::Decision& decision, absl::CivilDay today, const RegisteredUnits& units,
                 absl::string_view path, Faults& problems) {
  // CheckRules sets a '.' between a path and its fields.
  absl::string_view parent = path;
  if (!parent.empty()) parent.remove_suffix(1);
  problems.Add(record::CheckRules(decision, parent));
  const bool named = absl::StartsWith(decision.subject(), "programmes/") ||
                     absl::StartsWith(decision.subject(), "institutions/");
  if (!decision.subject().empty() && !named) {
    problems.Add(absl::StrCat(path, "subject"), "must be \"programmes/…\" or \"institutions/…\"");
  } else if (named && !units.contains(decision.subject())) {
    problems.Add(absl::StrCat(path, "subject"),
                 absl::StrCat(decision.subject(), " is not registered"));
  }
  const bool of_programme = decision.scope() == v1::PROCEDURE_TYPE_PROGRAMME ||
                            decision.scope() == v1::PROCEDURE_TYPE_PRIMARY;
  const bool of_institution = decision.scope() == v1::PROCEDURE_TYPE_INSTITUTIONAL;
  const bool programme = absl::StartsWith(decision.subject(), "programmes/");
  if (named && ((of_programme && !programme) || (of_institution && programme))) {
    problems.Add(absl::StrCat(path, "scope"),
                 absl::StrCat("does not concern ", programme ? "programmes" : "institutions"));
  }
  const auto decided = ParseDay(decision.decided_on());
  if (decided.has_value() && *decided > today) {
    problems.Add(absl::StrCat(path, "decided_on"), "is in the future");
  }
}

RegisteredSubject SubjectOf(const RegisteredUnits& units, const std::string& subject) {
  const RegisteredUnit& unit = units.at(subject);
  return {.subject = subject,
          .institution = absl::StrCat("institutions/", unit.institution),
          .code = unit.code,
          .title = unit.title.Any()};
}

absl::Status ToStatus(const std::vector<ActFault>& faults, absl::string_view what) {
  Faults problems;
  bool impossible = false;
  bool appeal = false;
  for (const ActFault& fault : faults) {
    problems.Add(fault.field, fault.description);
    impossible = impossible || fault.kind == ActFault::Kind::kImpossible;
    appeal = appeal || fault.kind == ActFault::Kind::kAppeal;
  }
  if (impossible) {
    return problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kInvalidField, what);
  }
  return problems.ToStatus(absl::StatusCode::kFailedPrecondition,
                           appeal ? Reason::kAppealState : Reason::kRegisterConflict, what);
}

}  // namespace tarazy::accreditation
