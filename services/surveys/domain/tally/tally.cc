#include "services/surveys/domain/tally/tally.h"

#include <bit>

namespace tarazy::surveys {
namespace {

constexpr int kLowBits = 30;
constexpr int64_t kLowMask = (int64_t{1} << kLowBits) - 1;

void CountAnswer(const Question& question, int64_t value, QuestionTally& tally) {
  switch (question.type) {
    case v1::ITEM_TYPE_MULTI:
      for (auto left = static_cast<uint64_t>(value); left != 0; left &= left - 1) {
        ++tally.options[static_cast<size_t>(std::countr_zero(left))];
      }
      break;
    case v1::ITEM_TYPE_NUMBER:
      tally.sum += value;
      tally.squares.Add(value * value);
      break;
    case v1::ITEM_TYPE_TEXT:
    case v1::ITEM_TYPE_RATE:
      break;
    default:
      ++tally.options[static_cast<size_t>(value)];
  }
}

void AddCounts(const std::vector<int64_t>& more, std::vector<int64_t>& counts) {
  if (counts.size() < more.size()) counts.resize(more.size());
  for (size_t i = 0; i < more.size(); ++i) counts[i] += more[i];
}

void AddQuestion(const QuestionTally& more, QuestionTally& tally) {
  tally.not_asked += more.not_asked;
  tally.missing += more.missing;
  tally.answered += more.answered;
  AddCounts(more.options, tally.options);
  if (tally.objects.size() < more.objects.size()) tally.objects.resize(more.objects.size());
  for (size_t i = 0; i < more.objects.size(); ++i) {
    AddCounts(more.objects[i].options, tally.objects[i].options);
  }
  tally.sum += more.sum;
  tally.squares.Add(more.squares);
}

}  // namespace

void WideSum::Add(int64_t value) {
  high += value >> kLowBits;
  low += value & kLowMask;
}

void WideSum::Add(const WideSum& other) {
  high += other.high;
  low += other.low;
}

__int128 WideSum::Value() const {
  return static_cast<__int128>(high) * (__int128{1} << kLowBits) + low;
}

StratumTally EmptyTally(const Form& form) {
  StratumTally tally;
  tally.questions.reserve(form.questions().size());
  for (const Question& question : form.questions()) {
    QuestionTally& one = tally.questions.emplace_back();
    one.options.resize(question.options.size());
    if (question.type != v1::ITEM_TYPE_RATE) continue;
    one.objects.resize(static_cast<size_t>(question.item->objects().objects_size()),
                       {.options = std::vector<int64_t>(question.options.size())});
  }
  return tally;
}

void Count(const Form& form, const CodedBallot& ballot, StratumTally& tally) {
  ++tally.ballots;
  for (size_t i = 0; i < ballot.answers.size(); ++i) {
    QuestionTally& one = tally.questions[i];
    switch (ballot.answers[i].state) {
      case AnswerState::kNotAsked:
        ++one.not_asked;
        break;
      case AnswerState::kMissing:
        ++one.missing;
        break;
      case AnswerState::kAnswered:
        ++one.answered;
        CountAnswer(form.questions()[i], ballot.answers[i].value, one);
        break;
    }
  }
  for (const CodedRating& rating : ballot.ratings) {
    QuestionTally& one = tally.questions[static_cast<size_t>(rating.question)];
    const auto option = static_cast<size_t>(rating.option);
    ++one.options[option];
    ++one.objects[static_cast<size_t>(rating.object)].options[option];
  }
}

void Add(const StratumTally& more, StratumTally& tally) {
  tally.ballots += more.ballots;
  if (tally.questions.size() < more.questions.size()) tally.questions.resize(more.questions.size());
  for (size_t i = 0; i < more.questions.size(); ++i) {
    AddQuestion(more.questions[i], tally.questions[i]);
  }
}

}  // namespace tarazy::surveys
