// tarazy ranking compute | publish | withdraw | editions
#include "services/cli/commands.h"
#include "services/cli/find_edition.h"
#include "services/cli/progress_bar.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/time_argument.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::Edition;
using rankings::v1::RankingsService;

struct ComputeOptions {
  std::string ranking;
  std::string request_id;
};

absl::Status Compute(Session& session, const ComputeOptions& options) {
  rankings::v1::ComputeEditionRequest request;
  request.set_ranking(FullName("rankings", options.ranking));
  request.set_request_id(options.request_id);
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  RankingsService::Stub stub(session.client.channel());
  const auto stream = stub.ComputeEdition(&context, request);
  std::optional<Edition> edition;
  {
    ProgressBar bar(session.terminal);
    rankings::v1::ComputeEditionResponse response;
    while (stream->Read(&response)) {
      if (response.has_progress()) {
        bar.Update(response.progress().share(), response.progress().phase());
      } else if (response.has_edition()) {
        edition = response.edition();
        bar.Finish("done");
      }
    }
  }
  RETURN_IF_ERROR(session.client.Outcome(stream->Finish()));
  if (!edition) return absl::InternalError("the server ended the computation without an edition");
  const Table table{.columns = {{"edition"}, {"digest"}, {"units"}, {"excluded"}, {"findings"}},
                    .rows = {{edition->name(), edition->digest(), int64_t{edition->units()},
                              int64_t{edition->excluded()}, FindingTable(edition->findings())}}};
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct PublishOptions {
  std::string edition;
  std::string embargo;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Publish(Session& session, const PublishOptions& options) {
  rankings::v1::PublishEditionRequest request;
  if (!options.embargo.empty()) {
    ASSIGN_OR_RETURN(const absl::Time end, ParseTime("--embargo", options.embargo));
    *request.mutable_embargo_time() = ToTimestamp(end);
  }
  ASSIGN_OR_RETURN(*request.mutable_name(), FindEdition(session, options.edition));
  request.set_etag(options.etag);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::PublishEdition, request));
  PrintOne(EditionTable(response.edition()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct WithdrawOptions {
  std::string edition;
  std::string erratum;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Withdraw(Session& session, const WithdrawOptions& options) {
  rankings::v1::WithdrawEditionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), FindEdition(session, options.edition));
  request.set_erratum(options.erratum);
  request.set_etag(options.etag);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&RankingsService::Stub::WithdrawEdition, request));
  PrintOne(EditionTable(response.edition()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct EditionsOptions {
  std::string ranking;
  PageOptions page;
};

absl::Status Editions(Session& session, const EditionsOptions& options) {
  rankings::v1::ListEditionsRequest request;
  request.set_parent(FullName("rankings", options.ranking));
  Table table{.columns = EditionColumns(), .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &RankingsService::Stub::ListEditions, request,
                              [&](const auto& response) {
                                for (const auto& edition : response.editions()) {
                                  table.rows.push_back(EditionRow(edition));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddEditionCommands(CLI::App& ranking, Action& chosen) {
  CLI::App& compute = *ranking.add_subcommand("compute", "Compute a draft edition");
  auto& compute_options = Bind(compute, chosen, Compute);
  compute.add_option("ID", compute_options.ranking, "The ranking")->required();
  AddRequestId(compute, compute_options.request_id);

  CLI::App& publish = *ranking.add_subcommand("publish", "Make an edition the ranking's result");
  auto& publish_options = Bind(publish, chosen, Publish);
  publish.add_option("EDITION", publish_options.edition, kEditionHelp)->required();
  publish
      .add_option("--embargo", publish_options.embargo,
                  "Show it to the public only from then on: 2026-12-01T09:00:00+05:00")
      ->type_name("TIME");
  AddEtag(publish, publish_options.etag);
  AddRequestId(publish, publish_options.request_id);
  AddValidateOnly(publish, publish_options.validate_only);

  CLI::App& withdraw = *ranking.add_subcommand("withdraw", "Take a published edition back");
  auto& withdraw_options = Bind(withdraw, chosen, Withdraw);
  withdraw.add_option("EDITION", withdraw_options.edition, kEditionHelp)->required();
  withdraw.add_option("--erratum", withdraw_options.erratum, "What was wrong, for the public")
      ->required();
  AddEtag(withdraw, withdraw_options.etag);
  AddRequestId(withdraw, withdraw_options.request_id);
  AddValidateOnly(withdraw, withdraw_options.validate_only);

  CLI::App& editions = *ranking.add_subcommand("editions", "Show a ranking's editions");
  auto& editions_options = Bind(editions, chosen, Editions);
  editions.add_option("ID", editions_options.ranking, "The ranking")->required();
  AddPageOptions(editions, editions_options.page);
}

}  // namespace tarazy::cli
