// One answer against its question.
#pragma once

#include "absl/strings/string_view.h"
#include "common/base/faults.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"
#include "tarazy/surveys/v1/answer.pb.h"

namespace tarazy::surveys {

// Puts the answer into the ballot, whose answer to the question is then answered, or missing where
// it is empty. `own` is the id of the object that the respondent must not rate; empty: none. Every
// fault is added under the question's id; faults never quote an answer, because they may be logged.
// False when there was one.
bool CodeAnswer(const Form& form, int place, const v1::Answer& answer, absl::string_view own,
                Faults& faults, CodedBallot& ballot);

}  // namespace tarazy::surveys
