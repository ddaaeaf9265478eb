// Pages of a list: keyset cursors in tokens that are signed and bound to their query.
#pragma once

#include <google/protobuf/message.h>

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

 private:
  std::string Sign(absl::string_view query, absl::string_view payload) const;

  const std::string key_;
};

}  // namespace tarazy::rpc
