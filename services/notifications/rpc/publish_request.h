// What somebody asks to be published, read.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/notifications/app/notices/make_notice.h"
#include "tarazy/notifications/v1/notices_service.pb.h"

namespace tarazy::notifications {

// The announcements, by their time: one, or as many as it recurs. INVALID_ARGUMENT with every
// fault; NOT_FOUND (topic, recipients).
absl::StatusOr<std::vector<Announcement>> ReadPublishRequest(
    sql::Tx& tx, const v1::PublishNoticeRequest& request, absl::Time now);

}  // namespace tarazy::notifications
