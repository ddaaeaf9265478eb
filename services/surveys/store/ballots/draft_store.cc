#include "services/surveys/store/ballots/draft_store.h"

#include "common/base/status_macros.h"

namespace tarazy::surveys {

using sql::V;

absl::Status PutDraft(sql::Tx& tx, absl::string_view campaign, absl::string_view voucher_digest,
                      absl::string_view sealed) {
  return tx
      .Exec(
          "INSERT INTO draft (campaign, voucher_digest, sealed) VALUES (?1, ?2, ?3) "
          "ON CONFLICT (campaign, voucher_digest) DO UPDATE SET sealed = excluded.sealed",
          {V(campaign), V(sql::Blob{std::string(voucher_digest)}),
           V(sql::Blob{std::string(sealed)})})
      .status();
}

absl::StatusOr<std::optional<std::string>> LoadDraft(sql::Tx& tx, absl::string_view campaign,
                                                     absl::string_view voucher_digest) {
  std::optional<std::string> sealed;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT sealed FROM draft WHERE campaign = ?1 AND voucher_digest = ?2",
                  {V(campaign), V(sql::Blob{std::string(voucher_digest)})},
                  [&](const sql::Row& row) { sealed = row.Bytes(0); })
          .status());
  return sealed;
}

}  // namespace tarazy::surveys
