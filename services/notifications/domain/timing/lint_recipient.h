// What is wrong with a recipient before it is stored.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tarazy/notifications/v1/recipient.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// The topic of this id; null when there is none.
using TopicLookup = std::function<const v1::Topic*(absl::string_view id)>;

// Every fault beyond what its fields' rules refuse, in one refusal: INVALID_ARGUMENT kInvalidField;
// when all that is wrong is that mandatory topics cannot reach him, kMandatoryTopic. Whether an
// e-mail address is one is the e-mail channel's to say.
absl::Status LintRecipient(const v1::Recipient& recipient, const TopicLookup& topics);

}  // namespace tarazy::notifications
