#include "services/rankings/app/result_head.h"

#include <gtest/gtest.h>

namespace tarazy::rankings {
namespace {

TEST(ResultHeadTest, TextAndBack) {
  for (const absl::Time until : {absl::InfiniteFuture(), absl::FromUnixSeconds(1'800'000'000)}) {
    const auto head = ParseHead(ToText({.staff = 3, .public_view = 2, .until = until}));
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(head->For({.staff = true}), 3);
    EXPECT_EQ(head->For({.institution = "u"}), 2);
    EXPECT_EQ(head->For({}), 2);
    EXPECT_EQ(head->until, until);
  }
}

TEST(ResultHeadTest, OtherTextIsNothing) {
  for (const char* bad : {"", "3", "3 2", "3 2 x", "a 2 0", "3 2 0 0"}) {
    EXPECT_FALSE(ParseHead(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace tarazy::rankings
