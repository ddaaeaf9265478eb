// tarazy notify proof verify: a proof of notice in a file; no server. Exit 1, with a sentence, when
// it does not hold.
#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/proof_file.h"
#include "services/cli/records.h"
#include "services/notifications/domain/receipt/proof.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;

struct VerifyOptions {
  std::string file;
  std::string key;
};

// What is wrong with it; empty for 64 hexadecimal digits.
std::string FaultOfKey(const std::string& hex) {
  constexpr size_t kHexDigits = 64;
  const bool digits =
      std::all_of(hex.begin(), hex.end(), [](char c) { return absl::ascii_isxdigit(c); });
  if (digits && hex.size() == kHexDigits) return "";
  return "the key of Ed25519 signatures is 64 hexadecimal digits";
}

Table ReceiptTable(const std::vector<v1::Receipt>& receipts) {
  Table table{.columns = {{"number"},
                          {"time"},
                          {"state"},
                          {"channel"},
                          {"address"},
                          {"reply"},
                          {.name = "delivery", .detail = true},
                          {.name = "event", .detail = true},
                          {.name = "step", .detail = true},
                          {.name = "topic", .detail = true},
                          {.name = "recipient", .detail = true},
                          {.name = "template", .detail = true},
                          {.name = "digest", .detail = true},
                          {.name = "message_id", .detail = true}},
              .rows = {}};
  for (const v1::Receipt& receipt : receipts) {
    table.rows.push_back({int64_t{receipt.number()}, Time(receipt.has_time(), receipt.time()),
                          Text(EnumWord(receipt.state())), Text(EnumWord(receipt.channel())),
                          Text(receipt.address()), Text(receipt.reply()), Text(receipt.delivery()),
                          Text(receipt.event()), Text(receipt.step()), Text(receipt.topic()),
                          Text(receipt.recipient()), Text(receipt.template_()),
                          Text(receipt.digest()), Text(receipt.message_id())});
  }
  return table;
}

absl::Status Verify(Session& session, const VerifyOptions& options) {
  ASSIGN_OR_RETURN(const v1::Proof proof, ReadProofFile(options.file));
  std::optional<std::string> key;
  if (!options.key.empty()) key = absl::HexStringToBytes(options.key);
  const auto shown = notifications::VerifyProof(proof, key);
  if (!shown.ok()) {
    // The sentence says all; the fields would repeat it.
    return absl::Status(shown.status().code(), shown.status().message());
  }
  PrintRows(ReceiptTable(shown->receipts), session.style, session.terminal.out);
  std::ostream& err = session.terminal.err;
  err << "newest block: " << shown->newest_block << ", hash " << Hex(shown->newest_hash)
      << "; nothing before it was changed if somebody outside has kept this hash\n";
  if (!shown->key_was_expected) {
    err << "warning: whose signature it is, is not checked: the key is the proof's own, "
        << Hex(proof.public_key()) << " (--key)\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddProofVerifyCommand(CLI::App& proof, Action& chosen) {
  CLI::App& verify = *proof.add_subcommand(
      "verify", "Check a proof's receipts, blocks and signatures, without a server");
  auto& options = Bind(verify, chosen, Verify);
  verify.add_option("FILE", options.file, "The proof; - is standard input")->required();
  verify
      .add_option("--key", options.key,
                  "The key that you trust, in hexadecimal; without it the proof's own")
      ->check(CLI::Validator(FaultOfKey, ""))
      ->type_name("HEX");
  AddExample(verify, "tarazy notify proof verify notice.proof --key 3d40…");
}

}  // namespace tarazy::cli
