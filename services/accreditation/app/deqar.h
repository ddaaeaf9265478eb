// Decisions as submissions to DEQAR, the European database of external quality assurance, by its
// Submission API v2 (github.com/EQAR/eqar_backend at 0e1cc0cb, submissionapi/v2/serializers and
// submissionapi/validations; github.com/EQAR/deqar-docs at d41a2eee, docs/report_data.md and
// docs/data_submission.md). What DEQAR would reject is said instead of submitted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/error.h"
#include "common/base/localized.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// DEQAR counts both days in; a day that is absent is open.
struct DeqarWindow {
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;
};

// An agency's kind of procedure in DEQAR.
enum class DeqarActivityType { kInstitutional, kProgramme, kJointProgramme };

// An activity as the agency has set it up in DEQAR's administrative interface.
struct DeqarActivity {
  DeqarActivityType type = DeqarActivityType::kProgramme;
  std::string local_identifier;  // or
  std::string id;                // DEQAR's own number of it
  DeqarWindow valid;
};

struct DeqarAgency {
  std::string id;          // DEQAR's number or the acronym
  DeqarWindow registered;  // with EQAR
  std::vector<DeqarActivity> activities;
  // The accreditation has an official part in the state's system.
  bool obligatory = false;
};

// One of the ids is needed; DEQAR knows Kazakhstan's BIN as the resource "KZ-BIN".
struct DeqarInstitution {
  std::string name;  // for problems
  std::string deqar_id;
  std::string eter_id;
  std::string bin;
};

struct DeqarProgramme {
  std::string code;  // "6B04107": its beginning says the level
  Localized title;
  int ects = 0;  // 0: not known
};

struct DeqarFile {
  std::string url;  // of the PDF
  std::string display_name;
  std::vector<std::string> languages;  // two or three letters each
};

// All that one submission is made from.
struct DeqarReport {
  v1::Decision decision;
  DeqarAgency agency;
  std::vector<DeqarInstitution>
      institutions;  // the subject's and the partners of a joint programme
  std::vector<DeqarProgramme> programmes;
  std::vector<DeqarFile> files;
  std::vector<std::string> links;  // the agency's own pages about it
};

struct DeqarSubmission {
  std::string json;                      // one line; empty when there are problems
  std::vector<FieldViolation> problems;  // why DEQAR would reject it, by its field
  std::vector<FieldViolation> flags;     // what it would take, and question
};

// True for what ends a procedure with an outcome: grants and refusals. DEQAR has no word for
// suspensions, withdrawals and the like.
bool IsDeqarOutcome(v1::DecisionKind kind);

// Only for outcomes.
DeqarSubmission ToDeqar(const DeqarReport& report);

}  // namespace tarazy::accreditation
