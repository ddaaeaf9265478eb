#include "services/notifications/domain/template/gathered.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/notifications/domain/template/render.h"

namespace tarazy::notifications {
namespace {

using testing::EndsWith;

GatheredNotice Notice(const std::string& subject, const std::string& text) {
  return {.subject = subject, .text = text, .time = absl::FromUnixSeconds(1777118400)};
}

TEST(GatheredTest, NoticesAreCountedNumberedAndDated) {
  const v1::Rendered rendered =
      RenderDigest({Notice("First\nline", "One.\n\n"), Notice("Second", "Two.")}, Language::kEn,
                   absl::UTCTimeZone());
  EXPECT_EQ(rendered.subject(), "2 notices");
  EXPECT_EQ(rendered.text(),
            "1. First line\n25 April 2026, 12:00 (UTC)\n\nOne.\n\n"
            "2. Second\n25 April 2026, 12:00 (UTC)\n\nTwo.\n\n");
  EXPECT_EQ(rendered.sms(), "2 notices");
  EXPECT_EQ(rendered.digest(), DigestOf(rendered));
}

TEST(GatheredTest, TheSubjectCountsByTheLanguagesRules) {
  const auto subject = [](size_t count, Language language) {
    return RenderDigest(std::vector<GatheredNotice>(count), language, absl::UTCTimeZone())
        .subject();
  };
  EXPECT_EQ(subject(1, Language::kRu), "1 уведомление");
  EXPECT_EQ(subject(3, Language::kRu), "3 уведомления");
  EXPECT_EQ(subject(5, Language::kRu), "5 уведомлений");
  EXPECT_EQ(subject(21, Language::kRu), "21 уведомление");
  EXPECT_EQ(subject(1, Language::kEn), "1 notice");
  EXPECT_EQ(subject(3, Language::kKk), "3 хабарлама");
}

TEST(GatheredTest, WhatDoesNotFitIsCounted) {
  const std::vector<GatheredNotice> notices(7, Notice("Long", std::string(100 * 1024, 'x')));
  const v1::Rendered rendered = RenderDigest(notices, Language::kEn, absl::UTCTimeZone());
  EXPECT_LE(rendered.ByteSizeLong(), kMaxRenderedBytes);
  EXPECT_THAT(rendered.text(), EndsWith("\n\n2 more notices are in the inbox.\n"));
}

}  // namespace
}  // namespace tarazy::notifications
