// A question's answers as a table of counts: what excludes each other, and is everybody together.
#pragma once

#include <vector>

#include "services/surveys/domain/disclosure/table.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/domain/tally/tally.h"

namespace tarazy::surveys {

// Nobody or one of them is chosen, and each has a count: single, scale, matrix row.
bool HasOneChoice(const Question& question);
// It has choices that are counted: those, and multi.
bool HasChoices(const Question& question);

// The places of a question's options that are answers, and of those that are none.
std::vector<int> AnswerOptions(const Question& question);
std::vector<int> MissingOptions(const Question& question);

// What a ballot can be for a question, one column each. Of one choice: the options in their order;
// else "an answer" and the options that are no answer. Then shown without an answer, and not asked.
struct StateColumns {
  explicit StateColumns(const Question& question);

  bool by_choice;               // a column per option
  std::vector<int> answers;     // the columns that are answers
  std::vector<int> no_answers;  // those of options that are no answer
  int missing = 0;
  int not_asked = 0;
  int size = 0;

  // The column of an option; -1 for a choice of several that is an answer.
  int OfOption(const Question& question, int option) const;
};

// Rows as `groups`, columns as StateColumns.
CountTable StateTable(const Question& question, int place, const std::vector<StratumTally>& groups);
// Of multi: rows as `groups`, a column per option that is an answer: how many took it.
CountTable TakenTable(const Question& question, int place, const std::vector<StratumTally>& groups);
// Of rate: those who rated the object, and everybody else.
CountTable RatedTable(const Question& question, int place, int object,
                      const std::vector<StratumTally>& groups);

}  // namespace tarazy::surveys
