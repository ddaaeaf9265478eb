// How arguments are read: editions, resource names, times, addresses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cli/assignment.h"
#include "services/cli/edition_name.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/number_argument.h"
#include "services/cli/resource_name.h"
#include "services/cli/time_argument.h"
#include "services/cli/token_file.h"
#include "tarazy/rankings/v1/ranking.pb.h"

namespace tarazy::cli {
namespace {

TEST(EditionNameTest, ReadsShortAndFullNames) {
  EXPECT_EQ(EditionName::Parse("iqaa-2026/2")->Full(), "rankings/iqaa-2026/editions/2");
  EXPECT_EQ(EditionName::Parse("rankings/iqaa-2026/editions/2"), EditionName::Parse("iqaa-2026/2"));
  EXPECT_EQ(*EditionName::Parse("iqaa-2026/latest"),
            (EditionName{.ranking = "rankings/iqaa-2026", .number = std::nullopt}));
  EXPECT_FALSE(EditionName::Parse("rankings/iqaa-2026/editions/latest")->number.has_value());
}

TEST(EditionNameTest, RefusesEverythingElseAsWrongUsage) {
  for (const char* odd : {"", "iqaa-2026", "/2", "iqaa-2026/", "iqaa-2026/0", "iqaa-2026/-1",
                          "iqaa-2026/ 2", "iqaa-2026/+2", "iqaa-2026/2/3", "x/y/editions/2",
                          "iqaa-2026/99999999999", "rankings//editions/2"}) {
    const auto name = EditionName::Parse(odd);
    ASSERT_FALSE(name.ok()) << odd;
    std::ostringstream err;
    EXPECT_EQ(Report(name.status(), err), kWrongUsage);
  }
}

TEST(ResourceNameTest, TakesIdsAndFullNames) {
  EXPECT_EQ(FullName("institutions", "ektu"), "institutions/ektu");
  EXPECT_EQ(FullName("institutions", "institutions/ektu"), "institutions/ektu");
  EXPECT_EQ(UnitId("institutions/ektu"), "ektu");
  EXPECT_EQ(UnitId("programmes/ektu-6b06102"), "ektu-6b06102");
  EXPECT_EQ(UnitId("ektu"), "ektu");
}

TEST(ResourceNameTest, WhatWasLeftOutHasNoName) {
  EXPECT_EQ(OptionalName("institutions", ""), "");
  EXPECT_EQ(OptionalName("institutions", "ektu"), "institutions/ektu");
}

TEST(ResourceNameTest, ReadsMethodologyVersions) {
  EXPECT_EQ(*MethodologyName("iqaa-2020"), "methodologies/iqaa-2020/versions/latest");
  EXPECT_EQ(*MethodologyName("iqaa-2020@3"), "methodologies/iqaa-2020/versions/3");
  EXPECT_EQ(*MethodologyName("iqaa-2020@latest"), "methodologies/iqaa-2020/versions/latest");
  EXPECT_EQ(*MethodologyName("methodologies/a/versions/1"), "methodologies/a/versions/1");
  for (const char* odd : {"", "@1", "a@", "a@x", "a@0", "a@-1", "a@1@2", "a/b", "x/a/versions/1"}) {
    EXPECT_FALSE(MethodologyName(odd).ok()) << odd;
  }
}

TEST(EnumWordsTest, ReadsTheWordsThatItOffers) {
  using rankings::v1::ValueState;
  EXPECT_THAT(EnumWords<ValueState>(), testing::ElementsAre("draft", "submitted", "verified",
                                                            "disputed", "answered", "rejected"));
  EXPECT_EQ(EnumValue<ValueState>("answered"), rankings::v1::VALUE_STATE_ANSWERED);
  EXPECT_EQ(EnumValue<ValueState>(""), rankings::v1::VALUE_STATE_UNSPECIFIED);
  EXPECT_EQ(EnumValue<ValueState>("king"), rankings::v1::VALUE_STATE_UNSPECIFIED);
}

TEST(NumberArgumentTest, ReadsDecimalsAndTellsTheCommaFromNonsense) {
  EXPECT_EQ(*ParseNumber("--value", "-1.5"), -1.5);
  EXPECT_EQ(*ParseNumber("--value", "1e3"), 1000);
  EXPECT_EQ(ParseNumber("--value", "1,5").status().message(),
            "--value: \"1,5\" has a decimal comma; write a point, as in 1.5");
  EXPECT_EQ(ParseNumber("--value", "").status().message(),
            "--value: \"\" is not a finite decimal number");
}

std::string Read(absl::string_view text) {
  const auto time = ParseTime("--embargo", text);
  return time.ok() ? TimeText(ToTimestamp(*time)) : "refused";
}

TEST(TimeArgumentTest, ReadsIsoDatesAndTimes) {
  EXPECT_EQ(Read("2026-12-01"), "2026-12-01T00:00:00Z");
  EXPECT_EQ(Read("2026-12-01T09:00"), "2026-12-01T09:00:00Z");
  EXPECT_EQ(Read("2026-12-01T09:00:00+05:00"), "2026-12-01T04:00:00Z");
  EXPECT_EQ(Read("2026-12-01T09:00:00.25Z"), "2026-12-01T09:00:00.25Z");
}

TEST(TimeArgumentTest, RefusesWhatWouldHaveToBeGuessed) {
  for (const char* odd :
       {"", "01.12.2026", "2026-13-01", "2026-02-30", "tomorrow", "12:00", " 2026-12-01",
        "2026-12-01 09:00", "infinite-future", "0000-01-01", "30d"}) {
    EXPECT_EQ(Read(odd), "refused") << odd;
  }
}

TEST(TimeArgumentTest, AnExpiryMayBeASpanFromNow) {
  const absl::Time now = absl::FromUnixSeconds(1'000'000'000);
  EXPECT_EQ(*ParseExpiry("--expires", "30d", now), now + absl::Hours(720));
  EXPECT_EQ(*ParseExpiry("--expires", "12h", now), now + absl::Hours(12));
  EXPECT_EQ(*ParseExpiry("--expires", "2w", now), now + absl::Hours(336));
  EXPECT_EQ(*ParseExpiry("--expires", "2026-12-01", now), *ParseTime("--expires", "2026-12-01"));
  for (const char* odd : {"0d", "-1d", "d", "1.5h", "30 d", "30x", "2147483647w", "99999999999d"}) {
    EXPECT_FALSE(ParseExpiry("--expires", odd, now).ok()) << odd;
  }
}

TEST(WallTimeTest, IsADateAndAClockWithoutAnOffset) {
  for (const char* text : {"2027-03-01 09:00", "2027-03-01T09:00"}) {
    const auto at = ParseWallTime("--at", text);
    ASSERT_TRUE(at.ok()) << at.status();
    EXPECT_EQ(at->date, "2027-03-01");
    EXPECT_EQ(at->clock, "09:00");
  }
  EXPECT_EQ(ParseWallTime("--at", "2028-02-29 23:59")->clock, "23:59");
}

TEST(WallTimeTest, EverythingElseIsWrongUsage) {
  for (const char* odd :
       {"", "2027-03-01", "09:00", "2027-02-29 09:00", "2027-03-01 24:00", "2027-03-01 09:60",
        "2027-03-01 9:00", "2027-03-01  09:00", "2027-03-01 09:00:00", "2027-03-01_09:00",
        "2027-03-01 09:00+05:00", "2027-03-01T09:00Z", "2027-03-01 -9:00", "2027-03-01 09-00"}) {
    const auto at = ParseWallTime("--at", odd);
    ASSERT_FALSE(at.ok()) << odd;
    std::ostringstream err;
    EXPECT_EQ(Report(at.status(), err), kWrongUsage);
    EXPECT_THAT(err.str(), testing::HasSubstr("--at: ")) << odd;
  }
}

TEST(AssignmentTest, AValueIsAllAfterTheFirstEqualsSign) {
  const auto values =
      ParseAssignments("--set", {"title=a=b", "points=one\ntwo, three", "empty=", "a.b=[1,2]"});
  ASSERT_TRUE(values.ok()) << values.status();
  EXPECT_THAT(*values,
              testing::ElementsAre(testing::Pair("a.b", "[1,2]"), testing::Pair("empty", ""),
                                   testing::Pair("points", "one\ntwo, three"),
                                   testing::Pair("title", "a=b")));
}

TEST(AssignmentTest, RefusesWhatHasNoNameOrHasItTwice) {
  EXPECT_EQ(ParseAssignments("--set", {"title"}).status().message(),
            "--set: \"title\" is not NAME=VALUE");
  EXPECT_EQ(ParseAssignments("--set", {"=x"}).status().message(),
            "--set: \"=x\" is not NAME=VALUE");
  EXPECT_EQ(ParseAssignments("--set", {"a=1", "a=1"}).status().message(),
            "--set: a is given twice");
}

TEST(ResourceNameTest, ReadsTemplateVersions) {
  EXPECT_EQ(*TemplateName("finding-due"), "templates/finding-due/versions/0");
  EXPECT_EQ(*TemplateName("finding-due@3"), "templates/finding-due/versions/3");
  EXPECT_EQ(*TemplateName("templates/a/versions/1"), "templates/a/versions/1");
  for (const char* odd : {"", "@1", "a@", "a@x", "a/b", "topics/a/versions/1"}) {
    EXPECT_FALSE(TemplateName(odd).ok()) << odd;
  }
}

TEST(TokenFileTest, KnowsLoopback) {
  for (const char* near : {"localhost:1", "127.0.0.1:7070", "127.1.2.3:1", "[::1]:7070"}) {
    EXPECT_TRUE(IsLoopback(near)) << near;
  }
  for (const char* far : {"127.evil.example:1", "example.com:1", "10.0.0.1:1", "localhost.x:1"}) {
    EXPECT_FALSE(IsLoopback(far)) << far;
  }
}

}  // namespace
}  // namespace tarazy::cli
