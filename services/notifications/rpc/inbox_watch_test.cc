// What watchers of inboxes are sent, through a real server.
#include <gmock/gmock.h>

#include "services/notifications/rpc/test_inbox_server.h"

namespace tarazy::notifications {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using InboxWatchTest = InboxServerTest;

TEST_F(InboxWatchTest, AWatchGoesOnBehindItsCursor) {
  for (const char* subject : {"one", "two", "three"}) Deliver({"rector", "dean"}, subject);
  absl::Status end;
  std::vector<std::string> cursors;
  EXPECT_THAT(ReadAll(UntilNow("recipients/me"), rector_, &end, &cursors),
              ElementsAre("one", "two", "three"));
  EXPECT_TRUE(end.ok()) << end;
  EXPECT_THAT(ReadAll(UntilNow("recipients/me", cursors[0]), rector_, &end),
              ElementsAre("two", "three"));
  EXPECT_THAT(ReadAll(UntilNow("recipients/rector", cursors[1]), admin_, &end),
              ElementsAre("three"));
  EXPECT_THAT(ReadAll(UntilNow("recipients/me", cursors[2]), rector_, &end), IsEmpty());
  EXPECT_TRUE(end.ok()) << end;
}

TEST_F(InboxWatchTest, ForeignAndForgedCursorsAreRefused) {
  for (const char* subject : {"one", "two"}) Deliver({"rector", "dean"}, subject);
  absl::Status end;
  std::vector<std::string> cursors;
  ReadAll(UntilNow("recipients/me"), rector_, &end, &cursors);
  ASSERT_EQ(cursors.size(), 2u);
  EXPECT_THAT(ReadAll(UntilNow("recipients/me", cursors[0]), dean_, &end), IsEmpty());
  EXPECT_EQ(DetailOf(end).reason, Reason::kInvalidCursor) << "of another recipient";
  EXPECT_EQ(end.code(), absl::StatusCode::kInvalidArgument);
  for (const std::string& forged : {std::string("1"), cursors[0] + "A",
                                    rpc::PageSigner("other").CursorOf("recipients/rector/inbox", 1),
                                    pages_.CursorOf("recipients/rector/inbox", 3)}) {
    EXPECT_THAT(ReadAll(UntilNow("recipients/me", forged), rector_, &end), IsEmpty());
    EXPECT_EQ(DetailOf(end).reason, Reason::kInvalidCursor) << forged;
  }
}

TEST_F(InboxWatchTest, AWatchSendsManyPages) {
  std::vector<std::string> expected;
  for (int i = 0; i < 3 * InboxFeed::kPage / 2; ++i) {
    expected.push_back(absl::StrCat(i));
    Deliver({"rector"}, expected.back());
  }
  absl::Status end;
  EXPECT_EQ(ReadAll(UntilNow("recipients/me"), rector_, &end), expected);
  EXPECT_TRUE(end.ok()) << end;
  grpc::ClientContext context;  // one that stays sends them too, though nothing new has come
  const Reader reader = Watch(context, "recipients/me", rector_);
  for (const std::string& subject : expected) EXPECT_EQ(Next(reader), subject);
}

TEST_F(InboxWatchTest, AWatchSendsWhatComes) {
  grpc::ClientContext context;
  const Reader reader = Watch(context, "recipients/me", rector_);
  Deliver({"rector"}, "by another process");
  EXPECT_EQ(Next(reader), "by another process");
  Deliver({"dean"}, "to another");
  Deliver({"rector"}, "here");
  service_->Wake();
  EXPECT_EQ(Next(reader), "here");
}

TEST_F(InboxWatchTest, AWatchSendsWhatWasLongUnderWayToItsCommit) {
  grpc::ClientContext context;
  const Reader reader = Watch(context, "recipients/me", rector_);
  Deliver({"rector"}, "one");
  EXPECT_EQ(Next(reader), "one");
  Deliver({"rector"}, "late", /*ago=*/2 * InboxHeads::kOverlap);
  clock_.Forward(InboxHeads::kLookAtEach);
  EXPECT_EQ(Next(reader), "late");
}

TEST_F(InboxWatchTest, AWatchEndsAtItsDeadline) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", absl::StrCat("Bearer ", rector_));
  const absl::Time deadline = absl::Now() + absl::Milliseconds(300);
  context.set_deadline(absl::ToChronoTime(deadline));
  v1::WatchInboxRequest request;
  request.set_recipient("recipients/me");
  const Reader reader = stub_->WatchInbox(&context, request);
  EXPECT_EQ(Next(reader), "ended");
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_GE(absl::Now(), deadline);
}

TEST_F(InboxWatchTest, TwoHundredWatchTheirInboxesAtOnce) {
  constexpr int kReaders = 200;
  std::vector<std::string> recipients;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<Reader> readers;
  const std::string seventh = NewToken(common::v1::ROLE_INSTITUTION);
  for (int i = 0; i < kReaders; ++i) {
    recipients.push_back(absl::StrCat("r", i));
    AddRecipient(recipients.back(), i == 7 ? seventh : "");
  }
  Deliver(recipients, "first");
  for (const std::string& recipient : recipients) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(Watch(*contexts.back(), absl::StrCat("recipients/", recipient), admin_));
    ASSERT_EQ(Next(readers.back()), "first");
  }
  Deliver(recipients, "second");
  service_->Wake();
  for (const Reader& reader : readers) EXPECT_EQ(Next(reader), "second");
  Deliver({recipients[7]}, "third");
  EXPECT_EQ(Next(readers[7]), "third");
  Must(Read("recipients/r7", "deliveries/d-r7-third", seventh).status());
  service_->Drain();
  for (const Reader& reader : readers) {
    EXPECT_EQ(Next(reader), "ended");
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  }
}

}  // namespace
}  // namespace tarazy::notifications
