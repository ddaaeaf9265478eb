// tarazy ranking verify-values | dispute: a verifier's first look at what was handed in.
#include "services/cli/commands.h"
#include "services/cli/value_act.h"
#include "tarazy/rankings/v1/submissions_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::SubmissionsService;

struct ReviewOptions {
  ValueActOptions act;
  std::vector<std::string> variables;
  std::string origin;
  std::string reason;
};

template <class Request>
Request ReviewRequest(const ReviewOptions& options) {
  auto request = ValueActRequest<Request>(options.act);
  request.mutable_variables()->Add(options.variables.begin(), options.variables.end());
  request.set_origin(options.origin);
  return request;
}

absl::Status VerifyValues(Session& session, const ReviewOptions& options) {
  const auto request = ReviewRequest<rankings::v1::VerifyValuesRequest>(options);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&SubmissionsService::Stub::VerifyValues, request));
  PrintAct(session, response);
  return absl::OkStatus();
}

absl::Status DisputeValues(Session& session, const ReviewOptions& options) {
  auto request = ReviewRequest<rankings::v1::DisputeValuesRequest>(options);
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&SubmissionsService::Stub::DisputeValues, request));
  PrintAct(session, response);
  return absl::OkStatus();
}

}  // namespace

void AddReviewCommands(CLI::App& ranking, Action& chosen) {
  CLI::App& verify = *ranking.add_subcommand("verify-values", "Let submitted values count");
  auto& verify_options = Bind(verify, chosen, VerifyValues);
  AddValueActOptions(verify, verify_options.act);
  verify.add_option("VARIABLE", verify_options.variables,
                    "Which; all that are submitted by default");
  AddOrigin(verify, verify_options.origin);
  AddExample(verify, "tarazy ranking verify-values iqaa-2026 ektu students staff");

  CLI::App& dispute = *ranking.add_subcommand("dispute", "Doubt submitted values");
  auto& dispute_options = Bind(dispute, chosen, DisputeValues);
  AddValueActOptions(dispute, dispute_options.act);
  dispute.add_option("VARIABLE", dispute_options.variables, "Which")->required();
  AddOrigin(dispute, dispute_options.origin);
  dispute
      .add_option("--reason", dispute_options.reason,
                  "What is doubted and what would settle it, for the institution")
      ->required();
  AddExample(dispute,
             "tarazy ranking dispute iqaa-2026 ektu students --reason \"The ministry counts 900\"");
}

}  // namespace tarazy::cli
