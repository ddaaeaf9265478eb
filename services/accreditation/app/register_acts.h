// Decisions and appeals as the register's arithmetic takes them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/faults.h"
#include "services/accreditation/domain/register/act.h"
#include "services/accreditation/domain/register/status.h"
#include "services/accreditation/store/register_store.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// What a caller sent, without what only the register says (its number, who recorded it …).
v1::Decision AsSent(v1::Decision decision);
v1::Appeal AsSent(v1::Appeal appeal);

LineKey LineOf(const v1::Decision& decision);

// The act that the decision is. Its texts must have been checked by their rules (common/record); a
// term without an end sets `valid_to`, in both. Faults of the dates that it needs go to `problems`
// under `path`.
Act ActOf(v1::Decision& decision, absl::string_view path, Faults& problems);

// The filing and the end of an appeal.
Act FilingOf(const v1::Appeal& appeal);
Act EndOf(const v1::Appeal& appeal);

// A term in a decision's words: "a grant for 5 years", "a refusal".
std::string TermText(v1::DecisionKind kind, int years);

v1::StatusView ToView(const LineKey& line, absl::CivilDay on, const LineStatus& status);
v1::RegisterStatus ToProto(RegisterStatus status);

}  // namespace tarazy::accreditation
