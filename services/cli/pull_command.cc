// tarazy ranking pull: takes a variable from another service of the suite.
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/progress_bar.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/rankings/v1/sources_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::PullValuesRequest;
using rankings::v1::PullValuesResponse;
using rankings::v1::SourcesService;

struct PullOptions {
  std::string ranking;
  std::string source;
  std::string variable;
  std::string on;
  std::string agency;
  std::string campaign;
  std::string question;
  std::string statistic;
  std::string choice;
  std::string state;
  std::string request_id;
  bool validate_only = false;
};

void Print(Session& session, const PullValuesResponse::Result& result) {
  auto without = std::make_shared<Table>(Table{.columns = {{"unit"}, {"reason"}}, .rows = {}});
  for (const auto& unit : result.without_value()) {
    without->rows.push_back({unit.unit(), unit.reason()});
  }
  const Table table{
      .columns = {{"revision"}, {"cells"}, {"cleared"}, {"on"}, {"origin"}, {"without_value"}},
      .rows = {{int64_t{result.revision()}, int64_t{result.cells()}, int64_t{result.cleared()},
                result.on(), result.origin(), std::shared_ptr<const Table>(without)}}};
  PrintOne(table, session.style, session.terminal.out);
}

absl::Status Pull(Session& session, const PullOptions& options) {
  PullValuesRequest request;
  request.set_ranking(FullName("rankings", options.ranking));
  request.set_source(options.source);
  request.set_variable(options.variable);
  request.set_on(options.on);
  request.set_agency(options.agency);
  if (!options.campaign.empty()) {
    request.set_campaign(FullName("campaigns", options.campaign));
  }
  request.set_question(options.question);
  request.set_statistic(EnumValue<rankings::v1::SurveyStatistic>(options.statistic));
  request.set_choice(options.choice);
  request.set_state(EnumValue<rankings::v1::ValueState>(options.state));
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  SourcesService::Stub stub(session.client.channel());
  const auto stream = stub.PullValues(&context, request);
  std::optional<PullValuesResponse::Result> result;
  {
    ProgressBar bar(session.terminal);
    PullValuesResponse response;
    while (stream->Read(&response)) {
      if (response.has_result()) {
        result = response.result();
        bar.Finish("done");
      } else if (response.progress().total() > 0) {
        const auto& progress = response.progress();
        bar.Update(static_cast<double>(progress.done()) / progress.total(),
                   absl::StrCat("asking, ", progress.done(), " institutions"));
      }
    }
  }
  RETURN_IF_ERROR(session.client.Outcome(stream->Finish()));
  if (!result) return absl::InternalError("the server ended the pull without a result");
  Print(session, *result);
  return absl::OkStatus();
}

}  // namespace

void AddPullCommand(CLI::App& ranking, Action& chosen) {
  CLI::App& command =
      *ranking.add_subcommand("pull", "Take a variable of every institution from another service");
  auto& options = Bind(command, chosen, Pull);
  command.add_option("RANKING", options.ranking, "Its id, such as iqaa-2026")->required();
  command
      .add_option("--from", options.source,
                  "accreditation: the share of accredited programmes, in percent; surveys: a "
                  "figure of a closed campaign")
      ->required()
      ->check(CLI::IsMember({"accreditation", "surveys"}));
  command.add_option("--variable", options.variable, "The variable that it becomes")->required();
  command.add_option("--on", options.on, "Of accreditation: the day; today by default")
      ->type_name("DATE");
  command.add_option("--agency", options.agency, "Of accreditation: only what this agency did")
      ->type_name("AGENCY");
  command.add_option("--campaign", options.campaign, "Of surveys: the campaign")->type_name("ID");
  command
      .add_option("--question", options.question,
                  "Of surveys: the question's id; of participation none")
      ->type_name("ID");
  command
      .add_option("--statistic", options.statistic, "Of surveys: what of it; the mean by default")
      ->check(CLI::IsMember({"mean", "share", "top1", "top2", "nps", "participation", "rating"}));
  command.add_option("--choice", options.choice, "Of a share: the choice's code")
      ->type_name("CODE");
  command.add_option("--state", options.state, "What the values become; verified by default")
      ->check(CLI::IsMember({"draft", "submitted", "verified"}));
  AddRequestId(command, options.request_id);
  AddValidateOnly(command, options.validate_only);
  AddExample(command,
             "tarazy ranking pull iqaa-2026 --from accreditation --variable accredited_share "
             "--on 2026-03-01");
  AddExample(command,
             "tarazy ranking pull iqaa-2026 --from surveys --variable teaching --campaign "
             "students-2026 --question 6 --statistic mean");
}

}  // namespace tarazy::cli
