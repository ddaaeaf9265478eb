// What deliveries are made of besides themselves, read once for many: topics and templates.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"
#include "services/notifications/domain/template/render.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// May be used by many threads.
class Letters {
 public:
  // A version never changes: it is read and parsed once. NOT_FOUND; FAILED_PRECONDITION
  // TEMPLATE_INVALID.
  absl::StatusOr<CompiledTemplate> Compiled(sql::Tx& tx, const std::string& id, int64_t version);

 private:
  static constexpr size_t kMost = 1000;

  Mutex mu_;
  std::map<std::pair<std::string, int64_t>, CompiledTemplate> compiled_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tarazy::notifications
