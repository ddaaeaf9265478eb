// The values of a notice, read once for all of its deliveries that are under way.
#pragma once

#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/notifications/domain/template/notice_values.h"

namespace tarazy::notifications {

// May be used by many threads: the first that wants them reads them.
class ParsedValues {
 public:
  explicit ParsedValues(std::string json) : json_(std::move(json)) {}

  // As FromJson.
  const absl::StatusOr<NoticeValues>& Get() {
    std::call_once(once_, [this] { values_ = FromJson(json_); });
    return values_;
  }

 private:
  const std::string json_;
  std::once_flag once_;
  absl::StatusOr<NoticeValues> values_;
};

}  // namespace tarazy::notifications
