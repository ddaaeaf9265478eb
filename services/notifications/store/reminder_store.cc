#include "services/notifications/store/reminder_store.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"

namespace tarazy::notifications {

using sql::V;

absl::Status InsertReminderBatch(sql::Tx& tx, const ReminderBatch& batch, absl::Time now) {
  return tx
      .Exec(
          "INSERT INTO reminder_batch (batch, campaign, strata, position, sent, failed, next_at, "
          "lease, created_at) VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, 0, ?5) ON CONFLICT DO NOTHING",
          {V(batch.batch), V(batch.campaign), V(absl::StrJoin(batch.strata, "\n")), V(sql::Blob{}),
           V(now)})
      .status();
}

absl::StatusOr<std::optional<ReminderBatch>> LeaseReminderBatch(sql::Tx& tx, int64_t lease,
                                                                absl::Time now, absl::Time until) {
  std::optional<ReminderBatch> batch;
  RETURN_IF_ERROR(tx.Query(
      "SELECT batch, campaign, strata, position, sent, failed FROM reminder_batch "
      "WHERE next_at IS NOT NULL AND next_at <= ?1 ORDER BY next_at, batch LIMIT 1",
      {V(now)}, [&](const sql::Row& row) {
        batch = ReminderBatch{.batch = row.Text(0),
                              .campaign = row.Text(1),
                              .strata = absl::StrSplit(row.Text(2), '\n', absl::SkipEmpty()),
                              .position = row.Bytes(3),
                              .sent = row.Int(4),
                              .failed = row.Int(5)};
        return absl::OkStatus();
      }));
  if (!batch.has_value()) return batch;
  RETURN_IF_ERROR(tx.Exec("UPDATE reminder_batch SET lease = ?2, next_at = ?3 WHERE batch = ?1",
                          {V(batch->batch), V(lease), V(until)})
                      .status());
  return batch;
}

absl::StatusOr<bool> KeepReminderBatch(sql::Tx& tx, const ReminderBatch& batch, int64_t lease,
                                       std::optional<absl::Time> next) {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      tx.Exec("UPDATE reminder_batch SET position = ?3, sent = ?4, failed = ?5, next_at = ?6 "
              "WHERE batch = ?1 AND lease = ?2",
              {V(batch.batch), V(lease),
               V(sql::Blob{next.has_value() ? batch.position : std::string()}), V(batch.sent),
               V(batch.failed), V(next)}));
  return changed > 0;
}

}  // namespace tarazy::notifications
