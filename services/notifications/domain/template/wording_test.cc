#include "services/notifications/domain/template/wording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;

std::string Text(Number number, Language language) { return Worded(number, language).text; }

Plural Of(Number number, Language language) { return Worded(number, language).plural; }

TEST(WordingTest, LanguagesHaveTheirPlurals) {
  EXPECT_THAT(PluralsOf(Language::kEn), ElementsAre(Plural::kOne, Plural::kOther));
  EXPECT_THAT(PluralsOf(Language::kRu),
              ElementsAre(Plural::kOne, Plural::kFew, Plural::kMany, Plural::kOther));
  EXPECT_THAT(PluralsOf(Language::kKk), ElementsAre(Plural::kOne, Plural::kOther));
}

TEST(WordingTest, RussianCountsByTheLastDigits) {
  for (const int64_t one : {1, 21, 101, 1001}) EXPECT_EQ(Of(one, Language::kRu), Plural::kOne);
  for (const int64_t few : {2, 3, 4, 22, 104}) EXPECT_EQ(Of(few, Language::kRu), Plural::kFew);
  for (const int64_t many : {0, 5, 11, 12, 14, 20, 25, 111}) {
    EXPECT_EQ(Of(many, Language::kRu), Plural::kMany) << many;
  }
  EXPECT_EQ(Of(int64_t{-21}, Language::kRu), Plural::kOne);
  EXPECT_EQ(Of(1.5, Language::kRu), Plural::kOther);
}

TEST(WordingTest, TheFormIsOfTheNumberAsWritten) {
  EXPECT_EQ(Text(1.0, Language::kEn), "1");
  EXPECT_EQ(Of(1.0, Language::kEn), Plural::kOne);
  EXPECT_EQ(Text(1.00000001, Language::kRu), "1");
  EXPECT_EQ(Of(1.00000001, Language::kRu), Plural::kOne);
  EXPECT_EQ(Of(1.5, Language::kEn), Plural::kOther);
  EXPECT_EQ(Of(int64_t{1}, Language::kKk), Plural::kOne);
  EXPECT_EQ(Of(int64_t{2}, Language::kKk), Plural::kOther);
}

TEST(WordingTest, NumbersHaveTheLanguagesSeparators) {
  EXPECT_EQ(Text(1250000.5, Language::kEn), "1,250,000.5");
  EXPECT_EQ(Text(1250000.5, Language::kRu), "1\u00a0250\u00a0000,5");
  EXPECT_EQ(Text(1250000.5, Language::kKk), "1\u00a0250\u00a0000,5");
  EXPECT_EQ(Text(INT64_MIN, Language::kEn), "-9,223,372,036,854,775,808");
}

TEST(WordingTest, DaysAreWrittenOut) {
  const absl::CivilDay day(2026, 4, 25);
  EXPECT_EQ(Worded(day, Language::kEn), "25 April 2026");
  EXPECT_EQ(Worded(day, Language::kRu), "25 апреля 2026\u00a0г.");
  EXPECT_EQ(Worded(day, Language::kKk), "2026\u00a0ж. 25 сәуір");
  EXPECT_EQ(Worded(absl::CivilDay(1582, 10, 5), Language::kEn), "5 October 1582");
  EXPECT_EQ(Worded(absl::CivilDay(1, 1, 1), Language::kEn), "1 January 1");
  EXPECT_EQ(Worded(absl::CivilDay(1969, 12, 31), Language::kEn), "31 December 1969");
}

// Kazakhstan was at UTC+6 until 1 March 2024 and is at UTC+5 since.
TEST(WordingTest, InstantsAreToldInTheReadersZoneWithItsOffset) {
  absl::TimeZone almaty, delhi, newfoundland;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Almaty", &almaty));
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Kolkata", &delhi));
  ASSERT_TRUE(absl::LoadTimeZone("America/St_Johns", &newfoundland));
  const auto at = [](int year, int month, int day, int hour) {
    return absl::FromCivil(absl::CivilHour(year, month, day, hour), absl::UTCTimeZone());
  };
  EXPECT_EQ(Worded(at(2026, 4, 25, 13), Language::kRu, almaty),
            "25 апреля 2026\u00a0г., 18:00 (UTC+5)");
  EXPECT_EQ(Worded(at(2023, 4, 25, 19), Language::kEn, almaty), "26 April 2023, 01:00 (UTC+6)");
  EXPECT_EQ(Worded(at(2026, 4, 25, 13), Language::kEn, delhi), "25 April 2026, 18:30 (UTC+5:30)");
  EXPECT_EQ(Worded(at(2026, 1, 1, 0), Language::kEn, newfoundland),
            "31 December 2025, 20:30 (UTC-3:30)");
  EXPECT_EQ(Worded(at(2026, 4, 25, 13), Language::kKk, absl::UTCTimeZone()),
            "2026\u00a0ж. 25 сәуір, 13:00 (UTC)");
}

}  // namespace
}  // namespace tarazy::notifications
