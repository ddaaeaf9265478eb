#include "services/rankings/rpc/survey_client.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/status_map.h"
#include "tarazy/surveys/v1/results_service.grpc.pb.h"

namespace tarazy::rankings {
namespace {

constexpr char kService[] = "surveys";

absl::Status NotHere() {
  return FailedPrecondition(Reason::kUnavailable,
                            "this process knows no surveys service: host the module surveys in "
                            "it, or say where it is with --peer surveys=HOST:PORT");
}

surveys::v1::Statistic StatisticOf(v1::SurveyStatistic statistic) {
  switch (statistic) {
    case v1::SURVEY_STATISTIC_SHARE:
      return surveys::v1::STATISTIC_SHARE;
    case v1::SURVEY_STATISTIC_TOP1:
      return surveys::v1::STATISTIC_TOP1;
    case v1::SURVEY_STATISTIC_TOP2:
      return surveys::v1::STATISTIC_TOP2;
    case v1::SURVEY_STATISTIC_NPS:
      return surveys::v1::STATISTIC_NPS;
    case v1::SURVEY_STATISTIC_PARTICIPATION:
      return surveys::v1::STATISTIC_PARTICIPATION;
    case v1::SURVEY_STATISTIC_RATING:
      return surveys::v1::STATISTIC_RATING;
    default:
      return surveys::v1::STATISTIC_MEAN;
  }
}

// "survey campaigns/students-2026, question 6, share of very-good, policy 9f…, revision 3, frozen".
std::string EvidenceOf(const SurveyQuestion& asked, const surveys::v1::Figure& figure) {
  std::string text = absl::StrCat("survey ", asked.campaign);
  if (!asked.question.empty()) absl::StrAppend(&text, ", question ", asked.question);
  absl::StrAppend(&text, ", ",
                  absl::AsciiStrToLower(absl::StripPrefix(v1::SurveyStatistic_Name(asked.statistic),
                                                          "SURVEY_STATISTIC_")));
  if (!asked.choice.empty()) absl::StrAppend(&text, " of ", asked.choice);
  absl::StrAppend(&text, ", policy ", figure.policy(), ", revision ", figure.revision(),
                  ", frozen");
  return text;
}

}  // namespace

absl::StatusOr<SurveyQuestion> ParseSurveyQuestion(const v1::PullValuesRequest& request) {
  SurveyQuestion asked{.campaign = request.campaign(),
                       .question = request.question(),
                       .statistic = request.statistic(),
                       .choice = request.choice()};
  RETURN_IF_ERROR(rpc::ParseId("campaign", "campaigns/*", request.campaign()).status());
  if (!v1::SurveyStatistic_IsValid(asked.statistic)) {
    return InvalidField("statistic", "is none of the statistics");
  }
  if (asked.statistic == v1::SURVEY_STATISTIC_UNSPECIFIED) {
    asked.statistic = v1::SURVEY_STATISTIC_MEAN;
  }
  if (asked.statistic == v1::SURVEY_STATISTIC_PARTICIPATION) {
    if (!asked.question.empty()) {
      return InvalidField("question", "must be empty: participation is of the whole campaign");
    }
  } else {
    RETURN_IF_ERROR(CheckId("question", asked.question));
  }
  if (asked.statistic == v1::SURVEY_STATISTIC_SHARE) {
    RETURN_IF_ERROR(CheckId("choice", asked.choice));
  } else if (!asked.choice.empty()) {
    return InvalidField("choice", "must be empty: only a share is of a choice");
  }
  return asked;
}

absl::StatusOr<Figure> SurveyFigures::FigureOf(const std::string& institution) {
  const auto channel = channels_.For(kService);
  if (!channel.ok()) return NotHere();
  surveys::v1::GetFigureRequest request;
  request.set_campaign(question_.campaign);
  request.set_question(question_.question);
  request.set_statistic(StatisticOf(question_.statistic));
  request.set_choice(question_.choice);
  request.set_institution(absl::StrCat("institutions/", institution));
  request.set_as_public(true);
  surveys::v1::GetFigureResponse response;
  const grpc::Status answer = surveys::v1::ResultsService::NewStub(*channel)->GetFigure(
      rpc::Onward(call_).get(), request, &response);
  if (answer.error_code() == grpc::StatusCode::UNIMPLEMENTED) return NotHere();
  RETURN_IF_ERROR(rpc::FromGrpc(answer));
  const surveys::v1::Figure& figure = response.figure();
  if (!figure.frozen()) {
    return FailedPrecondition(
        Reason::kResultsNotYet,
        absl::StrCat(question_.campaign, " is not closed; only frozen figures are ranked"));
  }
  if (!figure.has_value()) {
    return Figure{.reason = figure.reason().empty() ? "the survey tells no figure"
                                                    : std::string(figure.reason())};
  }
  Figure told{.value = figure.value(), .evidence = EvidenceOf(question_, figure)};
  if (figure.has_base()) told.base = static_cast<double>(figure.base());
  if (figure.has_standard_error()) told.standard_error = figure.standard_error();
  return told;
}

}  // namespace tarazy::rankings
