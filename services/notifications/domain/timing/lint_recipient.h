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
// when all that is wrong is that mandatory topics cannot reach him, kMandatoryTopic. They reach him
// through a channel for which he has an address; `has_endpoint`: one that is in use. His inbox is
// enough only when he has none. Whether an e-mail address is one is the e-mail channel's to say.
absl::Status LintRecipient(const v1::Recipient& recipient, bool has_endpoint,
                           const TopicLookup& topics);

// The same of one wish of his, whatever may be wrong with the others: a topic may have become
// mandatory since they were stored.
absl::Status LintPreference(const v1::Recipient& recipient, bool has_endpoint,
                            const v1::Preference& preference, const TopicLookup& topics);

}  // namespace tarazy::notifications
