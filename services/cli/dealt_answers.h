// Answers of invented respondents: dealt like cards from published tables, so that their counts
// come out exactly, or drawn by a seed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/answer_text.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"
#include "tarazy/surveys/v1/tables.pb.h"

namespace tarazy::cli {

class DealtAnswers {
 public:
  // Everybody's answers: of each question with a table as many of each choice as it counts (the
  // table's labels are the choices' English ones, or their order), of the others at random.
  // A usage error when a table does not fit the form: another number of choices, or more answers
  // than `people`.
  static absl::StatusOr<DealtAnswers> Deal(const surveys::v1::Questionnaire& form,
                                           const surveys::v1::PublishedTables* tables,
                                           int64_t people, uint64_t seed);

  // The answers of one of them, in the order of the form. `language` is for what he writes.
  std::vector<TypedAnswer> Of(int64_t person, const std::string& language) const;
  // The code that he chose in a question of one choice; empty when he did not answer it.
  std::string ChoiceOf(int64_t person, const std::string& question) const;

 private:
  struct Column {
    std::string question;
    std::vector<std::string> answers;  // by person; empty: none
  };

  std::vector<Column> columns_;
  std::vector<std::string> text_questions_;
  std::vector<bool> writes_;  // by person
};

}  // namespace tarazy::cli
