#include "services/notifications/rpc/unsubscribe_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(UnsubscribePageTest, OnlyWhatMayPassIsToBeTriedAgain) {
  EXPECT_EQ(AnswerOfUnsubscribing(absl::OkStatus()).code, 200);
  for (const absl::Status& passing :
       {absl::UnavailableError(""), absl::DeadlineExceededError(""), absl::AbortedError("")}) {
    EXPECT_EQ(AnswerOfUnsubscribing(passing).code, 503) << passing;
  }
  EXPECT_EQ(AnswerOfUnsubscribing(NotFound("topic", "topics/old")).code, 404);
  EXPECT_EQ(AnswerOfUnsubscribing(InvalidField("preferences", "at most 200")).code, 500);
  EXPECT_EQ(AnswerOfUnsubscribing(Internal("")).code, 500);
}

TEST(UnsubscribePageTest, AMandatoryTopicIsSaidToBeOneInThreeLanguages) {
  const PageAnswer answer =
      AnswerOfUnsubscribing(InvalidArgument(Reason::kMandatoryTopic, "cannot be muted"));
  EXPECT_EQ(answer.code, 403);
  EXPECT_THAT(answer.body,
              AllOf(HasSubstr("міндетті"), HasSubstr("обязательна"), HasSubstr("mandatory")));
}

}  // namespace
}  // namespace tarazy::notifications
