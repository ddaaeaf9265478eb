#include "services/notifications/app/sending/letters.h"

#include "common/base/status_macros.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {

absl::StatusOr<CompiledTemplate> Letters::Compiled(sql::Tx& tx, const std::string& id,
                                                   int64_t version) {
  const std::pair<std::string, int64_t> key(id, version);
  {
    MutexLock lock(mu_);
    const auto known = compiled_.find(key);
    if (known != compiled_.end()) return known->second;
  }
  ASSIGN_OR_RETURN(const v1::Template letter, LoadTemplate(tx, id, version));
  ASSIGN_OR_RETURN(CompiledTemplate compiled, CompiledTemplate::Compile(letter));
  MutexLock lock(mu_);
  if (compiled_.size() >= kMost) compiled_.clear();
  compiled_.emplace(key, compiled);
  return compiled;
}

}  // namespace tarazy::notifications
