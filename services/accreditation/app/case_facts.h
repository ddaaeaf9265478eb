// What the register has to know of a case, and what it does to it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/framework.pb.h"
#include "tarazy/accreditation/v1/vocabulary.pb.h"

namespace tarazy::accreditation {

// What a commission proposes or a rule suggests.
struct SuggestedOutcome {
  v1::DecisionKind kind = v1::DECISION_KIND_UNSPECIFIED;
  int years = 0;
};

// What a case says about one of its subjects.
struct CaseSubject {
  std::string subject;  // "programmes/…", or the institution of a case without programmes
  v1::ProcedureType scope = v1::PROCEDURE_TYPE_UNSPECIFIED;
  std::optional<SuggestedOutcome> proposed;
  std::optional<SuggestedOutcome> suggested;
  std::string rule_version;                // of `suggested`
  std::vector<std::string> open_findings;  // the ids of the findings that may be conditions
};

struct CaseFacts {
  std::string name;  // "cases/…"
  std::string agency;
  std::string state;            // in words
  bool before_council = false;  // a decision is the next step
  bool decided = false;         // it has come to its decisions, and may have gone on since
  std::vector<CaseSubject> subjects;
  std::vector<std::string> commission;         // the persons' ids with the agency
  std::vector<std::string> commission_tokens;  // "tokens/…"
  std::optional<absl::CivilDay> visit_end;     // its last day
  v1::ProcedureRules rules;

  const CaseSubject* Find(absl::string_view subject) const {
    for (const CaseSubject& one : subjects) {
      if (one.subject == subject) return &one;
    }
    return nullptr;
  }
};

// Who changes a case, and when.
struct CaseActor {
  std::string person;  // as it is recorded
  absl::Time now;
};

class CaseBook {
 public:
  virtual ~CaseBook() = default;

  // Errors: NOT_FOUND.
  virtual absl::StatusOr<CaseFacts> Facts(sql::Tx& tx, absl::string_view name) = 0;

  // Every subject has its decision.
  virtual absl::Status Decided(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                               const CaseActor& by) = 0;

  // One of its decisions is appealed, or the appeal ended. Where the case is not at a state that an
  // appeal interrupts it stays there.
  virtual absl::Status Appealed(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                                const CaseActor& by) = 0;
  virtual absl::Status AppealEnded(sql::Tx& tx, absl::string_view name, absl::CivilDay on,
                                   const CaseActor& by) = 0;
};

}  // namespace tarazy::accreditation
