#include "services/notifications/rpc/publish_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/store/recipient_store.h"
#include "services/notifications/store/topic_store.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::notifications {
namespace {

using ::testing::ElementsAre;

class PublishRequestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const absl::Status status = database_->Write({}, [&](sql::Tx& tx) -> absl::Status {
      v1::Topic topic;
      topic.set_id("news");
      RETURN_IF_ERROR(PutTopic(tx, topic, now_).status());
      for (const char* id : {"rector", "dean"}) {
        v1::Recipient recipient;
        recipient.set_id(id);
        RETURN_IF_ERROR(PutRecipient(tx, recipient, now_).status());
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
    request_.set_topic("topics/news");
  }

  absl::StatusOr<std::vector<Announcement>> Read() {
    absl::StatusOr<std::vector<Announcement>> announcements;
    const absl::Status status = database_->Read({}, [&](sql::Tx& tx) {
      announcements = ReadPublishRequest(tx, request_, now_);
      return announcements.status();
    });
    if (!status.ok()) return status;
    return announcements;
  }
  std::vector<std::string> FaultyFields() {
    const absl::Status status = Read().status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    std::vector<std::string> fields;
    for (const FieldViolation& fault : DetailOf(status).fields) fields.push_back(fault.field);
    return fields;
  }

  const testing::TempDir folder_;
  const absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  const std::unique_ptr<sql::Database> database_ =
      *sql::Open(absl::StrCat("sqlite:", folder_.path()), "notifications", SchemaMigrations());
  v1::PublishNoticeRequest request_;
};

TEST_F(PublishRequestTest, WhoIsNamedTwiceIsToldOnce) {
  for (const char* id : {"rector", "dean", "rector"}) {
    request_.add_recipients(absl::StrCat("recipients/", id));
  }
  const auto announcements = Read();
  ASSERT_TRUE(announcements.ok()) << announcements.status();
  EXPECT_THAT(announcements->front().recipients, ElementsAre("rector", "dean"));
}

TEST_F(PublishRequestTest, IdsAreTexts) {
  request_.set_event(std::string("a\0b", 3));
  request_.set_about("cases/c\n");
  EXPECT_THAT(FaultyFields(), ElementsAre("event", "about"));
  request_.set_event("2027/1");
  request_.set_about(std::string(201, 'x'));
  EXPECT_THAT(FaultyFields(), ElementsAre("event", "about"));
  request_.set_event("2027");
  request_.set_about("cases/c");
  const auto announcements = Read();
  ASSERT_TRUE(announcements.ok()) << announcements.status();
  EXPECT_EQ(announcements->front().event, "2027");
}

}  // namespace
}  // namespace tarazy::notifications
