#include "services/accreditation/domain/report_lint/taken_figures.h"

#include <algorithm>

#include "absl/strings/string_view.h"

namespace tarazy::accreditation::report_lint {
namespace {

constexpr absl::string_view kEverybody = "all";

const v1::SurveyParticipation* Everybody(const v1::SurveyEvidence& evidence) {
  for (const v1::SurveyParticipation& row : evidence.participation()) {
    if (row.stratum() == kEverybody) return &row;
  }
  return nullptr;
}

// Any figure of the item where neither statistic nor choice is asked for: all rest on its answers.
const v1::SurveyFigure* Find(const v1::SurveyEvidence& evidence, absl::string_view item,
                             v1::SurveyStatistic statistic, absl::string_view choice) {
  const bool any = statistic == v1::SURVEY_STATISTIC_UNSPECIFIED;
  for (const v1::SurveyFigure& figure : evidence.figures()) {
    if (figure.question() != item) continue;
    if (any || (figure.statistic() == statistic && figure.choice() == choice)) return &figure;
  }
  return nullptr;
}

std::optional<double> ValueOf(const v1::SurveyFigure* figure) {
  if (figure == nullptr || !figure->has_value()) return std::nullopt;
  return figure->value();
}

}  // namespace

std::optional<double> TakenFigure(const v1::SurveyEvidence& evidence,
                                  const v1::AnswerReference& answer) {
  if (answer.item().empty()) {
    const v1::SurveyParticipation* all = Everybody(evidence);
    if (all == nullptr) return std::nullopt;
    return static_cast<double>(all->submitted());
  }
  if (answer.options().empty()) {
    const v1::SurveyFigure* figure = Find(evidence, answer.item(), answer.statistic(), "");
    if (answer.statistic() != v1::SURVEY_STATISTIC_UNSPECIFIED) return ValueOf(figure);
    if (figure == nullptr || !figure->has_base()) return std::nullopt;
    return static_cast<double>(figure->base());
  }
  double sum = 0;
  for (const std::string& choice : answer.options()) {
    const v1::SurveyFigure* figure =
        Find(evidence, answer.item(), v1::SURVEY_STATISTIC_SHARE, choice);
    if (figure == nullptr) return std::nullopt;
    if (answer.percent() ? !figure->has_value() : !figure->has_count()) return std::nullopt;
    sum += answer.percent() ? figure->value() : static_cast<double>(figure->count());
  }
  return sum;
}

bool IsTaken(const v1::SurveyEvidence& evidence, const v1::AnswerReference& answer) {
  if (answer.item().empty()) return Everybody(evidence) != nullptr;
  if (answer.options().empty()) {
    return Find(evidence, answer.item(), answer.statistic(), "") != nullptr;
  }
  return std::all_of(
      answer.options().begin(), answer.options().end(), [&](const std::string& choice) {
        return Find(evidence, answer.item(), v1::SURVEY_STATISTIC_SHARE, choice) != nullptr;
      });
}

}  // namespace tarazy::accreditation::report_lint
