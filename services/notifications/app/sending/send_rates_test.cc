#include "services/notifications/app/sending/send_rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <queue>
#include <vector>

#include "absl/strings/str_cat.h"

namespace tarazy::notifications {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

TEST(SendRatesTest, ASecondsWorthGoesAtOnceAndTheNextWaits) {
  SendRates rates({.most = 5, .per = absl::Seconds(1)}, {});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(rates.Take("u.kz", absl::StrCat(i), kNow), kNow);
  EXPECT_EQ(rates.Take("u.kz", "next", kNow), kNow + absl::Milliseconds(200));
  EXPECT_EQ(rates.Take("v.kz", "next", kNow), kNow);
}

TEST(SendRatesTest, ARecipientIsNotFloodedWhateverHisHost) {
  SendRates rates({}, {.most = 2, .per = absl::Minutes(1)});
  EXPECT_EQ(rates.Take("u.kz", "rector", kNow), kNow);
  EXPECT_EQ(rates.Take("v.kz", "rector", kNow), kNow);
  EXPECT_EQ(rates.Take("u.kz", "rector", kNow), kNow + absl::Seconds(30));
  EXPECT_EQ(rates.Take("u.kz", "dean", kNow), kNow);
}

// A refusal by one limit uses up nothing of the other.
TEST(SendRatesTest, WhatWaitsIsNotCounted) {
  SendRates rates({.most = 2, .per = absl::Seconds(1)}, {.most = 1, .per = absl::Minutes(1)});
  EXPECT_EQ(rates.Take("u.kz", "rector", kNow), kNow);
  for (int i = 0; i < 10; ++i) EXPECT_GT(rates.Take("u.kz", "rector", kNow), kNow);
  EXPECT_EQ(rates.Take("u.kz", "dean", kNow), kNow);
}

TEST(SendRatesTest, NoLimitIsNone) {
  SendRates rates({.most = -1}, {.most = 0});
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(rates.Take("u.kz", "rector", kNow), kNow);
}

// A thousand letters to one domain leave as fast as they may, and each asks a few times only.
TEST(SendRatesTest, ThoseWhoWaitAreServedInALine) {
  SendRates rates({.most = 50, .per = absl::Seconds(1)}, {});
  std::priority_queue<absl::Time, std::vector<absl::Time>, std::greater<>> due;
  for (int i = 0; i < 1000; ++i) due.push(kNow);
  int asked = 0;
  std::vector<absl::Time> sent;
  while (!due.empty()) {
    const absl::Time now = due.top();
    due.pop();
    ++asked;
    const absl::Time turn = rates.Take("u.kz", "", now);
    turn <= now ? sent.push_back(now) : due.push(turn);
  }
  ASSERT_EQ(sent.size(), 1000u);
  for (size_t i = 0; i < sent.size(); ++i) {
    EXPECT_LE(i, 50 + 50 * absl::ToDoubleSeconds(sent[i] - kNow)) << i;
  }
  EXPECT_LT(sent.back(), kNow + absl::Seconds(21));
  EXPECT_LT(asked, 4000);
}

}  // namespace
}  // namespace tarazy::notifications
