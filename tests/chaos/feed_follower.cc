#include "tests/chaos/feed_follower.h"

#include <gtest/gtest.h>

namespace tarazy::chaos {

namespace ac = accreditation::v1;

void FeedFollower::Start(Clients& clients) {
  thread_ = std::thread([this, &clients] { Read(clients, /*until_now=*/false); });
}

void FeedFollower::Join() {
  if (thread_.joinable()) thread_.join();
}

void FeedFollower::CatchUp(Clients& clients) { Read(clients, /*until_now=*/true); }

void FeedFollower::Read(Clients& clients, bool until_now) {
  ac::WatchRegisterRequest request;
  request.set_cursor(cursor_);
  request.set_until_now(until_now);
  if (!cursor_.empty()) ++resumed_;
  const auto context = clients.Context();
  const auto reader = clients.registers().WatchRegister(context.get(), request);
  ac::WatchRegisterResponse response;
  while (reader->Read(&response)) {
    const ac::RegisterChange& change = response.change();
    EXPECT_EQ(change.sequence(), last_ + 1) << "a gap or a repeat";
    last_ = change.sequence();
    cursor_ = change.cursor();
    const std::string& decision = change.decision().name();
    EXPECT_TRUE(decisions_.emplace(decision, last_).second) << decision << " came twice";
  }
  const grpc::Status status = reader->Finish();
  if (until_now) {
    EXPECT_TRUE(status.ok()) << Describe(status);
  }
}

}  // namespace tarazy::chaos
