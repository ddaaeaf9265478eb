// tarazy notify proof export: a proof of notice as a file, for proof verify.
#include "common/base/text.h"
#include "services/cli/commands.h"
#include "services/cli/proof_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;

struct ExportOptions {
  std::string delivery;
  std::string out;
};

absl::Status Export(Session& session, const ExportOptions& options) {
  v1::GetProofRequest request;
  request.set_name(FullName("deliveries", options.delivery));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&v1::NoticesService::Stub::GetProof, request));
  const v1::Proof& proof = response.proof();
  RETURN_IF_ERROR(WriteProofFile(options.out, proof));
  PrintOne({.columns = {{"delivery"}, {"receipts"}, {"blocks"}, {"public_key"}, {"file"}},
            .rows = {{request.name(), int64_t{proof.receipts_size()}, int64_t{proof.blocks_size()},
                      Hex(proof.public_key()), options.out}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddProofCommands(CLI::App& notify, Action& chosen) {
  CLI::App& group =
      AddGroup(notify, "proof", "Proofs that somebody was told, which need no server");
  CLI::App& out = *group.add_subcommand("export", "Write the proof of a delivery to a file");
  auto& options = Bind(out, chosen, Export);
  out.add_option("DELIVERY", options.delivery, "The delivery")->required();
  out.add_option("FILE", options.out, "The file to write")->required();
  AddExample(out, "tarazy notify proof export 7f3c… notice.proof");
  AddProofVerifyCommand(group, chosen);
}

}  // namespace tarazy::cli
