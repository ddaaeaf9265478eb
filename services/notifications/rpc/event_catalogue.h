// The events of the suite: what topics can tell of, and what each brings.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/notifications/app/catalogue/store_topics.h"
#include "services/notifications/app/notices/make_notice.h"
#include "tarazy/common/v1/event.pb.h"

namespace tarazy::notifications {

// Null when there is no event of this type ("tarazy.accreditation.v1.FindingOpened").
const EventFields* FieldsOfEvent(absl::string_view type);

// What an event says, by the paths of its fields: "finding.text". Empty fields are absent.
// INVALID_ARGUMENT for a payload of an unknown type, or one that cannot be read.
absl::StatusOr<IncomingEvent> ReadEvent(const common::v1::Event& event);

}  // namespace tarazy::notifications
