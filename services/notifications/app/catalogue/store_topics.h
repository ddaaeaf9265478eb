// Topics and templates, checked before they are stored.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/template.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// The variables that an event of this type brings; null when there is no such type.
using EventFields = std::map<std::string, v1::VariableKind>;
using EventLookup = std::function<const EventFields*(absl::string_view type)>;

// INVALID_ARGUMENT with every fault: the rules of its fields, an unknown type of event, a template,
// its own or a reminder's, that needs what an event does not bring, or brings as another kind.
// NOT_FOUND when a template is missing. As PutTopic.
absl::StatusOr<v1::Topic> StoreTopic(sql::Tx& tx, v1::Topic topic, const EventLookup& events,
                                     absl::Time now);

// INVALID_ARGUMENT TEMPLATE_INVALID with every fault.
absl::Status CheckTemplate(const v1::Template& letter);
// The same; also when the newest version is to tell what an event of a topic that uses it does not
// bring ("topics.news"). As PutTemplate.
absl::StatusOr<v1::Template> StoreTemplate(sql::Tx& tx, const v1::Template& letter,
                                           const EventLookup& events, absl::Time now);

}  // namespace tarazy::notifications
