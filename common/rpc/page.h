// Pages of a list: keyset cursors in tokens that are signed and bound to their query. And places in
// feeds, signed and bound to the feed.
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::rpc {

// Where a page starts: the keys of the last row of the page before, or empty.
struct Page {
  int size = 100;
  std::vector<std::string> after;

  bool first() const { return after.empty(); }
};

class PageSigner {
 public:
  static constexpr int kDefaultSize = 100;
  static constexpr int kMaxSize = 1000;

  explicit PageSigner(std::string key) : key_(std::move(key)) {}

  // Reads page_size and page_token of a List request. INVALID_ARGUMENT for a negative size, and
  // INVALID_PAGE_TOKEN for a token that we did not sign, that has other than `keys` keys or that
  // belongs to a request that differs in anything but the page.
  absl::StatusOr<Page> Open(const google::protobuf::Message& request, size_t keys) const;

  // The token for the page after the row with these keys.
  std::string Next(const google::protobuf::Message& request,
                   const std::vector<std::string>& keys) const;

  // The cursor of a place in a feed; `feed` is the name of what is read, such as
  // "folders/a/letters". The same for the same place, in every process of an installation.
  std::string CursorOf(absl::string_view feed, int64_t place) const;

  // The place; 0 for an empty cursor. INVALID_CURSOR for one that we did not sign or that is of
  // another feed.
  absl::StatusOr<int64_t> OpenCursor(absl::string_view feed, absl::string_view cursor) const;

 private:
  std::string Sign(absl::string_view query, absl::string_view payload) const;

  const std::string key_;
};

}  // namespace tarazy::rpc
