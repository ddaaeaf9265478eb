// Deliveries: a notice to one recipient through one channel, and who works on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/store/notice_store.h"
#include "tarazy/notifications/v1/notice.pb.h"
#include "tarazy/notifications/v1/recipient.pb.h"

namespace tarazy::notifications {

struct StoredDelivery {
  std::string id;
  int64_t notice = 0;
  std::string recipient;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  v1::DeliveryState state = v1::DELIVERY_STATE_ACCEPTED;
  std::optional<absl::Time> next;  // when a worker looks at it again; nothing: never by itself
  int64_t lease = 0;
  int attempts = 0;
  std::optional<absl::Time> first_attempt;
  std::string digest;
  std::string reason;
  std::optional<std::string> gathered_in;
  int receipts = 0;
  std::string last_receipt;  // its bytes
  absl::Time created;
  absl::Time changed;
};

// All or nothing. ALREADY_EXISTS when one of them was made at the same time.
absl::Status InsertDeliveries(sql::Tx& tx, const std::vector<StoredDelivery>& deliveries);
// Of this notice those recipients, after `after` up to `last`, that have deliveries already.
absl::StatusOr<std::vector<std::string>> RecipientsOf(sql::Tx& tx, int64_t notice,
                                                      absl::string_view after,
                                                      absl::string_view last);

// With its notice, and whether there is still a reason for it.
struct TimelyDelivery {
  StoredDelivery delivery;
  StoredNotice notice;
  bool moot = false;  // it was cancelled, its deadline met or moved
  std::string due;    // the deadline's date; empty: there is none
  std::string zone;   // and its zone
};
// One that a worker has taken: with all that decides what becomes of it.
struct LeasedDelivery : TimelyDelivery {
  v1::Recipient recipient;
  std::string suppressed;     // why mail does not reach the address; empty: it does
  std::string url;            // of a webhook; empty: there is no endpoint in use
  bool endpoint_off = false;  // it was switched off because it did not answer, or wants nothing
  std::string sealed_secret;
  std::string sealed_old_secret;  // empty: there is none, or it is over
};
// Takes up to `limit` whose time has come, the earliest first, until `until`: then they are
// anybody's again. `lease` is a number that was never used before. On PostgreSQL those that another
// transaction is taking are passed over.
absl::StatusOr<int64_t> Lease(sql::Tx& tx, absl::string_view engine, int64_t lease, absl::Time now,
                              absl::Time until, int limit);
absl::StatusOr<std::vector<LeasedDelivery>> Leased(sql::Tx& tx, int64_t lease, absl::Time now);

// Stores what became of it and gives it back; false, and nothing is stored, when the lease is not
// this one any more.
absl::StatusOr<bool> GiveBack(sql::Tx& tx, const StoredDelivery& delivery, int64_t lease);
// Stores it whoever works on it: for what its reader does.
absl::Status Update(sql::Tx& tx, const StoredDelivery& delivery);
// The earliest time at which a worker has to look again.
absl::StatusOr<std::optional<absl::Time>> NextDue(sql::Tx& tx);

// NOT_FOUND.
absl::StatusOr<StoredDelivery> LoadDelivery(sql::Tx& tx, absl::string_view id);
// Those that a digest gathers, by time.
absl::StatusOr<std::vector<TimelyDelivery>> GatheredIn(sql::Tx& tx, absl::string_view digest);

struct DeliveryFilter {
  std::string event;
  std::string recipient;  // its id
  v1::DeliveryState state = v1::DELIVERY_STATE_UNSPECIFIED;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
};
// With what the notice says of it; the newest first, those before (`before`, `before_id`).
absl::StatusOr<std::vector<v1::Delivery>> ListDeliveries(sql::Tx& tx, const DeliveryFilter& filter,
                                                         absl::Time before,
                                                         absl::string_view before_id, int limit);
// NOT_FOUND.
absl::StatusOr<v1::Delivery> DescribeDelivery(sql::Tx& tx, absl::string_view id);

struct DeliveryCount {
  v1::Channel channel;
  v1::DeliveryState state;
  int64_t count;
};
// Of all events when `event` is empty.
absl::StatusOr<std::vector<DeliveryCount>> CountDeliveries(sql::Tx& tx, absl::string_view event);

}  // namespace tarazy::notifications
