// Which state of a delivery may follow which.
#pragma once

#include "absl/status/status.h"
#include "tarazy/notifications/v1/notice.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// A new delivery comes from UNSPECIFIED and is ACCEPTED.
bool MayFollow(v1::Channel channel, v1::DeliveryState from, v1::DeliveryState to);

// The same of receipts, of which there is none when a delivery is accepted, and none when a worker
// takes it.
bool ReceiptMayFollow(v1::Channel channel, v1::DeliveryState from, v1::DeliveryState to);

// OK, or FAILED_PRECONDITION kDeliveryState with both states in a sentence.
absl::Status CheckTransition(v1::Channel channel, v1::DeliveryState from, v1::DeliveryState to);

// Nothing follows but what its reader does, or a redrive of what is dead.
bool IsFinal(v1::DeliveryState state);

}  // namespace tarazy::notifications
