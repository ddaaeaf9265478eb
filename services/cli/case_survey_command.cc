// tarazy case take-survey: a closed survey's participation and figures become evidence of a case.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::CasesService;

struct TakeOptions {
  std::string id;
  std::string campaign;
  std::string evidence;
  std::vector<std::string> figures;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

// "6", "6:very-good", "6:mean" or "6:very-good:share".
absl::StatusOr<v1::WantedFigure> ParseFigure(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  const auto statistic = [](const std::string& word) {
    return EnumValue<v1::SurveyStatistic>(word);
  };
  v1::WantedFigure figure;
  figure.set_question(parts[0]);
  const bool last_is_word =
      parts.size() > 1 && statistic(parts.back()) != v1::SURVEY_STATISTIC_UNSPECIFIED;
  if (last_is_word) figure.set_statistic(statistic(parts.back()));
  if (parts.size() - (last_is_word ? 1 : 0) == 2) figure.set_choice(parts[1]);
  if (parts[0].empty() || parts.size() > 3 || (parts.size() == 3 && !last_is_word)) {
    return UsageError(absl::StrCat("--figure ", text,
                                   " is not QUESTION[:CHOICE][:STATISTIC] with mean, share, top1, "
                                   "top2 or nps"));
  }
  return figure;
}

void Print(Session& session, const v1::SurveyEvidence& evidence) {
  auto participation = std::make_shared<Table>(Table{
      .columns = {{"stratum"}, {"programme"}, {"frame"}, {"submitted"}, {"percent"}, {"gate_met"}},
      .rows = {}});
  for (const v1::SurveyParticipation& row : evidence.participation()) {
    participation->rows.push_back({row.stratum(), Text(row.programme()),
                                   row.has_frame() ? Value(int64_t{row.frame()}) : Value(),
                                   int64_t{row.submitted()},
                                   row.has_percent() ? Value(row.percent()) : Value(),
                                   row.has_gate_met() ? Value(row.gate_met()) : Value()});
  }
  auto figures = std::make_shared<Table>(Table{
      .columns =
          {{"question"}, {"choice"}, {"statistic"}, {"value"}, {"base"}, {"count"}, {"reason"}},
      .rows = {}});
  for (const v1::SurveyFigure& figure : evidence.figures()) {
    figures->rows.push_back({figure.question(), Text(figure.choice()), EnumWord(figure.statistic()),
                             figure.has_value() ? Value(figure.value()) : Value(),
                             figure.has_base() ? Value(int64_t{figure.base()}) : Value(),
                             figure.has_count() ? Value(int64_t{figure.count()}) : Value(),
                             Text(figure.reason())});
  }
  const Table table{.columns = {{"id"},
                                {"campaign"},
                                {"taken_on"},
                                {"frozen"},
                                {"revision"},
                                {"policy"},
                                {"participation"},
                                {"figures"}},
                    .rows = {{evidence.id(), evidence.campaign(), evidence.taken_on(),
                              evidence.frozen(), int64_t{evidence.revision()},
                              Text(evidence.policy()), std::shared_ptr<const Table>(participation),
                              std::shared_ptr<const Table>(figures)}}};
  PrintOne(table, session.style, session.terminal.out);
}

absl::Status Take(Session& session, const TakeOptions& options) {
  v1::TakeSurveyEvidenceRequest request;
  request.set_name(FullName("cases", options.id));
  request.set_campaign(FullName("campaigns", options.campaign));
  request.set_id(options.evidence);
  for (const std::string& text : options.figures) {
    ASSIGN_OR_RETURN(*request.add_figures(), ParseFigure(text));
  }
  request.set_etag(options.etag);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::TakeSurveyEvidence, request));
  Print(session, response.evidence());
  return absl::OkStatus();
}

}  // namespace

void AddCaseSurveyCommand(CLI::App& group, Action& chosen) {
  CLI::App& command = *group.add_subcommand(
      "take-survey", "Keep a closed survey's participation and figures as evidence of a case");
  auto& options = Bind(command, chosen, Take);
  command.add_option("ID", options.id, "The case")->required();
  command.add_option("--campaign", options.campaign, "The campaign")->required()->type_name("ID");
  command
      .add_option(
          "--figure", options.figures,
          "A figure that the report cites; the mean, of a choice the share, or mean, share, "
          "top1, top2, nps; may be repeated")
      ->type_name("QUESTION[:CHOICE][:STATISTIC]");
  command.add_option("--as", options.evidence, "The evidence's id; the campaign's by default")
      ->type_name("ID");
  AddEtag(command, options.etag);
  AddRequestId(command, options.request_id);
  AddValidateOnly(command, options.validate_only);
  AddExample(command,
             "tarazy case take-survey ektu-2023 --campaign ektu-students-2023 --figure 6 --figure "
             "6:very-good");
}

}  // namespace tarazy::cli
