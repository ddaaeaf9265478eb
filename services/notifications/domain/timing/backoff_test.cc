#include "services/notifications/domain/timing/backoff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tarazy::notifications {
namespace {

const absl::Time kFirst = absl::FromUnixSeconds(1777118400);

absl::Duration Wait(std::optional<absl::Time> next, absl::Time now = kFirst) {
  EXPECT_TRUE(next.has_value());
  return next.value_or(absl::InfinitePast()) - now;
}

TEST(BackoffTest, EmailWaitsLongerAndLonger) {
  const auto most = [](int attempts) {
    return Wait(
        NextEmailAttempt({.attempts = attempts, .first = kFirst, .now = kFirst, .lot = 1 - 1e-12}));
  };
  EXPECT_NEAR(absl::ToDoubleSeconds(most(1)), 60, 1e-3);
  EXPECT_NEAR(absl::ToDoubleSeconds(most(2)), 300, 1e-3);
  EXPECT_NEAR(absl::ToDoubleSeconds(most(3)), 900, 1e-3);
  EXPECT_NEAR(absl::ToDoubleSeconds(most(4)), 3600, 1e-3);
  EXPECT_NEAR(absl::ToDoubleSeconds(most(5)), 3 * 3600, 1e-3);
  EXPECT_NEAR(absl::ToDoubleSeconds(most(6)), 6 * 3600, 1e-3);
  EXPECT_NEAR(absl::ToDoubleSeconds(most(1000)), 6 * 3600, 1e-3);
}

TEST(BackoffTest, TheLotIsOverTheWholeWaitButNeverAtOnce) {
  const auto wait = [](double lot) {
    return Wait(NextEmailAttempt({.attempts = 4, .first = kFirst, .now = kFirst, .lot = lot}));
  };
  EXPECT_EQ(wait(0), kShortestEmailWait);
  EXPECT_EQ(wait(0.5), absl::Minutes(30));
}

TEST(BackoffTest, EmailIsTriedForTheLastTimeAfterThreeDays) {
  absl::Time now = kFirst;
  int attempts = 1;
  std::optional<absl::Time> next;
  while (
      (next = NextEmailAttempt({.attempts = attempts, .first = kFirst, .now = now, .lot = 0.75}))) {
    EXPECT_GT(*next, now);
    now = *next;
    ++attempts;
  }
  EXPECT_EQ(now - kFirst, absl::Hours(72));
  // The first, five within 3.3 hours, fifteen every 4.5 hours, and the last.
  EXPECT_EQ(attempts, 22);
}

TEST(BackoffTest, WebhooksFollowTheTableOfTheStandard) {
  absl::Time now = kFirst;
  std::vector<absl::Duration> waits;
  std::optional<absl::Time> next;
  for (int attempts = 1;
       (next = NextWebhookAttempt({.attempts = attempts, .first = kFirst, .now = now}));
       ++attempts) {
    waits.push_back(*next - now);
    now = *next;
  }
  EXPECT_THAT(waits, testing::ElementsAre(absl::Seconds(5), absl::Minutes(5), absl::Minutes(30),
                                          absl::Hours(2), absl::Hours(5), absl::Hours(10),
                                          absl::Hours(14), absl::Hours(20), absl::Hours(24)));
  // "75 hours 35 minutes", says the standard, and five seconds.
  EXPECT_EQ(now - kFirst, absl::Hours(75) + absl::Minutes(35) + absl::Seconds(5));
}

TEST(BackoffTest, WebhooksWaitUpToAFifthLonger) {
  const auto wait = [](double lot) {
    return Wait(NextWebhookAttempt({.attempts = 3, .first = kFirst, .now = kFirst, .lot = lot}));
  };
  EXPECT_EQ(wait(0.5), absl::Minutes(33));
  EXPECT_LE(wait(1 - 1e-12), absl::Minutes(36));
}

TEST(BackoffTest, RetryAfterCountsWhenItIsLaterButNotForEver) {
  const auto wait = [](absl::Duration retry_after) {
    return Wait(NextWebhookAttempt(
        {.attempts = 2, .first = kFirst, .now = kFirst, .retry_after = retry_after}));
  };
  EXPECT_EQ(wait(absl::Minutes(1)), absl::Minutes(5));
  EXPECT_EQ(wait(absl::Hours(1)), absl::Hours(1));
  EXPECT_EQ(wait(absl::Hours(1000)), absl::Hours(24));
  EXPECT_EQ(wait(-absl::Hours(1)), absl::Minutes(5));
  EXPECT_EQ(NextWebhookAttempt(
                {.attempts = 10, .first = kFirst, .now = kFirst, .retry_after = absl::Hours(1)}),
            std::nullopt);
}

TEST(BackoffTest, AWebhookEndsAfterTenDaysHoweverFewItsAttempts) {
  const auto next = [](absl::Duration after) {
    return NextWebhookAttempt({.attempts = 2, .first = kFirst, .now = kFirst + after});
  };
  EXPECT_TRUE(next(absl::Hours(239)).has_value());
  EXPECT_EQ(next(absl::Hours(240)), std::nullopt);
}

}  // namespace
}  // namespace tarazy::notifications
