// From a notice to its deliveries: who is told, and through which channels.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/store/delivery_store.h"
#include "services/notifications/store/notice_store.h"
#include "tarazy/notifications/v1/recipient.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// The channels through which a recipient is told: what he wishes, else the topic's, of those for
// which he has an address (`has_endpoint`: a webhook's); the inbox always. Of a mandatory topic the
// topic's when none of those that he wishes is left. None when he has muted
// what may be muted.
std::vector<v1::Channel> ChannelsOf(const v1::Topic& topic, const v1::Recipient& recipient,
                                    bool has_endpoint);

struct SpreadOptions {
  int most = 500;                 // recipients, about
  bool alone = false;             // of one notice: to find out which it is that fails
  std::set<int64_t> passed_over;  // notices that are left out
};

// Makes the deliveries of the next recipients of the notices that have some left, the earliest
// released first, and remembers how far each is. False when there is nothing left to spread.
// `last`: the last notice that was looked at, also when that failed; 0: none.
absl::StatusOr<bool> SpreadSome(sql::Tx& tx, const SpreadOptions& options, absl::Time now,
                                int64_t& last);

}  // namespace tarazy::notifications
