// tarazy survey results | cross | quality | compare | figure | import-tables: what was answered.
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/cli/campaign_row.h"
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/result_row.h"
#include "services/cli/word_option.h"
#include "tarazy/surveys/v1/results_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;
using v1::ResultsService;

struct ResultsOptions {
  std::string id;
  std::string by;
  std::vector<std::string> questions;
  std::string filter;
  bool as_public = false;
};

absl::Status Results(Session& session, const ResultsOptions& options) {
  v1::GetResultsRequest request;
  request.set_campaign(FullName("campaigns", options.id));
  request.set_by_stratum(!options.by.empty());
  *request.mutable_questions() = {options.questions.begin(), options.questions.end()};
  request.set_filter(options.filter);
  request.set_as_public(options.as_public);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::GetResults, request));
  const v1::Results& results = response.results();
  if (results.demonstration()) {
    session.terminal.err << "the answers of this campaign are invented (a demonstration)\n";
  }
  if (!results.frozen()) session.terminal.err << "not closed yet: these results will change\n";
  PrintRows(ResultTable(results), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct CrossOptions {
  std::string id;
  std::string row;
  std::string column;
  std::string stratum;
  bool as_public = false;
};

absl::Status Cross(Session& session, const CrossOptions& options) {
  v1::CrossTabulateRequest request;
  request.set_campaign(FullName("campaigns", options.id));
  request.set_row(options.row);
  request.set_column(options.column);
  request.set_stratum(options.stratum);
  request.set_as_public(options.as_public);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::CrossTabulate, request));
  PrintOne(CrossTableRow(response.table()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct IdOptions {
  std::string id;
};

absl::Status Quality(Session& session, const IdOptions& options) {
  v1::GetDataQualityRequest request;
  request.set_campaign(FullName("campaigns", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::GetDataQuality, request));
  PrintOne(QualityRow(response.quality()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct CompareOptions {
  std::string before;
  std::string after;
  bool as_public = false;
};

absl::Status Compare(Session& session, const CompareOptions& options) {
  v1::CompareWavesRequest request;
  request.set_before(FullName("campaigns", options.before));
  request.set_after(FullName("campaigns", options.after));
  request.set_as_public(options.as_public);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::CompareWaves, request));
  for (const v1::NotCompared& other : response.comparison().not_compared()) {
    session.terminal.err << "not compared: " << other.measure() << ": " << other.reason() << "\n";
  }
  PrintRows(ComparisonTable(response.comparison()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct FigureOptions {
  std::string id;
  std::string question;
  std::string statistic = "mean";
  std::string choice;
  std::string institution;
};

absl::Status Figure(Session& session, const FigureOptions& options) {
  v1::GetFigureRequest request;
  request.set_campaign(FullName("campaigns", options.id));
  request.set_question(options.question);
  request.set_statistic(EnumValue<v1::Statistic>(options.statistic));
  request.set_choice(options.choice);
  request.set_institution(OptionalName("institutions", options.institution));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::GetFigure, request));
  PrintOne(FigureRow(response.figure()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ImportOptions {
  std::string id;
  std::string file;
  std::string population;
  std::string title;
  std::string request_id;
  bool validate_only = false;
};

absl::Status ImportTables(Session& session, const ImportOptions& options) {
  v1::ImportTablesRequest request;
  v1::Campaign& campaign = *request.mutable_campaign();
  campaign.set_id(BareId("campaigns", options.id));
  campaign.set_kind(v1::CAMPAIGN_KIND_TABLES);
  campaign.mutable_title()->set_en(options.title);
  ASSIGN_OR_RETURN(*request.mutable_source(), ReadRecordText(options.file));
  request.set_population(options.population);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ResultsService::Stub::ImportTables, request));
  auto findings = std::make_shared<Table>();
  findings->columns = {{"rule"}, {"item"}, {"category"}, {"printed"}, {"derived"}, {"message"}};
  for (const v1::TableFinding& finding : response.findings()) {
    findings->rows.push_back({Text(finding.rule()), Text(finding.item()), Text(finding.category()),
                              Text(finding.printed()), Text(finding.derived()),
                              Text(finding.message())});
  }
  PrintOne({.columns = {{"name"}, {"tables"}, {"findings"}},
            .rows = {{Text(response.campaign().name()), int64_t{response.tables()},
                      std::shared_ptr<const Table>(findings)}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

void AddAsPublic(CLI::App& command, bool& as_public) {
  command.add_flag("--public", as_public, "What everybody may see, not only staff");
}

}  // namespace

void AddSurveyResultCommands(CLI::App& group, Action& chosen) {
  CLI::App& results = *group.add_subcommand("results", "Show counts and statistics by question");
  auto& options = Bind(results, chosen, Results);
  results.add_option("ID", options.id, "The campaign")->required();
  results.add_option("--by", options.by, "By group")->check(CLI::IsMember({"stratum"}));
  results.add_option("--question", options.questions, "Only this question");
  results.add_option("--filter", options.filter,
                     "Only ballots with one answer: \"sex = female\"; two conditions are refused");
  AddAsPublic(results, options.as_public);
  AddExample(results, "tarazy survey results students-2026 --by stratum --question 24");

  CLI::App& cross = *group.add_subcommand("cross", "Cross two questions");
  auto& cross_options = Bind(cross, chosen, Cross);
  cross.add_option("ID", cross_options.id, "The campaign")->required();
  cross.add_option("ROW", cross_options.row, "The rows' question")->required();
  cross.add_option("COLUMN", cross_options.column, "The columns' question")->required();
  cross.add_option("--stratum", cross_options.stratum, "Only this group");
  AddAsPublic(cross, cross_options.as_public);

  CLI::App& quality =
      *group.add_subcommand("quality", "Show reliability, straight-lining, non-response");
  auto& quality_options = Bind(quality, chosen, Quality);
  quality.add_option("ID", quality_options.id, "The campaign")->required();

  CLI::App& compare = *group.add_subcommand("compare", "Compare two waves");
  auto& compare_options = Bind(compare, chosen, Compare);
  compare.add_option("BEFORE", compare_options.before, "The earlier campaign")->required();
  compare.add_option("AFTER", compare_options.after, "The later one")->required();
  AddAsPublic(compare, compare_options.as_public);

  CLI::App& figure = *group.add_subcommand("figure", "Show one figure with its uncertainty");
  auto& figure_options = Bind(figure, chosen, Figure);
  figure.add_option("ID", figure_options.id, "The campaign")->required();
  figure.add_option("--question", figure_options.question, "The question");
  AddWord<v1::Statistic>(figure, "--statistic", figure_options.statistic, "What of it")
      ->capture_default_str();
  figure.add_option("--choice", figure_options.choice, "Of shares and counts: the choice");
  figure.add_option("--institution", figure_options.institution, "Only of this institution");

  CLI::App& import = *group.add_subcommand(
      "import-tables", "Take tables that somebody published; says what is wrong with them");
  auto& import_options = Bind(import, chosen, ImportTables);
  import.add_option("ID", import_options.id, "The campaign that they become")->required();
  import.add_option("FILE", import_options.file, "YAML or JSON")->required();
  import.add_option("--population", import_options.population,
                    "Which tables, when the file has several: students");
  import.add_option("--title", import_options.title, "What they are called");
  AddRequestId(import, import_options.request_id);
  AddValidateOnly(import, import_options.validate_only);
  AddExample(import, "tarazy survey import-tables ektu-2023 tables.json --population students");
}

}  // namespace tarazy::cli
