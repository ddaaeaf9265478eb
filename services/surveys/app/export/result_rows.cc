#include "services/surveys/app/export/result_rows.h"

#include "common/base/status_macros.h"

namespace tarazy::surveys {
namespace {

// The field when the row is of this kind and the field is there.
template <typename Message, typename Value>
std::optional<double> If(const Message* message, bool (Message::*has)() const,
                         Value (Message::*get)() const) {
  if (message == nullptr || !(message->*has)()) return std::nullopt;
  return static_cast<double>((message->*get)());
}

const v1::StratumResults* OwnStratum(const ResultRow& row) {
  return row.kind == RowKind::kStratum ? row.stratum : nullptr;
}
const v1::QuestionResults* OwnQuestion(const ResultRow& row) {
  return row.kind == RowKind::kQuestion ? row.question : nullptr;
}

std::optional<double> Base(const ResultRow& row) {
  if (row.object != nullptr) {
    return If(row.object, &v1::ObjectResults::has_base, &v1::ObjectResults::base);
  }
  if (row.kind == RowKind::kNoAnswer) return std::nullopt;
  return If(row.question, &v1::QuestionResults::has_base, &v1::QuestionResults::base);
}

std::optional<double> Mean(const ResultRow& row) {
  if (row.object != nullptr) {
    return If(row.object, &v1::ObjectResults::has_mean, &v1::ObjectResults::mean);
  }
  return If(OwnQuestion(row), &v1::QuestionResults::has_mean, &v1::QuestionResults::mean);
}

std::optional<double> StandardError(const ResultRow& row) {
  if (row.object != nullptr) {
    return If(row.object, &v1::ObjectResults::has_standard_error,
              &v1::ObjectResults::standard_error);
  }
  return If(OwnQuestion(row), &v1::QuestionResults::has_standard_error,
            &v1::QuestionResults::standard_error);
}

template <auto Has, auto Get>
std::optional<double> OfStratum(const ResultRow& row) {
  return If(OwnStratum(row), Has, Get);
}
template <auto Has, auto Get>
std::optional<double> OfQuestion(const ResultRow& row) {
  return If(OwnQuestion(row), Has, Get);
}
template <auto Has, auto Get>
std::optional<double> OfChoice(const ResultRow& row) {
  return If(row.choice, Has, Get);
}

using Stratum = v1::StratumResults;
using Question = v1::QuestionResults;
using Choice = v1::ChoiceResults;

}  // namespace

bool ResultRow::suppressed() const {
  if (choice != nullptr) return choice->suppressed();
  if (object != nullptr) return object->suppressed();
  return question != nullptr ? question->suppressed() : stratum->suppressed();
}

absl::Status ForEachRow(const v1::Results& results,
                        absl::FunctionRef<absl::Status(const ResultRow&)> each) {
  for (const v1::StratumResults& stratum : results.strata()) {
    RETURN_IF_ERROR(each({.kind = RowKind::kStratum, .stratum = &stratum}));
    for (const v1::QuestionResults& question : stratum.questions()) {
      ResultRow row{.kind = RowKind::kQuestion, .stratum = &stratum, .question = &question};
      RETURN_IF_ERROR(each(row));
      for (const v1::ChoiceResults& choice : question.choices()) {
        row.kind = choice.missing() ? RowKind::kNoAnswer : RowKind::kChoice;
        row.choice = &choice;
        RETURN_IF_ERROR(each(row));
      }
      row.choice = nullptr;
      row.kind = RowKind::kObject;
      for (const v1::ObjectResults& object : question.objects()) {
        row.object = &object;
        RETURN_IF_ERROR(each(row));
      }
    }
  }
  return absl::OkStatus();
}

const std::vector<Measure>& Measures() {
  static const auto* const kMeasures = new std::vector<Measure>{
      {"ballots", "Ballots of the stratum", OfStratum<&Stratum::has_ballots, &Stratum::ballots>},
      {"frame", "People of the stratum", OfStratum<&Stratum::has_frame, &Stratum::frame>},
      {"share_of_all", "Of all ballots, in percent",
       OfStratum<&Stratum::has_share_of_all, &Stratum::share_of_all>},
      {"count", "How many chose it", OfChoice<&Choice::has_count, &Choice::count>},
      {"percent", "Of the base, in percent", OfChoice<&Choice::has_percent, &Choice::percent>},
      {"low", "Lower 95 % bound of the share, in percent",
       OfChoice<&Choice::has_low, &Choice::low>},
      {"high", "Upper 95 % bound of the share, in percent",
       OfChoice<&Choice::has_high, &Choice::high>},
      {"weighted_percent", "Share weighted to the frame, in percent",
       OfChoice<&Choice::has_weighted_percent, &Choice::weighted_percent>},
      {"base", "Answers that percentages are of", Base},
      {"asked", "Ballots on which it was shown",
       OfQuestion<&Question::has_asked, &Question::asked>},
      {"missing", "Shown and not answered", OfQuestion<&Question::has_missing, &Question::missing>},
      {"nonresponse", "Shown and not answered, in percent",
       OfQuestion<&Question::has_nonresponse, &Question::nonresponse>},
      {"mean", "Mean of the values", Mean},
      {"standard_deviation", "Standard deviation",
       OfQuestion<&Question::has_standard_deviation, &Question::standard_deviation>},
      {"standard_error", "Standard error of the mean", StandardError},
      {"top1", "Share of the best point, in percent",
       OfQuestion<&Question::has_top1, &Question::top1>},
      {"top2", "Share of the two best points, in percent",
       OfQuestion<&Question::has_top2, &Question::top2>},
      {"nps", "Net promoter score", OfQuestion<&Question::has_nps, &Question::nps>},
      {"weighted_mean", "Mean weighted to the frame",
       OfQuestion<&Question::has_weighted_mean, &Question::weighted_mean>},
      {"design_effect", "Design effect of the weights",
       OfQuestion<&Question::has_design_effect, &Question::design_effect>},
  };
  return *kMeasures;
}

}  // namespace tarazy::surveys
