#include "services/cli/respondent.h"

#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/blind_rsa.h"
#include "common/base/ids.h"
#include "common/base/seal.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/replace_file.h"
#include "tarazy/surveys/v1/roll_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;

constexpr size_t kMaxVoucherBytes = 16 << 10;

absl::Status NoVoucherFile(absl::string_view path) {
  return UsageError(absl::StrCat(path, " is no voucher file of this program"));
}

// Begins a voucher: everything but the signature.
absl::StatusOr<VoucherFile> Blinded(const std::string& campaign, const std::string& stratum,
                                    const BlindRsaPublicKey& key) {
  VoucherFile file;
  file.campaign = campaign;
  file.voucher.set_stratum(stratum);
  file.voucher.set_message(PrepareBlind(absl::HexStringToBytes(RandomHex(32))));
  ASSIGN_OR_RETURN(Blinding blinding, key.Blind(file.voucher.message()));
  file.blinded_message = std::move(blinding.blinded_message);
  file.inverse = std::move(blinding.inverse);
  file.submission_id = RandomHex(16);
  file.draft_key = absl::HexStringToBytes(RandomHex(32));
  return file;
}

}  // namespace

absl::StatusOr<VoucherFile> ReadVoucherFile(const std::string& path) {
  VoucherFile file;
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return file;
  ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kMaxVoucherBytes));
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto field = [&](const char* name) {
    const auto it = json.is_object() ? json.find(name) : json.end();
    return json.is_object() && it != json.end() && it->is_string() ? it->get<std::string>()
                                                                   : std::string();
  };
  file.campaign = field("campaign");
  file.voucher.set_stratum(field("stratum"));
  file.voucher.set_message(absl::HexStringToBytes(field("message")));
  file.voucher.set_signature(absl::HexStringToBytes(field("signature")));
  file.blinded_message = absl::HexStringToBytes(field("blinded_message"));
  file.inverse = absl::HexStringToBytes(field("inverse"));
  file.submission_id = field("submission_id");
  file.draft_key = absl::HexStringToBytes(field("draft_key"));
  if (file.campaign.empty() || file.voucher.message().empty()) return NoVoucherFile(path);
  return file;
}

absl::Status WriteVoucherFile(const std::string& path, const VoucherFile& file) {
  const nlohmann::ordered_json json = {{"campaign", file.campaign},
                                       {"stratum", file.voucher.stratum()},
                                       {"message", Hex(file.voucher.message())},
                                       {"signature", Hex(file.voucher.signature())},
                                       {"blinded_message", Hex(file.blinded_message)},
                                       {"inverse", Hex(file.inverse)},
                                       {"submission_id", file.submission_id},
                                       {"draft_key", Hex(file.draft_key)}};
  const mode_t before = umask(0177);
  const absl::Status written = ReplaceFile(path, json.dump(2) + "\n");
  umask(before);
  return written;
}

absl::StatusOr<VoucherFile> TakeVoucher(Client& client, const std::string& campaign,
                                        const std::string& ticket, const std::string& path) {
  ASSIGN_OR_RETURN(VoucherFile file, ReadVoucherFile(path));
  if (!file.campaign.empty() && file.campaign != campaign) {
    return UsageError(
        absl::StrCat(path, " holds a voucher of ", file.campaign, ", not of ", campaign));
  }
  if (!file.voucher.signature().empty()) return file;
  if (ticket.empty()) {
    return UsageError("give the ticket: --ticket CODE (a feedback box needs none)");
  }
  v1::LookAtTicketRequest look;
  look.set_ticket(ticket);
  ASSIGN_OR_RETURN(const auto seen, client.Call(&v1::RollService::Stub::LookAtTicket, look));
  if (seen.campaign() != campaign) {
    return UsageError(absl::StrCat("the ticket is of ", seen.campaign(), ", not of ", campaign));
  }
  ASSIGN_OR_RETURN(const BlindRsaPublicKey key, BlindRsaPublicKey::FromSpki(seen.public_key()));
  if (file.campaign.empty()) {
    ASSIGN_OR_RETURN(file, Blinded(campaign, seen.stratum(), key));
    RETURN_IF_ERROR(WriteVoucherFile(path, file));
  }
  v1::ExchangeTicketRequest exchange;
  exchange.set_ticket(ticket);
  exchange.set_blinded_message(file.blinded_message);
  ASSIGN_OR_RETURN(const auto exchanged,
                   client.Call(&v1::RollService::Stub::ExchangeTicket, exchange));
  ASSIGN_OR_RETURN(*file.voucher.mutable_signature(),
                   key.Finalize(file.voucher.message(), exchanged.blind_signature(), file.inverse));
  RETURN_IF_ERROR(WriteVoucherFile(path, file));
  return file;
}

}  // namespace tarazy::cli
