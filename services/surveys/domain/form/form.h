// A questionnaire as a list of questions: what answers, tallies and records count by.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

// One thing to choose, as a question sees it.
struct Option {
  const v1::Choice* choice;  // label and code
  std::optional<int> value;  // what means are made of; of scales with a direction: 1 is the worst
  bool missing = false;      // choosing it is no answer
};

// What is answered once: an item, or a row of a matrix.
struct Question {
  std::string id;
  v1::ItemType type;            // of a matrix's row: ITEM_TYPE_MATRIX
  const v1::Item* item;         // never null
  const v1::MatrixRow* row;     // of a matrix's row, else null
  const v1::Scale* scale;       // where it has one, else null
  std::vector<Option> options;  // of single, multi, scale, matrix rows and rate; at most 60
  int page = 0;                 // its place among the pages
};

// The questions of a questionnaire that its lint passed. Owns the questionnaire.
class Form {
 public:
  explicit Form(v1::Questionnaire questionnaire);
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;

  const v1::Questionnaire& questionnaire() const { return questionnaire_; }
  // In the order of the questionnaire.
  const std::vector<Question>& questions() const { return questions_; }
  // Its place among the questions; nothing when there is none of this id.
  std::optional<int> Find(absl::string_view id) const;

 private:
  const v1::Questionnaire questionnaire_;
  std::vector<Question> questions_;
  std::map<std::string, int, std::less<>> places_;
};

}  // namespace tarazy::surveys
