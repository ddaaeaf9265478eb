#include "services/notifications/domain/template/notice_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "common/base/error.h"
#include "services/notifications/domain/template/built_in_values.h"

namespace tarazy::notifications {
namespace {

TEST(NoticeValuesTest, EveryKindComesBackAsItWas) {
  const NoticeValues values = {{"text", std::string("Ұлт \"қос\"\n")},
                               {"empty", std::string()},
                               {"title", Localized{.en = "Energy", .ru = "Энергетика", .kk = ""}},
                               {"least", std::numeric_limits<int64_t>::min()},
                               {"most", std::numeric_limits<int64_t>::max()},
                               {"share", 0.1},
                               {"whole", 2.0},
                               {"participation.due", absl::CivilDay(2026, 4, 25)},
                               {"now", absl::FromUnixNanos(1777118400123456789)},
                               {"never", absl::InfiniteFuture()},
                               {"points", std::vector<std::string>{"a", "", "b; c"}},
                               {"none", std::vector<std::string>{}}};
  const auto again = FromJson(ToJson(values));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, values);
}

TEST(NoticeValuesTest, TheTextIsTheSameEveryTime) {
  EXPECT_EQ(ToJson({{"b", int64_t{1}}, {"a", absl::CivilDay(2026, 4, 25)}}),
            R"({"a":{"date":"2026-04-25"},"b":{"integer":1}})");
}

TEST(NoticeValuesTest, WhatNobodyWroteIsRefused) {
  for (const char* json :
       {"", "[]", "{", R"({"a":1})", R"({"a":{}})", R"({"a":{"date":"2026-02-30"}})",
        R"({"a":{"date":5}})", R"({"a":{"integer":9223372036854775808}})",
        R"({"a":{"integer":1.5}})", R"({"a":{"number":"1"}})", R"({"a":{"list":["x",1]}})",
        R"({"a":{"localized":{"en":"x"}}})", R"({"a":{"time":"noon"}})",
        R"({"a":{"text":"x","list":[]}})", R"({"a":{"colour":"red"}})"}) {
    const auto values = FromJson(json);
    EXPECT_EQ(DetailOf(values.status()).reason, Reason::kInvalidField) << json;
  }
}

TEST(NoticeValuesTest, BrokenTextAndNumbersAreStoredAllTheSame) {
  const auto values = FromJson(
      ToJson({{"a", std::string("x\xff")}, {"b", std::numeric_limits<double>::quiet_NaN()}}));
  ASSERT_TRUE(values.ok()) << values.status();
  EXPECT_EQ(values->at("a"), NoticeValue(std::string("x\xef\xbf\xbd")));
  EXPECT_EQ(values->at("b"), NoticeValue(0.0));
}

Occasion Of(std::optional<absl::CivilDay> today) {
  Occasion occasion{.recipient = "Rector", .topic = {.en = "Deadlines"}, .now = absl::UnixEpoch()};
  if (today.has_value()) {
    occasion.deadline = {.due = absl::CivilDay(2026, 4, 25), .today = *today};
  }
  return occasion;
}

TEST(BuiltInValuesTest, DaysCountDownAndThenUp) {
  NoticeValues before, on, after;
  AddBuiltIns(Of(absl::CivilDay(2026, 3, 26)), before);
  AddBuiltIns(Of(absl::CivilDay(2026, 4, 25)), on);
  AddBuiltIns(Of(absl::CivilDay(2026, 5, 2)), after);
  EXPECT_EQ(before.at("days"), NoticeValue(int64_t{30}));
  EXPECT_EQ(before.count("days_over"), 0);
  EXPECT_EQ(on.at("days"), NoticeValue(int64_t{0}));
  EXPECT_EQ(on.count("days_over"), 0);
  EXPECT_EQ(after.at("days"), NoticeValue(int64_t{-7}));
  EXPECT_EQ(after.at("days_over"), NoticeValue(int64_t{7}));
}

TEST(BuiltInValuesTest, WhatThereIsNotIsAbsent) {
  NoticeValues values;
  AddBuiltIns(Of(std::nullopt), values);
  for (const char* name : {"institution", "link", "due", "days", "days_over"}) {
    EXPECT_EQ(values.count(name), 0) << name;
    EXPECT_TRUE(BuiltInKind(name).has_value()) << name;
  }
  for (const auto& [name, value] : values) EXPECT_TRUE(BuiltInKind(name).has_value()) << name;
  EXPECT_FALSE(BuiltInKind("fee").has_value());
}

}  // namespace
}  // namespace tarazy::notifications
