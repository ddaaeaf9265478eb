// Changes of what is stored under an id with an etag: the number of its changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace tarazy::notifications {

struct Change {
  bool same = false;   // nothing is to be stored
  int64_t number = 1;  // of the change
};

// What it takes to store `wanted`, which has neither name nor etag, over `stored`.
template <typename Record>
absl::StatusOr<Change> ChangeOf(const std::optional<Record>& stored, const Record& wanted,
                                absl::string_view etag, absl::string_view name) {
  if (!stored.has_value()) {
    if (!etag.empty()) return StaleEtag(name, "");
    return Change{};
  }
  Record content = *stored;
  content.clear_name();
  content.clear_etag();
  if (content.SerializeAsString() == wanted.SerializeAsString()) return Change{.same = true};
  if (etag != stored->etag()) return StaleEtag(name, stored->etag());
  int64_t changes = 0;
  if (!absl::SimpleAtoi(stored->etag(), &changes)) return Internal("a stored etag is no number");
  return Change{.number = changes + 1};
}

}  // namespace tarazy::notifications
