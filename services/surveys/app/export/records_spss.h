// The records of a campaign as an SPSS system file.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "services/surveys/app/export/sink.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

// Codes for what is no answer, declared as missing in the file. Choices that count as no answer
// have codes from kNoAnswerChoice on, in their order.
inline constexpr int kNoAnswerChoice = 9001;
inline constexpr int kNotAnswered = 9998;
inline constexpr int kNotAsked = 9999;
// Of numbers, which may be as large as 10^6.
inline constexpr int kNumberNotAnswered = 9999998;
inline constexpr int kNumberNotAsked = 9999999;

struct RecordsHead {
  std::string campaign;  // "campaigns/ektu-students-2023"
  std::string language;  // "kk", "ru" or "en"
  absl::Time created;    // goes into the file's head
  bool demonstration = false;
};

// Calls its argument with each ballot, and returns its error.
using EachBallot =
    absl::FunctionRef<absl::Status(absl::FunctionRef<absl::Status(const CodedBallot&)>)>;

// One case per ballot in the order in which they come, of which there are exactly `ballots`. One
// variable per question, named after its id; of a multi item one of 0 and 1 per choice; of a rate
// item one per object, system missing where the ballot did not rate it. Text questions are left
// out. A choice's code is its value where all choices that are answers have different ones, else
// its place from 1. Errors: the sink's and `each`'s; INTERNAL when there are more or fewer ballots;
// FAILED_PRECONDITION NO_DATA when all questions are texts.
absl::Status WriteRecordsSav(const Form& form, const RecordsHead& head, int64_t ballots,
                             EachBallot each, Sink sink);

}  // namespace tarazy::surveys
