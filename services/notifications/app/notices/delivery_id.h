// The id of a delivery: made of what there may never be two of.
#pragma once

#include <string>

#include "services/notifications/store/notice_store.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// 32 hexadecimal digits of a hash (HMAC-SHA-256) over event, step, topic, recipient and channel.
std::string DeliveryId(const StoredNotice& notice, const std::string& recipient,
                       v1::Channel channel);

}  // namespace tarazy::notifications
