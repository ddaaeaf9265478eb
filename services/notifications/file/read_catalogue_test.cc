#include "services/notifications/file/read_catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kTopic[] = R"(topics:
  - id: news
    title: {kk: Жаңалықтар, ru: Новости, en: News}
    template: news
    channels: [email, inbox]
    audience:
      - {role: institution, concerned: true}
    ladder:
      - {days: -7, clock: "10:00"}
)";
constexpr char kTemplate[] = R"(templates:
  - id: news
    variables:
      - {name: what, kind: text, example: a thing}
    subject: {kk: "{{what}}", ru: "{{what}}", en: "{{what}}"}
    text:
      kk: "{{what}} болды"
      ru: "Случилось: {{what}}"
      en: |
        It happened:
        {{what}}
)";

std::vector<std::string> FaultsOf(const absl::Status& status) {
  std::vector<std::string> faults;
  for (const FieldViolation& fault : DetailOf(status).fields) {
    faults.push_back(absl::StrCat(fault.field, " | ", fault.description));
  }
  return faults;
}

TEST(ReadCatalogueTest, FilesAreReadInTheirOrder) {
  const auto catalogue = ReadCatalogue({{"a.yaml", kTopic}, {"b.yaml", kTemplate}});
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  ASSERT_EQ(catalogue->topics.size(), 1);
  ASSERT_EQ(catalogue->templates.size(), 1);
  const v1::Topic& topic = catalogue->topics[0];
  EXPECT_EQ(topic.id(), "news");
  EXPECT_THAT(topic.channels(), ElementsAre(v1::CHANNEL_EMAIL, v1::CHANNEL_INBOX));
  EXPECT_TRUE(topic.audience(0).concerned());
  EXPECT_EQ(topic.ladder(0).days(), -7);
  EXPECT_EQ(catalogue->templates[0].text().en(), "It happened:\n{{what}}\n");
}

TEST(ReadCatalogueTest, EveryFaultIsNamedWithItsFileAndPlace) {
  const std::string bad_topic = absl::StrCat(kTopic, R"(  - id: other
    title: {kk: Басқа, ru: Другое, en: Other}
    template: news
    audience: [{role: rector}]
)");
  const std::string bad_letter = absl::StrCat(kTemplate, R"(  - id: unsaid
    subject: {kk: а, ru: "{{who}}", en: c}
    text: {kk: а, ru: б}
)");
  const auto status = ReadCatalogue({{"a.yaml", bad_topic}, {"b.yaml", bad_letter}}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(
      FaultsOf(status),
      testing::IsSupersetOf<testing::Matcher<std::string>>(
          {AllOf(testing::StartsWith("a.yaml: topics[1].audience[0].role | line 13, column 23"),
                 HasSubstr("methodologist")),
           testing::StartsWith("b.yaml: templates[1].text.en | is missing"),
           HasSubstr("b.yaml: templates[1].subject.ru | line 1: {{who}} is neither")}));
}

TEST(ReadCatalogueTest, AnIdStandsOnce) {
  EXPECT_THAT(FaultsOf(ReadCatalogue({{"a.yaml", kTopic}, {"b.yaml", kTopic}}).status()),
              ElementsAre("b.yaml: topics[0].id | line 2: news stands at a.yaml: topics[0]"));
}

TEST(ReadCatalogueTest, OtherFilesAreRefused) {
  EXPECT_THAT(FaultsOf(ReadCatalogue({{"a.yaml", "- topics"}}).status()),
              ElementsAre("a.yaml | holds the lists topics and templates"));
  EXPECT_THAT(FaultsOf(ReadCatalogue({{"a.yaml", "topics: {id: news}"}}).status()),
              ElementsAre("a.yaml: topics | line 1: must be a list"));
  EXPECT_THAT(FaultsOf(ReadCatalogue({{"a.yaml", "letters: []"}}).status()),
              ElementsAre("a.yaml: letters | line 1: unknown key; known are topics and templates"));
  EXPECT_THAT(FaultsOf(ReadCatalogue({{"a.yaml", "topics: ["}}).status()),
              ElementsAre(testing::StartsWith("a.yaml | line ")));
}

}  // namespace
}  // namespace tarazy::notifications
