// What one stream of the register's feed reads. For register_feed.cc.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>

#include "absl/status/status.h"
#include "common/rpc/feed_reader.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/register_service.pb.h"

namespace tarazy::accreditation {

class RegisterReader final : public rpc::FeedReader<v1::WatchRegisterResponse> {
 public:
  // `last` is the register's last change as far as the feed has seen; it must outlive the reader.
  RegisterReader(sql::Database& database, const std::atomic<int64_t>& last,
                 const v1::WatchRegisterRequest& request)
      : database_(database), last_(last), request_(request) {}

  absl::Status Begin(const rpc::Call& call) override;
  absl::Status ReadPage(const Context& context,
                        std::deque<v1::WatchRegisterResponse>& page) override;
  bool Done() const override { return until_.has_value() && after_ >= *until_; }
  bool Behind() const override { return after_ < seen_ || after_ < last_; }

 private:
  sql::Database& database_;
  const std::atomic<int64_t>& last_;
  const v1::WatchRegisterRequest request_;
  bool sees_votes_ = false;
  int64_t after_ = 0;
  int64_t seen_ = 0;  // the last change when it read
  std::optional<int64_t> until_;
};

}  // namespace tarazy::accreditation
