// tarazy ranking answer | settle: how a dispute about a value goes on and ends.
#include <optional>

#include "services/cli/commands.h"
#include "services/cli/number_argument.h"
#include "services/cli/value_act.h"
#include "services/cli/value_row.h"
#include "tarazy/rankings/v1/submissions_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::SubmissionsService;

// The cell under dispute, and the figure that may take its place.
struct DisputeOptions {
  ValueActOptions act;
  std::string variable;
  std::optional<std::string> value;
  std::string source;
  std::string evidence;
};

void AddDisputeOptions(CLI::App& command, DisputeOptions& options) {
  AddValueActOptions(command, options.act);
  command.add_option("VARIABLE", options.variable, "Which")->required();
  command.add_option("--source", options.source, "Where the corrected value comes from");
  AddEvidence(command, options.evidence);
}

template <class Request>
absl::StatusOr<Request> DisputeRequest(const DisputeOptions& options,
                                       absl::string_view value_option) {
  auto request = ValueActRequest<Request>(options.act);
  request.set_variable(options.variable);
  if (options.value) {
    ASSIGN_OR_RETURN(const double value, ParseNumber(value_option, *options.value));
    request.set_value(value);
  }
  request.set_source(options.source);
  request.set_evidence(options.evidence);
  return request;
}

struct AnswerOptions {
  DisputeOptions dispute;
  std::string statement;
};

absl::Status Answer(Session& session, const AnswerOptions& options) {
  ASSIGN_OR_RETURN(auto request,
                   DisputeRequest<rankings::v1::AnswerDisputeRequest>(options.dispute, "--value"));
  request.set_statement(options.statement);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&SubmissionsService::Stub::AnswerDispute, request));
  PrintOne(ValueTable(response.value()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct SettleOptions {
  DisputeOptions dispute;
  std::string origin;
  bool accept = false;
  bool reject = false;
  std::string reason;
};

absl::Status Settle(Session& session, const SettleOptions& options) {
  RETURN_IF_ERROR(ExactlyOneOf({{"--accept", options.accept},
                                {"--correct", options.dispute.value.has_value()},
                                {"--reject", options.reject}}));
  ASSIGN_OR_RETURN(auto request, DisputeRequest<rankings::v1::SettleDisputeRequest>(options.dispute,
                                                                                    "--correct"));
  request.set_origin(options.origin);
  request.set_settlement(options.accept   ? rankings::v1::SETTLEMENT_ACCEPT
                         : options.reject ? rankings::v1::SETTLEMENT_REJECT
                                          : rankings::v1::SETTLEMENT_CORRECT);
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&SubmissionsService::Stub::SettleDispute, request));
  PrintOne(ValueTable(response.value()), session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddDisputeCommands(CLI::App& ranking, Action& chosen) {
  CLI::App& answer = *ranking.add_subcommand("answer", "Answer a dispute for the institution");
  auto& answer_options = Bind(answer, chosen, Answer);
  AddDisputeOptions(answer, answer_options.dispute);
  answer.add_option("--statement", answer_options.statement, "The institution's answer")
      ->required();
  answer
      .add_option("--value", answer_options.dispute.value,
                  "The corrected value; without it the institution stands by what it said")
      ->type_name("N");
  AddExample(answer,
             "tarazy ranking answer iqaa-2026 ektu students --statement \"A typing error\" "
             "--value 900");

  CLI::App& settle = *ranking.add_subcommand("settle", "End a dispute as a second reviewer");
  auto& settle_options = Bind(settle, chosen, Settle);
  AddDisputeOptions(settle, settle_options.dispute);
  AddOrigin(settle, settle_options.origin);
  settle.add_flag("--accept", settle_options.accept, "The value counts as it stands now");
  settle.add_option("--correct", settle_options.dispute.value, "This value counts instead")
      ->type_name("N");
  settle.add_flag("--reject", settle_options.reject, "The value does not count");
  settle.add_option("--reason", settle_options.reason, "Why, for the record and the institution")
      ->required();
  AddExample(
      settle,
      "tarazy ranking settle iqaa-2026 ektu students --accept --reason \"Proved by form 3\"");
}

}  // namespace tarazy::cli
