// Answers as people type them: "24=very-good", "3=phd,professor", "8=12.5", "36=Good pay".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tarazy/surveys/v1/answer.pb.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::cli {

// A question's id and its answer.
using TypedAnswer = std::pair<std::string, std::string>;

// "QUESTION=ANSWER". Else a usage error.
absl::StatusOr<TypedAnswer> ParseTypedAnswer(absl::string_view text);

// A YAML or JSON file of questions and answers, one value or a list each. A usage error when it is
// anything else.
absl::StatusOr<std::vector<TypedAnswer>> ReadAnswerFile(absl::string_view path);

// What the form makes of them: several codes are separated by commas, ratings are OBJECT:POINT.
// What is wrong beyond that the server says. A usage error for a question that the form does not
// have and a number that is none.
absl::StatusOr<std::vector<surveys::v1::Answer>> ToAnswers(const surveys::v1::Questionnaire& form,
                                                           const std::vector<TypedAnswer>& typed);

}  // namespace tarazy::cli
