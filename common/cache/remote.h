// The second tier as the cache sees it: a store of bytes that may fail, vanish or lie at any time.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tarazy::cache {

// Thread-safe. Every call must end within a short bound of its own; no error stops the caller.
class Remote {
 public:
  virtual ~Remote() = default;

  // Nothing when the key is not there.
  virtual absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) = 0;
  // Kept for at most `ttl`.
  virtual absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration ttl) = 0;
};

}  // namespace tarazy::cache
