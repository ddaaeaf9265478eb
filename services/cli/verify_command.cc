// tarazy ranking verify: exit 1 when a bit of an edition differs from what was recorded.
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/find_edition.h"
#include "services/cli/printable.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

struct VerifyOptions {
  std::string edition;
};

absl::Status Verify(Session& session, const VerifyOptions& options) {
  rankings::v1::VerifyEditionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), FindEdition(session, options.edition));
  ASSIGN_OR_RETURN(
      const auto response,
      session.client.Call(&rankings::v1::RankingsService::Stub::VerifyEdition, request));
  const Table table{.columns = {{"edition"},
                                {"verified"},
                                {"recorded_digest"},
                                {"computed_digest"},
                                {"differences"}},
                    .rows = {{request.name(), response.verified(), response.recorded_digest(),
                              response.computed_digest(),
                              std::vector<std::string>(response.differences().begin(),
                                                       response.differences().end())}}};
  PrintOne(table, session.style, session.terminal.out);
  if (response.verified()) return absl::OkStatus();
  for (const std::string& difference : response.differences()) {
    session.terminal.err << Printable(difference) << "\n";
  }
  return absl::DataLossError(absl::StrCat(request.name(), " differs from what was recorded"));
}

}  // namespace

void AddVerifyCommand(CLI::App& ranking, Action& chosen) {
  CLI::App& verify = *ranking.add_subcommand("verify", "Compute an edition again and compare");
  verify.add_option("EDITION", Bind(verify, chosen, Verify).edition, kEditionHelp)->required();
}

}  // namespace tarazy::cli
