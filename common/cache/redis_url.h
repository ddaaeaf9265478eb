// Where a Redis is: redis://[[user]:password@]host[:port][/database]
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cache {

struct RedisAddress {
  std::string host;
  int port = 6379;
  std::string user;      // "" for the default user
  std::string password;  // "" sends no AUTH
  int database = 0;
};

// User and password may be percent-encoded; an IPv6 address stands in brackets. INVALID_ARGUMENT
// says what is wrong and never repeats the URL, which may hold a password.
absl::StatusOr<RedisAddress> ParseRedisUrl(absl::string_view url);

}  // namespace tarazy::cache
