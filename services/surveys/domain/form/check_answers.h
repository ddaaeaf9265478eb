// A respondent's answers against the questionnaire: what is counted and kept, or all that is wrong.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"
#include "tarazy/surveys/v1/answer.pb.h"

namespace tarazy::surveys {

// What becomes of answers to questions that the conditions hide.
enum class HiddenAnswers { kRefuse, kDrop };

struct CheckedBallot {
  CodedBallot ballot;
  // The questions whose answers were dropped because they are hidden, in the order of the form.
  std::vector<std::string> dropped;
};

// `institution` is that of the respondent's stratum, "institutions/aqsu" or its id alone, which
// items that say so do not let him rate; empty: none. An answer that is empty (no codes, no
// ratings, a text of nothing but spaces) is none. Errors: INVALID_ARGUMENT ANSWERS_INVALID with
// every fault, its field the question's id or "answers[3]" where that is none; what depends on a
// faulty answer is not judged. No fault quotes an answer.
absl::StatusOr<CheckedBallot> CheckAnswers(
    const Form& form, const google::protobuf::RepeatedPtrField<v1::Answer>& answers,
    absl::string_view institution, HiddenAnswers hidden);

}  // namespace tarazy::surveys
