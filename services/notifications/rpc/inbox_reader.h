// What one stream of the inboxes' feed reads. For inbox_feed.cc.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "common/rpc/feed_reader.h"
#include "common/rpc/page.h"
#include "common/sql/database.h"
#include "services/notifications/rpc/inbox_heads.h"
#include "tarazy/notifications/v1/inbox_service.pb.h"

namespace tarazy::notifications {

class InboxReader final : public rpc::FeedReader<v1::WatchInboxResponse> {
 public:
  // All must outlive it, but for the request.
  InboxReader(sql::Database& database, const rpc::PageSigner& signer, InboxHeads& heads,
              const v1::WatchInboxRequest& request)
      : database_(database), signer_(signer), heads_(heads), request_(request) {}

  absl::Status Begin(const rpc::Call& call) override;
  absl::Status ReadPage(const Context& context, std::deque<v1::WatchInboxResponse>& page) override;
  bool Done() const override { return until_.has_value() && after_ >= *until_; }
  bool Behind() const override { return after_ < seen_ || after_ < *head_; }

 private:
  sql::Database& database_;
  const rpc::PageSigner& signer_;
  InboxHeads& heads_;
  const v1::WatchInboxRequest request_;
  std::string recipient_;  // its id
  std::shared_ptr<const InboxHeads::Head> head_;
  int64_t after_ = 0;
  int64_t seen_ = 0;  // the last number when it read
  std::optional<int64_t> until_;
};

}  // namespace tarazy::notifications
