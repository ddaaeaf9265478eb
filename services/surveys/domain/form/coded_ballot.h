// A ballot in the form that is counted and kept: one number per question.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

enum class AnswerState : uint8_t {
  kNotAsked,  // hidden by a condition
  kMissing,   // shown, not answered
  kAnswered,
};

// The answer to one question.
struct CodedAnswer {
  AnswerState state = AnswerState::kNotAsked;
  // When answered. Of single, scale and matrix rows: the option's place. Of multi: bit i is option
  // i. Of number: the number times 10^decimals. Of text: its length in characters. Of rate: the
  // number of ratings.
  int64_t value = 0;

  bool operator==(const CodedAnswer&) const = default;
};

// One rating of a rate question.
struct CodedRating {
  int question = 0;  // its place among the questions
  int object = 0;    // the object's place in the item
  int option = 0;    // the point's place

  bool operator==(const CodedRating&) const = default;
};

// A text answer: it leaves the ballot and is kept apart.
struct TextAnswer {
  int question = 0;
  std::string text;

  bool operator==(const TextAnswer&) const = default;
};

struct CodedBallot {
  std::vector<CodedAnswer> answers;  // one per question of the form
  std::vector<CodedRating> ratings;  // by question and object
  std::vector<TextAnswer> texts;     // by question; never packed

  bool operator==(const CodedBallot&) const = default;
};

// The ballot in few bytes, without its texts: a byte per question of one choice. The same ballot
// gives the same bytes.
std::string Pack(const Form& form, const CodedBallot& ballot);

// DATA_LOSS when the bytes are no ballot of this form. A million of 60 questions take about a
// second: `ballot` is filled in place so that its memory is used again.
absl::Status Unpack(const Form& form, absl::string_view bytes, CodedBallot& ballot);

}  // namespace tarazy::surveys
