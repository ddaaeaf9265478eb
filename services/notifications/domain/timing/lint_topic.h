// What is wrong with a topic before it is stored (docs/notifications.md).
#pragma once

#include "common/base/faults.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// Every fault beyond what its fields' rules refuse.
void LintTopic(const v1::Topic& topic, Faults& faults);

}  // namespace tarazy::notifications
