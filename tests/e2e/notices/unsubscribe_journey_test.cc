// From the header of a letter to a topic that is not sent any more (RFC 8058).
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/e2e/notices/notices_world.h"
#include "tests/e2e/probe.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kPeople[] = R"(
id: reader
title: Reader
language: en
role: council
email: reader@agency.kz
---
id: other
title: Other
language: en
role: council
email: other@agency.kz
)";
constexpr char kOneClick[] = "List-Unsubscribe=One-Click";

class UnsubscribeJourneyTest : public NoticesTest {
 protected:
  void SetUp() override {
    NoticesTest::SetUp();
    Must({"notify", "recipient", "put", Write("people.yaml", kPeople)});
  }

  void Announce(const std::string& heading) {
    Must({"notify", "publish", "announcement", "--event", heading, "--set", "heading=" + heading,
          "--set", "body=B", "--recipient", "reader", "--recipient", "other"});
  }

  // Where the newest letter to this address says it is unsubscribed from, without scheme and host.
  std::string PathOf(const std::string& to) {
    const auto headers = Mail(to, "List-Unsubscribe");
    if (headers.empty()) return "";
    std::string url = headers.back();
    absl::RemoveExtraAsciiWhitespace(&url);
    absl::string_view path = url;
    EXPECT_TRUE(absl::ConsumePrefix(&path, "<https://notices.example.kz")) << url;
    EXPECT_TRUE(absl::ConsumeSuffix(&path, ">")) << url;
    return std::string(path);
  }

  json Wishes(const std::string& recipient) {
    return Must({"notify", "recipient", "get", recipient}).value("preferences", json::array());
  }
  std::string Get(const std::string& path) {
    return HttpGet(deployment_->notifications_http(), path);
  }
  std::string Post(const std::string& path) {
    return HttpPost(deployment_->notifications_http(), path, kOneClick);
  }
};

TEST_F(UnsubscribeJourneyTest, TheLinkAsksAndThePostMutesTheTopic) {
  Announce("First");
  ASSERT_TRUE(Await([&] { return !Mail("reader@agency.kz", "Subject").empty(); }));
  EXPECT_THAT(Mail("reader@agency.kz", "List-Unsubscribe-Post"), ElementsAre(kOneClick));
  const std::string path = PathOf("reader@agency.kz");
  ASSERT_THAT(path, StartsWith("/unsubscribe/"));

  // Scanners follow links.
  const std::string asked = Get(path);
  EXPECT_THAT(asked, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(asked, HasSubstr("<form method=post>"));
  EXPECT_THAT(Wishes("reader"), IsEmpty());

  EXPECT_THAT(Post(path), StartsWith("HTTP/1.1 200"));
  ASSERT_THAT(Wishes("reader"), SizeIs(1));
  EXPECT_EQ(Wishes("reader")[0].at("topic"), "announcement");
  EXPECT_EQ(Wishes("reader")[0].at("muted"), true);
  EXPECT_THAT(Wishes("other"), IsEmpty());
  EXPECT_THAT(Post(path), StartsWith("HTTP/1.1 200")) << "again";

  Announce("Second");
  ASSERT_TRUE(Await([&] { return Mail("other@agency.kz", "Subject").size() == 2; }))
      << json(Mail("other@agency.kz", "Subject"));
  // All deliveries to one reader are made at once.
  const auto letters = [&](const std::string& recipient) {
    return Must({"notify", "deliveries", "--event", "Second", "--recipient", recipient, "--channel",
                 "email"});
  };
  EXPECT_TRUE(Await([&] {
    for (const json& letter : letters("reader")) {
      if (letter.at("state") != "suppressed") return false;
    }
    return true;
  })) << letters("reader");
  EXPECT_THAT(Mail("reader@agency.kz", "Subject"), ElementsAre("First"));
}

TEST_F(UnsubscribeJourneyTest, AForgedLinkIsNotFoundAndChangesNothing) {
  Announce("First");
  ASSERT_TRUE(Await([&] { return !PathOf("reader@agency.kz").empty(); }));
  const std::string path = PathOf("reader@agency.kz");
  std::string changed = path;
  char& inside = changed[(changed.size() + std::string("/unsubscribe/").size()) / 2];
  inside = inside == 'A' ? 'B' : 'A';
  for (const std::string& forged :
       {changed, path.substr(0, path.size() - 4), std::string("/unsubscribe/"),
        std::string("/unsubscribe/cmVhZGVyCmFubm91bmNlbWVudA==")}) {
    EXPECT_THAT(Get(forged), StartsWith("HTTP/1.1 404")) << forged;
    EXPECT_THAT(Post(forged), StartsWith("HTTP/1.1 404")) << forged;
  }
  EXPECT_THAT(Wishes("reader"), IsEmpty());
  EXPECT_THAT(Post(path), StartsWith("HTTP/1.1 200")) << "the link itself is a good one";
}

TEST_F(UnsubscribeJourneyTest, AMandatoryTopicHasNoLink) {
  Must({"notify", "publish", "undeliverable", "--event", "lost", "--set", "reader=Rector", "--set",
        "reader_name=recipients/rector", "--set", "delivery=deliveries/7f", "--set",
        "lost_topic=Decisions", "--recipient", "reader"});
  ASSERT_TRUE(Await([&] { return !Mail("reader@agency.kz", "Subject").empty(); }));
  EXPECT_THAT(Mail("reader@agency.kz", "Subject"), ElementsAre("Not delivered: Rector, Decisions"));
  EXPECT_THAT(Mail("reader@agency.kz", "List-Unsubscribe"), IsEmpty());
  EXPECT_THAT(Mail("reader@agency.kz", "List-Unsubscribe-Post"), IsEmpty());
}

}  // namespace
}  // namespace tarazy::e2e
