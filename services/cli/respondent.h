// The respondent's side: a voucher that only he has, kept in a file until it is spent.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/client.h"
#include "tarazy/surveys/v1/ballots_service.pb.h"

namespace tarazy::cli {

// What a voucher file holds (JSON, mode 0600). It is written before the ticket is exchanged: when
// the answer is lost on its way, the same file fetches it again, and nobody else can.
struct VoucherFile {
  std::string campaign;          // "campaigns/…"
  surveys::v1::Voucher voucher;  // without a signature until the ticket was exchanged
  std::string blinded_message;
  std::string inverse;
  std::string submission_id;  // of the ballot that it will be spent with
  std::string draft_key;      // 32 bytes; encrypts drafts
};

// The file's content; nothing in it (an empty campaign) when there is no such file.
absl::StatusOr<VoucherFile> ReadVoucherFile(const std::string& path);
absl::Status WriteVoucherFile(const std::string& path, const VoucherFile& file);

// A voucher for the ticket: from the file when it has one, else by exchanging the ticket. Errors:
// those of RollService.ExchangeTicket, a usage error when the file is of another campaign.
absl::StatusOr<VoucherFile> TakeVoucher(Client& client, const std::string& campaign,
                                        const std::string& ticket, const std::string& path);

}  // namespace tarazy::cli
