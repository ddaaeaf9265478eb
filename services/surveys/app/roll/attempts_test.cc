#include "services/surveys/app/roll/attempts.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/sha256.h"

namespace tarazy::surveys {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'000'000'000);

TEST(AttemptsTest, ATicketHasSoManyAMinute) {
  Attempts attempts({.per_ticket = 3});
  const std::string ticket = Sha256Of("a"), other = Sha256Of("b");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(attempts.Known(ticket, kNow).ok());
  const absl::Status refused = attempts.Known(ticket, kNow);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(refused).reason, Reason::kRateLimited);
  EXPECT_TRUE(attempts.Known(other, kNow).ok());
  EXPECT_TRUE(attempts.Known(ticket, kNow + absl::Minutes(1)).ok());
}

TEST(AttemptsTest, GuessersDoNotKeepHoldersOut) {
  Attempts attempts({.per_ticket = 2, .unknown = 5});
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(attempts.Unknown(kNow).ok());
  EXPECT_EQ(DetailOf(attempts.Unknown(kNow)).reason, Reason::kRateLimited);
  EXPECT_TRUE(attempts.Known(Sha256Of("a"), kNow).ok());
  EXPECT_TRUE(attempts.Unknown(kNow + absl::Minutes(1)).ok());
}

TEST(AttemptsTest, MemoryIsBounded) {
  Attempts attempts({.per_ticket = 1, .tickets = 10});
  for (int i = 0; i < 995; ++i) {
    EXPECT_TRUE(attempts.Known(Sha256Of(absl::StrCat(i)), kNow).ok()) << i;
  }
  // The counts began anew at every tenth, so the last is counted and the first is not.
  EXPECT_FALSE(attempts.Known(Sha256Of("994"), kNow).ok());
  EXPECT_TRUE(attempts.Known(Sha256Of("0"), kNow).ok());
}

}  // namespace
}  // namespace tarazy::surveys
