#include "services/registry/domain/date.h"

#include <gtest/gtest.h>

namespace tarazy::registry {
namespace {

const Date kDay(2019, 6, 24);

TEST(DateTest, OneWayToWriteADate) {
  EXPECT_EQ(*ParseDate("on", "2019-06-24"), kDay);
  EXPECT_EQ(*ParseDate("on", "2024-02-29"), Date(2024, 2, 29));
  EXPECT_EQ(DateText(kDay), "2019-06-24");
  EXPECT_EQ(DateText(std::nullopt), "");
  for (const char* text : {"", "2019", "2019-6-24", "24.06.2019", "2019-02-29", "2019-13-01",
                           "2019-00-10", "2019-01-00", "0999-01-01", "2019-06-24T00:00:00Z",
                           "2019/06/24", "+019-06-24", "2019-06-2x", "١٩١٩-٠١"}) {
    EXPECT_FALSE(ParseDate("on", text).ok()) << text;
  }
  EXPECT_EQ(*ParseOptionalDate("on", ""), std::nullopt);
  EXPECT_EQ(*ParseOptionalDate("on", "2019-06-24"), kDay);
  EXPECT_FALSE(ParseOptionalDate("on", "soon").ok());
}

TEST(WindowTest, HoldsItsFirstDayAndNotItsEnd) {
  const Window window{kDay, kDay + 10};
  EXPECT_FALSE(window.Holds(kDay - 1));
  EXPECT_TRUE(window.Holds(kDay));
  EXPECT_TRUE(window.Holds(kDay + 9));
  EXPECT_FALSE(window.Holds(kDay + 10));
}

TEST(WindowTest, IsOpenWhereADateIsMissing) {
  const Date early(1000, 1, 1);
  const Date late(9999, 12, 31);
  EXPECT_TRUE((Window{}).Holds(early) && (Window{}).Holds(late));
  EXPECT_TRUE((Window{.from = std::nullopt, .to = kDay}).Holds(early));
  EXPECT_FALSE((Window{.from = std::nullopt, .to = kDay}).Holds(kDay));
  EXPECT_TRUE((Window{.from = kDay, .to = std::nullopt}).Holds(late));
  EXPECT_FALSE((Window{.from = kDay, .to = std::nullopt}).Holds(kDay - 1));
}

// What overlap means, day by day.
bool ShareADay(const Window& a, const Window& b) {
  for (int i = -1; i < 8; ++i) {
    if (a.Holds(kDay + i) && b.Holds(kDay + i)) return true;
  }
  return false;
}

TEST(WindowTest, OverlapsExactlyWhenADayIsInBoth) {
  std::vector<std::optional<Date>> ends = {std::nullopt};
  for (int i = 0; i < 6; ++i) ends.push_back(kDay + i);
  for (const auto& from : ends) {
    for (const auto& to : ends) {
      for (const auto& other_from : ends) {
        for (const auto& other_to : ends) {
          const Window a{from, to};
          const Window b{other_from, other_to};
          EXPECT_EQ(a.Overlaps(b), ShareADay(a, b))
              << DateText(from) << ".." << DateText(to) << " " << DateText(other_from) << ".."
              << DateText(other_to);
        }
      }
    }
  }
}

TEST(WindowTest, OneThatEndsOnItsFirstDayIsEmpty) {
  EXPECT_TRUE((Window{kDay, kDay}).Empty());
  EXPECT_TRUE((Window{kDay + 1, kDay}).Empty());
  EXPECT_FALSE((Window{kDay, kDay + 1}).Empty());
  EXPECT_FALSE((Window{}).Empty());
}

}  // namespace
}  // namespace tarazy::registry
