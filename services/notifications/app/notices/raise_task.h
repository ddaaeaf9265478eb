// Nobody may miss a mandatory notice in silence: somebody of the agency has to see to it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/store/notice_store.h"
#include "tarazy/notifications/v1/recipient.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// A notice that did not reach its reader through one channel.
struct LostNotice {
  const std::string& delivery;  // its id
  int receipt = 0;              // the number of the receipt that says so
  const StoredNotice& notice;
  const v1::Topic& topic;
  const v1::Recipient& recipient;
  const std::string& address;
  const std::string& reason;
};

// Makes a notice of it on the topic "undeliverable", once for each time that it is
// lost; nothing when there is no such topic, and for a notice of that topic itself.
absl::Status RaiseTask(sql::Tx& tx, const LostNotice& lost, absl::Time now);

// Tells the owner of an endpoint, through his other channels, that it is not used any more: a
// notice on the topic "endpoint-disabled", once for a delivery; nothing when there is no such
// topic.
absl::Status TellOwner(sql::Tx& tx, const LostNotice& lost, absl::Time now);

}  // namespace tarazy::notifications
