#include "services/surveys/domain/figures/cell_table.h"

#include <algorithm>

namespace tarazy::surveys {
namespace {

std::vector<int> OptionsWhere(const Question& question, bool missing) {
  std::vector<int> places;
  for (size_t i = 0; i < question.options.size(); ++i) {
    if (question.options[i].missing == missing) places.push_back(static_cast<int>(i));
  }
  return places;
}

}  // namespace

bool HasOneChoice(const Question& question) {
  return question.type == v1::ITEM_TYPE_SINGLE || question.type == v1::ITEM_TYPE_SCALE ||
         question.type == v1::ITEM_TYPE_MATRIX;
}

bool HasChoices(const Question& question) {
  return HasOneChoice(question) || question.type == v1::ITEM_TYPE_MULTI;
}

std::vector<int> AnswerOptions(const Question& question) { return OptionsWhere(question, false); }

std::vector<int> MissingOptions(const Question& question) { return OptionsWhere(question, true); }

StateColumns::StateColumns(const Question& question) : by_choice(HasOneChoice(question)) {
  if (by_choice) {
    answers = AnswerOptions(question);
    no_answers = MissingOptions(question);
    size = static_cast<int>(question.options.size());
  } else {
    answers = {size++};
    if (question.type == v1::ITEM_TYPE_MULTI) {
      for (size_t i = 0; i < MissingOptions(question).size(); ++i) no_answers.push_back(size++);
    }
  }
  missing = size++;
  not_asked = size++;
}

int StateColumns::OfOption(const Question& question, int option) const {
  if (by_choice) return option;
  const std::vector<int> none = MissingOptions(question);
  const auto found = std::find(none.begin(), none.end(), option);
  return found == none.end() ? -1 : no_answers[static_cast<size_t>(found - none.begin())];
}

CountTable StateTable(const Question& question, int place,
                      const std::vector<StratumTally>& groups) {
  const StateColumns columns(question);
  CountTable table(static_cast<int>(groups.size()), columns.size);
  for (int row = 0; row < table.rows; ++row) {
    const QuestionTally& tally = groups[row].questions[place];
    table.At(row, columns.missing) = tally.missing;
    table.At(row, columns.not_asked) = tally.not_asked;
    if (columns.by_choice) {
      for (size_t i = 0; i < question.options.size(); ++i) {
        table.At(row, static_cast<int>(i)) = tally.options[i];
      }
      continue;
    }
    int64_t answered = tally.answered;
    if (question.type == v1::ITEM_TYPE_MULTI) {
      for (const int option : MissingOptions(question)) {
        table.At(row, columns.OfOption(question, option)) = tally.options[option];
        answered -= tally.options[option];
      }
    }
    table.At(row, columns.answers[0]) = std::max<int64_t>(0, answered);
  }
  return table;
}

CountTable TakenTable(const Question& question, int place,
                      const std::vector<StratumTally>& groups) {
  const std::vector<int> answers = AnswerOptions(question);
  CountTable table(static_cast<int>(groups.size()), static_cast<int>(answers.size()));
  for (int row = 0; row < table.rows; ++row) {
    for (size_t i = 0; i < answers.size(); ++i) {
      table.At(row, static_cast<int>(i)) = groups[row].questions[place].options[answers[i]];
    }
  }
  return table;
}

CountTable RatedTable(const Question& question, int place, int object,
                      const std::vector<StratumTally>& groups) {
  CountTable table(static_cast<int>(groups.size()), 2);
  for (int row = 0; row < table.rows; ++row) {
    const ObjectTally& tally = groups[row].questions[place].objects[object];
    for (const int option : AnswerOptions(question)) table.At(row, 0) += tally.options[option];
    table.At(row, 1) = groups[row].ballots - table.At(row, 0);
  }
  return table;
}

}  // namespace tarazy::surveys
