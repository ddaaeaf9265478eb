// What events arrive by, through a real server.
#include "common/server/event_delivery.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/admission.h"
#include "common/rpc/status_map.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"

namespace tarazy::server {
namespace {

using common::v1::Event;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

class FakeEvents final : public common::v1::EventsService::Service {
 public:
  grpc::Status Ingest(grpc::ServerContext* context, const common::v1::IngestRequest* request,
                      common::v1::IngestResponse* response) override {
    ++calls_;
    while (hangs_ && !context->IsCancelled()) absl::SleepFor(absl::Milliseconds(5));
    if (!answer_.ok()) return answer_;
    bytes_.push_back(request->ByteSizeLong());
    for (const Event& event : request->events()) {
      ids_.push_back(event.id());
      if (event.id() == "poison") {
        response->add_refused()->set_id(event.id());
        response->mutable_refused()->rbegin()->set_reason("cannot be taken");
      }
    }
    return grpc::Status::OK;
  }

  std::atomic<int> calls_ = 0;
  std::atomic<bool> hangs_ = false;
  grpc::Status answer_;
  std::vector<size_t> bytes_;
  std::vector<std::string> ids_;
};

class EventDeliveryTest : public ::testing::Test {
 protected:
  void Serve(int most_bytes = 4 << 20) {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(most_bytes);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&events_);
    server_ = builder.BuildAndStart();
    channels_ = std::make_unique<rpc::ChannelProvider>(
        std::map<std::string, std::string>{{"consumer", absl::StrCat("127.0.0.1:", port)}});
    delivery_ = std::make_unique<EventDelivery>(*channels_, "token", "source", "consumer");
  }

  static Event Of(const std::string& id, size_t bytes) {
    Event event;
    event.set_id(id);
    event.mutable_payload()->set_value(std::string(bytes, 'x'));
    return event;
  }
  static std::vector<Event> Many(int count, size_t bytes) {
    std::vector<Event> events;
    for (int i = 0; i < count; ++i) events.push_back(Of(absl::StrCat(i), bytes));
    return events;
  }
  static std::vector<std::string> IdsOf(const std::vector<Event>& events) {
    std::vector<std::string> ids;
    for (const Event& event : events) ids.push_back(event.id());
    return ids;
  }
  static Context Soon() { return {.deadline = absl::Now() + absl::Seconds(30)}; }

  FakeEvents events_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<rpc::ChannelProvider> channels_;
  std::unique_ptr<EventDelivery> delivery_;
};

TEST_F(EventDeliveryTest, SmallEventsGoInOneCall) {
  Serve();
  const std::vector<Event> events = Many(200, 100);
  const auto refused = delivery_->Deliver(Soon(), events);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_THAT(*refused, IsEmpty());
  EXPECT_EQ(events_.ids_, IdsOf(events));
  EXPECT_EQ(events_.calls_, 1);
}

TEST_F(EventDeliveryTest, WhatTogetherIsMoreThanAServerTakesGoesInSeveralCalls) {
  Serve();
  const std::vector<Event> events = Many(200, 24'000);
  const auto refused = delivery_->Deliver(Soon(), events);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_THAT(*refused, IsEmpty());
  EXPECT_EQ(events_.ids_, IdsOf(events));
  EXPECT_THAT(events_.bytes_, Each(Le((1 << 20) + (1 << 12))));
}

TEST_F(EventDeliveryTest, AServerThatTakesLessGetsLess) {
  Serve(/*most_bytes=*/64 << 10);
  std::vector<Event> events = Many(30, 20'000);
  events.insert(events.begin() + 7, Of("poison", 10));
  const auto refused = delivery_->Deliver(Soon(), events);
  ASSERT_TRUE(refused.ok()) << refused.status();
  ASSERT_THAT(*refused, SizeIs(1));
  EXPECT_EQ(refused->front().event_id, "poison");
  EXPECT_EQ(events_.ids_, IdsOf(events));
}

TEST_F(EventDeliveryTest, OneThatIsTooLargeByItselfIsRefusedAndTheOthersGoOn) {
  Serve(/*most_bytes=*/64 << 10);
  const std::vector<Event> events = {Of("1", 10), Of("large", 100'000), Of("2", 10)};
  const auto refused = delivery_->Deliver(Soon(), events);
  ASSERT_TRUE(refused.ok()) << refused.status();
  ASSERT_THAT(*refused, SizeIs(1));
  EXPECT_EQ(refused->front().event_id, "large");
  EXPECT_THAT(refused->front().reason, HasSubstr("max_message_bytes"));
  EXPECT_EQ(events_.ids_, (std::vector<std::string>{"1", "2"}));
}

// It has the same code as a message that is too large.
TEST_F(EventDeliveryTest, NothingIsRefusedByAServerThatHasTooMuchToDo) {
  Serve();
  events_.answer_ = rpc::ToGrpc(rpc::Overloaded());
  EXPECT_EQ(delivery_->Deliver(Soon(), Many(1, 100)).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(events_.calls_, 1);
}

TEST_F(EventDeliveryTest, WhoStopsDoesNotWaitForTheAnswer) {
  Serve();
  events_.hangs_ = true;
  std::atomic<bool> stopping = false;
  Context context{.deadline = absl::Now() + absl::Minutes(10),
                  .cancelled = [&] { return stopping.load(); }};
  absl::Status status;
  std::thread delivering([&] { status = delivery_->Deliver(context, Many(1, 100)).status(); });
  while (events_.calls_ == 0) absl::SleepFor(absl::Milliseconds(1));
  const absl::Time stopped = absl::Now();
  stopping = true;
  delivering.join();
  EXPECT_FALSE(status.ok());
  EXPECT_LT(absl::Now() - stopped, absl::Seconds(20));
}

}  // namespace
}  // namespace tarazy::server
