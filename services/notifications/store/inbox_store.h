// Inboxes. Each numbers what comes into it under a lock of its own, so that whoever reads on from a
// number misses nothing.
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

namespace tarazy::notifications {

struct StoredItem {
  std::string recipient;
  int64_t number = 0;
  std::string delivery;
  std::string topic;
  std::string about;
  std::string subject;
  std::string text;
  bool acknowledge = false;
  absl::Time came;
  std::optional<absl::Time> read;
  std::optional<absl::Time> acknowledged;
};

// Gives the item its number.
absl::Status AppendItem(sql::Tx& tx, StoredItem& item);
// Those with a higher number, by number.
absl::StatusOr<std::vector<StoredItem>> ItemsAfter(sql::Tx& tx, absl::string_view recipient,
                                                   int64_t number, int limit);
// The newest first, those with a lower number.
absl::StatusOr<std::vector<StoredItem>> ItemsBefore(sql::Tx& tx, absl::string_view recipient,
                                                    int64_t number, bool unread, int limit);
// NOT_FOUND when the delivery lies in no inbox of this recipient.
absl::StatusOr<StoredItem> LoadItem(sql::Tx& tx, absl::string_view recipient,
                                    absl::string_view delivery);
absl::Status MarkItem(sql::Tx& tx, const StoredItem& item);  // its times

// The number of the last; 0 of an empty inbox.
absl::StatusOr<int64_t> LastNumber(sql::Tx& tx, absl::string_view recipient);
struct InboxHead {
  std::string recipient;
  int64_t last = 0;
};
// The inboxes that something came into since, those first that it came into longest ago.
absl::StatusOr<std::vector<InboxHead>> HeadsSince(sql::Tx& tx, absl::Time since, int limit);

}  // namespace tarazy::notifications
