#include "services/notifications/app/sending/outages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tarazy::notifications {
namespace {

using ::testing::Eq;
using ::testing::Optional;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

TEST(OutagesTest, WhoAnswersIsNotWaitedFor) {
  Outages outages;
  EXPECT_EQ(outages.Wait("a", kNow), std::nullopt);
  outages.Failed("a", kNow);
  EXPECT_THAT(outages.Wait("a", kNow), Optional(Eq(kNow + absl::Seconds(5))));
  EXPECT_EQ(outages.Wait("b", kNow), std::nullopt);
  EXPECT_THAT(outages.Until("a", kNow), Optional(Eq(kNow + absl::Seconds(5))));
  EXPECT_EQ(outages.Until("a", kNow + absl::Seconds(5)), std::nullopt);
  outages.Answered("a");
  EXPECT_EQ(outages.Wait("a", kNow), std::nullopt);
}

TEST(OutagesTest, AfterAnOutageOneAsksWhetherHeIsBack) {
  Outages outages;
  outages.Failed("a", kNow);
  const absl::Time later = kNow + absl::Seconds(5);
  EXPECT_EQ(outages.Wait("a", later), std::nullopt);
  EXPECT_THAT(outages.Wait("a", later), Optional(Eq(later + Outages::kProbe)));
  // Who asked came to grief himself.
  EXPECT_EQ(outages.Wait("a", later + Outages::kProbe), std::nullopt);
}

TEST(OutagesTest, EachFailureInARowDoublesTheWaitUpToALimit) {
  Outages outages;
  absl::Time now = kNow;
  for (const int seconds : {5, 10, 20, 40, 80, 160, 300, 300}) {
    outages.Failed("a", now);
    EXPECT_THAT(outages.Wait("a", now), Optional(Eq(now + absl::Seconds(seconds))));
    now += absl::Seconds(seconds);
  }
  outages.Answered("a");
  outages.Failed("a", now);
  EXPECT_THAT(outages.Wait("a", now), Optional(Eq(now + absl::Seconds(5))));
}

TEST(OutagesTest, WhoSaysWhenIsLeftAloneUntilThen) {
  Outages outages;
  outages.Failed("a", kNow, kNow + absl::Hours(1));
  EXPECT_THAT(outages.Wait("a", kNow + absl::Minutes(59)), Optional(Eq(kNow + absl::Hours(1))));
}

TEST(OutagesTest, ManyAreBounded) {
  Outages outages;
  for (int i = 0; i < 20'000; ++i) {
    outages.Failed(absl::StrCat(i), kNow + absl::Microseconds(i));
  }
  EXPECT_EQ(outages.Wait("0", kNow), std::nullopt);
  EXPECT_NE(outages.Wait("19999", kNow), std::nullopt);
}

}  // namespace
}  // namespace tarazy::notifications
