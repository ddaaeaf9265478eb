// Several notices in one: what a recipient gets who wishes them gathered.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/notifications/domain/template/language.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

struct GatheredNotice {
  std::string subject;
  std::string text;
  // When it would have been sent by itself.
  absl::Time time;
};

// "3 уведомления" and the notices in the given order, numbered, each with its time in `zone`.
// Notices that no longer fit into kMaxRenderedBytes are counted in the last line. No HTML.
v1::Rendered RenderDigest(const std::vector<GatheredNotice>& notices, Language language,
                          const absl::TimeZone& zone);

}  // namespace tarazy::notifications
