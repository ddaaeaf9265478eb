#include "services/notifications/domain/template/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "services/notifications/domain/template/built_in_values.h"
#include "services/notifications/domain/template/one_line.h"
#include "services/notifications/domain/template/test_letter.h"

namespace tarazy::notifications {
namespace {

using testing::HasSubstr;
using testing::Not;

absl::TimeZone Almaty() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Almaty", &zone));
  return zone;
}

NoticeValues Values(int days = 30) {
  NoticeValues values = {{"programme.title", std::string("Energy & Power")},
                         {"fee", 1250000.5},
                         {"points", std::vector<std::string>{"Plan", "Order"}}};
  const absl::CivilDay due(2026, 4, 25);
  AddBuiltIns({.recipient = "Rector's office",
               .topic = {.en = "Deadlines"},
               .now = absl::UnixEpoch(),
               .deadline = Occasion::Deadline{.due = due, .today = due - days}},
              values);
  return values;
}

v1::Rendered Made(const NoticeValues& values, Language language = Language::kEn,
                  const v1::Template& letter = FindingDue()) {
  const auto rendered = Render(letter, values, language, Almaty());
  EXPECT_TRUE(rendered.ok()) << rendered.status();
  return rendered.ok() ? *rendered : v1::Rendered();
}

// A template whose English text is this.
v1::Template WithText(const std::string& text) {
  v1::Template letter = FindingDue();
  letter.mutable_text()->set_en(text);
  return letter;
}

TEST(RenderTest, ANoticeIsWrittenInTheReadersLanguage) {
  const v1::Rendered en = Made(Values());
  EXPECT_EQ(en.language(), "en");
  EXPECT_EQ(en.subject(), "Energy & Power: 30 days left");
  EXPECT_EQ(en.text(),
            "Dear Rector's office,\n\nby 25 April 2026:\n- Plan\n- Order\nFee: 1,250,000.5\n");
  EXPECT_EQ(en.html(), "<p>Energy &amp; Power</p><hr>");
  EXPECT_EQ(en.sms(), en.subject());
  const v1::Rendered ru = Made(Values(21), Language::kRu);
  EXPECT_EQ(ru.subject(), "Energy & Power: 21 день");
  EXPECT_THAT(ru.text(), HasSubstr("До 25 апреля 2026\u00a0г.:\n"));
  EXPECT_THAT(Made(Values(22), Language::kRu).subject(), HasSubstr(": 22 дня"));
  EXPECT_THAT(Made(Values(25), Language::kRu).subject(), HasSubstr(": 25 дней"));
  EXPECT_THAT(Made(Values(), Language::kKk).text(), HasSubstr("2026\u00a0ж. 25 сәуір дейін:\n"));
}

TEST(RenderTest, OptionalPartsAreShownWhenThereIsSomething) {
  NoticeValues values = Values();
  values["note"] = std::string("by post");
  const v1::Rendered with = Made(values);
  EXPECT_THAT(with.text(), HasSubstr("- Order\n\nNote: by post\nFee: "));
  EXPECT_THAT(with.html(), Not(HasSubstr("<hr>")));
  values["note"] = std::string();
  EXPECT_EQ(Made(values).text(), Made(Values()).text());
}

TEST(RenderTest, ZeroIsANumberAndAnEmptyListIsKnown) {
  NoticeValues values = Values(0);
  values["fee"] = int64_t{0};
  values["points"] = std::vector<std::string>{};
  const v1::Rendered rendered = Made(
      values, Language::kEn, WithText("{{#fee}}fee {{fee}}{{/fee}}{{^points}}none{{/points}}"));
  EXPECT_EQ(rendered.text(), "fee 0none");
}

TEST(RenderTest, WhatIsMissingIsNamed) {
  for (const char* name : {"programme.title", "fee", "points", "recipient", "due", "days"}) {
    NoticeValues values = Values();
    values.erase(name);
    const auto rendered = Render(FindingDue(), values, Language::kEn, Almaty());
    EXPECT_EQ(rendered.status().code(), absl::StatusCode::kFailedPrecondition) << name;
    EXPECT_EQ(DetailOf(rendered.status()).reason, Reason::kTemplateInvalid);
    EXPECT_THAT(std::string(rendered.status().message()), HasSubstr(name));
  }
  NoticeValues values = Values();
  values.erase("topic");
  values["programme.title"] = Localized{};
  EXPECT_FALSE(Render(FindingDue(), values, Language::kEn, Almaty()).ok());
}

TEST(RenderTest, ValuesAreTakenAsTheirVariableSays) {
  v1::Template letter =
      WithText("{{day}} {{fee}} {{at}} {{year}} {{#points}}{{.}}{{/points}} {{url}}");
  AddVariable(letter, "day", v1::VARIABLE_KIND_DATE, "2026-01-01");
  AddVariable(letter, "at", v1::VARIABLE_KIND_TIME, "2026-01-01T00:00:00Z");
  AddVariable(letter, "year", v1::VARIABLE_KIND_TEXT, "2026");
  AddVariable(letter, "url", v1::VARIABLE_KIND_LINK, "cases/1");
  NoticeValues values = Values();
  values["day"] = std::string("2026-03-01");
  values["fee"] = std::string("1000");
  values["at"] = std::string("2026-03-01T09:00:00+00:00");
  values["year"] = int64_t{2026};
  values["points"] = std::string("one");
  values["url"] = std::string("https://a.kz/?a=1&b=2");
  EXPECT_EQ(Made(values, Language::kEn, letter).text(),
            "1 March 2026 1,000 1 March 2026, 14:00 (UTC+5) 2026 one https://a.kz/?a=1&b=2");
  const std::pair<const char*, NoticeValue> wrong[] = {
      {"day", std::string("01.03.2026")},
      {"fee", std::string("1,5")},
      {"at", std::string("tomorrow")},
      {"at", absl::InfiniteFuture()},
      {"year", std::vector<std::string>{"2026"}},
      {"url", std::string("javascript:alert(1)")},
      {"url", std::string("http://a.kz")},
      {"url", std::string("https://a\" onclick=")},
      {"url", std::string("//evil.kz")},
      {"fee", std::numeric_limits<double>::infinity()}};
  for (const auto& [name, value] : wrong) {
    NoticeValues bad = values;
    bad[name] = value;
    const auto rendered = Render(letter, bad, Language::kEn, Almaty());
    EXPECT_EQ(DetailOf(rendered.status()).reason, Reason::kTemplateInvalid) << name;
  }
}

TEST(RenderTest, ATitleComesInTheReadersLanguageOrTheNextBest) {
  NoticeValues values = Values();
  values["programme.title"] = Localized{.en = "Energy", .ru = "Энергетика", .kk = ""};
  EXPECT_THAT(Made(values, Language::kRu).subject(), testing::StartsWith("Энергетика:"));
  EXPECT_THAT(Made(values, Language::kKk).subject(), testing::StartsWith("Energy:"));
}

TEST(RenderTest, NoValueInjectsAHeader) {
  NoticeValues values = Values();
  values["programme.title"] = std::string("Energy\r\nBcc: all@example.kz\x7f\xc2\x85\xe2\x80\xa8x");
  const v1::Rendered rendered = Made(values);
  EXPECT_EQ(rendered.subject(), "Energy  Bcc: all@example.kz   x: 30 days left");
  EXPECT_EQ(rendered.sms(), rendered.subject());
}

TEST(RenderTest, LongSubjectsAreCutBetweenCharacters) {
  const std::string subject = OneLine(std::string(kMaxSubjectBytes - 4, 'a') + "әәә");
  EXPECT_EQ(subject, std::string(kMaxSubjectBytes - 4, 'a') + "…");
  EXPECT_TRUE(IsValidUtf8(subject));
  EXPECT_EQ(OneLine(std::string(kMaxSubjectBytes, 'a')).size(), kMaxSubjectBytes);
}

TEST(RenderTest, MarkupInValuesIsTextInHtml) {
  NoticeValues values = Values();
  values["programme.title"] = std::string("<a href=\"x\" title='y'>&{{fee}}</a>");
  const v1::Rendered rendered = Made(values);
  EXPECT_THAT(rendered.html(), HasSubstr("<p>&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;"
                                         "{{fee}}&lt;/a&gt;</p>"));
  EXPECT_THAT(rendered.subject(), HasSubstr("<a href=\"x\""));
}

TEST(RenderTest, BrokenTextIsMendedAndControlCharactersGo) {
  NoticeValues values = Values();
  values["note"] = std::string(
      "a\xff\x01"
      "b\nc");
  EXPECT_THAT(Made(values).text(), HasSubstr("Note: a\xef\xbf\xbd b\nc\n"));
}

TEST(RenderTest, NoticesAreBounded) {
  NoticeValues values = Values();
  values["note"] = std::string(kMaxRenderedBytes, 'x');
  const auto large = Render(FindingDue(), values, Language::kEn, Almaty());
  EXPECT_EQ(large.status().code(), absl::StatusCode::kResourceExhausted);
  values = Values();
  values["points"] = std::vector<std::string>(kMaxListItems + 1, "x");
  EXPECT_EQ(Render(FindingDue(), values, Language::kEn, Almaty()).status().code(),
            absl::StatusCode::kResourceExhausted);
  values["points"] = std::vector<std::string>(kMaxListItems, std::string(2000, 'x'));
  EXPECT_EQ(Render(FindingDue(), values, Language::kEn, Almaty()).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(RenderTest, ABrokenTemplateDoesNotCompile) {
  for (const char* text : {"{{#fee}}", "{{nobody}}", "{{{fee}}}", "{{points}}"}) {
    const auto compiled = CompiledTemplate::Compile(WithText(text));
    EXPECT_EQ(DetailOf(compiled.status()).reason, Reason::kTemplateInvalid) << text;
  }
  v1::Template letter = FindingDue();
  letter.mutable_phrases(0)->set_count("days_left");
  EXPECT_FALSE(CompiledTemplate::Compile(letter).ok());
  letter.mutable_phrases(0)->set_count("nobody");
  EXPECT_FALSE(CompiledTemplate::Compile(letter).ok());
}

TEST(RenderTest, PreviewsShowTheExamples) {
  const auto shown = Preview(FindingDue(), Language::kRu, Almaty());
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->subject(), "6B07101 Energy: 7 дней");
  EXPECT_THAT(shown->text(), HasSubstr("- Plan of measures\n- Order of the rector\n"));
  const auto over = Preview(WithText("{{days_over}} days late"), Language::kEn, Almaty());
  ASSERT_TRUE(over.ok()) << over.status();
  EXPECT_EQ(over->text(), "3 days late");
}

TEST(RenderTest, TheDigestIsOverFieldsWithTheirLengths) {
  v1::Rendered rendered;
  rendered.set_language("en");
  rendered.set_subject("ab");
  rendered.set_sms("c");
  using namespace std::string_literals;
  EXPECT_EQ(DigestOf(rendered),
            Hex(Sha256Of("\0\0\0\0\0\0\0\2en\0\0\0\0\0\0\0\2ab\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                         "\0\0\0\0\0\0\0\1c"s)));
  v1::Rendered moved = rendered;
  moved.set_subject("a");
  moved.set_text("b");
  EXPECT_NE(DigestOf(moved), DigestOf(rendered));
  EXPECT_EQ(Made(Values()).digest(), DigestOf(Made(Values())));
}

}  // namespace
}  // namespace tarazy::notifications
