// What recipients do with their inboxes, through a real server.
#include <gmock/gmock.h>

#include "services/notifications/rpc/test_inbox_server.h"

namespace tarazy::notifications {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using InboxRpcTest = InboxServerTest;

TEST_F(InboxRpcTest, ListsTheNewestFirstByPages) {
  for (const char* subject : {"one", "two", "three"}) Deliver({"rector"}, subject);
  Deliver({"dean"}, "other");
  v1::ListInboxRequest request;
  request.set_recipient("recipients/me");
  request.set_page_size(2);
  v1::ListInboxResponse response;
  Must(Call(&v1::InboxService::Stub::ListInbox, request, &response, rector_));
  ASSERT_EQ(response.items_size(), 2);
  EXPECT_EQ(response.items(0).subject(), "three");
  EXPECT_EQ(response.items(0).delivery(), "deliveries/d-rector-three");
  EXPECT_EQ(response.items(0).topic(), "topics/findings");
  EXPECT_EQ(response.items(0).about(), "cases/c/findings/f");
  EXPECT_EQ(response.items(0).text(), "Text.");
  EXPECT_TRUE(response.items(0).acknowledge());
  EXPECT_TRUE(response.items(0).has_time());
  EXPECT_FALSE(response.items(0).has_read_time());
  EXPECT_EQ(response.items(1).subject(), "two");
  request.set_page_token(response.next_page_token());
  Must(Call(&v1::InboxService::Stub::ListInbox, request, &response, rector_));
  ASSERT_EQ(response.items_size(), 1);
  EXPECT_EQ(response.items(0).subject(), "one");
  EXPECT_EQ(response.next_page_token(), "");
}

TEST_F(InboxRpcTest, ListsTheUnreadAlone) {
  const std::string one = Deliver({"rector"}, "one");
  Deliver({"rector"}, "two");
  Must(Read("recipients/me", one, rector_).status());
  v1::ListInboxRequest request;
  request.set_recipient("recipients/rector");
  request.set_unread(true);
  v1::ListInboxResponse response;
  Must(Call(&v1::InboxService::Stub::ListInbox, request, &response, rector_));
  ASSERT_EQ(response.items_size(), 1);
  EXPECT_EQ(response.items(0).subject(), "two");
}

TEST_F(InboxRpcTest, NobodyLearnsOfAnothersInbox) {
  AddRecipient("nobodys", "");
  const std::string delivery = Deliver({"dean"}, "one");
  const std::string stranger = NewToken(common::v1::ROLE_METHODOLOGIST);
  for (const auto& [recipient, token] :
       std::vector<std::pair<std::string, std::string>>{{"recipients/dean", rector_},
                                                        {"recipients/nobodys", rector_},
                                                        {"recipients/none", rector_},
                                                        {"recipients/none", admin_},
                                                        {"recipients/dean", stranger},
                                                        {"recipients/me", stranger},
                                                        {"recipients/me", admin_}}) {
    v1::ListInboxRequest list;
    list.set_recipient(recipient);
    v1::ListInboxResponse response;
    const absl::Status listed = Call(&v1::InboxService::Stub::ListInbox, list, &response, token);
    EXPECT_EQ(DetailOf(listed).reason, Reason::kNotFound) << recipient << " " << listed;
    EXPECT_EQ(listed.message(), NotFound("recipient", recipient).message());
    absl::Status watched;
    EXPECT_THAT(ReadAll(UntilNow(recipient), token, &watched), IsEmpty());
    EXPECT_EQ(watched, listed);
    EXPECT_EQ(Read(recipient, delivery, token).status(), listed);
    EXPECT_EQ(Acknowledge(recipient, delivery, token).status(), listed);
  }
  EXPECT_EQ(DetailOf(Read("recipients/me", delivery, rector_).status()).reason, Reason::kNotFound)
      << "another's delivery";
  EXPECT_THAT(Receipts(delivery), IsEmpty());
  absl::Status end;
  EXPECT_THAT(ReadAll(UntilNow("recipients/dean"), admin_, &end), ElementsAre("one"));
  EXPECT_TRUE(end.ok()) << end;
}

TEST_F(InboxRpcTest, RefusesWhatIsNoName) {
  EXPECT_EQ(DetailOf(Read("people/x", "deliveries/d", rector_).status()).reason,
            Reason::kInvalidField);
  EXPECT_EQ(DetailOf(Read("recipients/me", "d", rector_).status()).reason, Reason::kInvalidField);
}

TEST_F(InboxRpcTest, ReadingIsRecordedOnce) {
  const std::string delivery = Deliver({"rector"}, "one");
  const auto first = Read("recipients/me", delivery, rector_, "r1");
  Must(first.status());
  EXPECT_TRUE(first->has_read_time());
  EXPECT_FALSE(first->has_acknowledge_time());
  const auto repeated = Read("recipients/me", delivery, rector_, "r1");
  Must(repeated.status());
  EXPECT_EQ(repeated->SerializeAsString(), first->SerializeAsString());
  const auto again = Read("recipients/rector", delivery, rector_, "r2");
  Must(again.status());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(StateOf(delivery), v1::DELIVERY_STATE_READ);
  EXPECT_THAT(Receipts(delivery),
              ElementsAre(absl::StrCat("DELIVERY_STATE_READ by institution ", NameOf(rector_))));
}

TEST_F(InboxRpcTest, NobodyReadsAndAcknowledgesInAnothersPlace) {
  const std::string delivery = Deliver({"rector"}, "one");
  for (const absl::Status& status : {Read("recipients/rector", delivery, admin_).status(),
                                     Acknowledge("recipients/rector", delivery, admin_).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(DetailOf(status).reason, Reason::kPermissionDenied);
  }
  EXPECT_EQ(StateOf(delivery), v1::DELIVERY_STATE_DELIVERED);
  EXPECT_THAT(Receipts(delivery), IsEmpty());
  absl::Status end;
  EXPECT_THAT(ReadAll(UntilNow("recipients/rector"), admin_, &end), ElementsAre("one"));
  AddRecipient("head", admin_);
  const std::string own = Deliver({"head"}, "two");
  Must(Acknowledge("recipients/head", own, admin_).status());
  EXPECT_EQ(StateOf(own), v1::DELIVERY_STATE_ACKNOWLEDGED);
}

TEST_F(InboxRpcTest, AcknowledgingIsReadingToo) {
  const std::string unread = Deliver({"rector"}, "one");
  const auto item = Acknowledge("recipients/me", unread, rector_, "a1");
  Must(item.status());
  EXPECT_TRUE(item->has_read_time());
  EXPECT_TRUE(item->has_acknowledge_time());
  const std::string by = absl::StrCat(" by institution ", NameOf(rector_));
  EXPECT_THAT(Receipts(unread),
              ElementsAre("DELIVERY_STATE_READ" + by, "DELIVERY_STATE_ACKNOWLEDGED" + by));
  const std::string read = Deliver({"rector"}, "two");
  Must(Read("recipients/me", read, rector_).status());
  Must(Acknowledge("recipients/me", read, rector_).status());
  EXPECT_THAT(Receipts(read),
              ElementsAre("DELIVERY_STATE_READ" + by, "DELIVERY_STATE_ACKNOWLEDGED" + by));
}

TEST_F(InboxRpcTest, NothingGoesBack) {
  const std::string delivery = Deliver({"rector"}, "one");
  const auto first = Acknowledge("recipients/me", delivery, rector_);
  Must(first.status());
  const auto read = Read("recipients/me", delivery, rector_);
  Must(read.status());
  EXPECT_EQ(read->SerializeAsString(), first->SerializeAsString());
  const auto again = Acknowledge("recipients/me", delivery, rector_);
  Must(again.status());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(StateOf(delivery), v1::DELIVERY_STATE_ACKNOWLEDGED);
  EXPECT_EQ(Receipts(delivery).size(), 2u);
}

}  // namespace
}  // namespace tarazy::notifications
