// What notifications refuse, through the command line.
#include "absl/strings/str_cat.h"
#include "tests/e2e/notices/notices_world.h"

namespace tarazy::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class BadNoticesTest : public ::testing::Test {
 protected:
  std::string Refused(std::vector<std::string> arguments, const std::string& who = "") {
    const CliResult result = deployment_.Run(std::move(arguments), who);
    EXPECT_EQ(result.exit, 1) << result.out;
    return result.err;
  }
  std::string PutRecipient(const std::string& more) {
    return Refused(
        {"notify", "recipient", "put",
         deployment_.Write("r.yaml", absl::StrCat("id: bad\ntitle: Bad\nrole: council\n", more))});
  }
  std::string PutTemplate(const std::string& text) {
    return Refused(
        {"notify", "template", "put",
         deployment_.Write("t.yaml", absl::StrCat("id: bad\nvariables: [{name: x, example: x}]\n"
                                                  "subject: {kk: \"{{x}}\", ru: \"{{x}}\", en: "
                                                  "\"{{x}}\"}\ntext: ",
                                                  text, "\n"))});
  }
  void PutSomebody() {
    deployment_.Must(
        {"notify", "recipient", "put",
         deployment_.Write("somebody.yaml", "id: somebody\ntitle: Somebody\nrole: council\n")});
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(BadNoticesTest, Recipients) {
  EXPECT_THAT(PutRecipient("email: \"a@b.kz\\r\\nBcc: x@y.kz\"\n"), HasSubstr("email"));
  EXPECT_THAT(PutRecipient("email: \"no address\"\n"), HasSubstr("email"));
  EXPECT_THAT(PutRecipient("zone: Asia/Nowhere\n"), HasSubstr("zone"));
  EXPECT_THAT(PutRecipient("phone: \"8 701\"\n"), HasSubstr("phone"));
  EXPECT_THAT(PutRecipient("language: de\n"), HasSubstr("language"));
  EXPECT_THAT(PutRecipient("preferences: [{topic: finding-deadline, muted: true}]\n"),
              HasSubstr("MANDATORY_TOPIC"));
}

TEST_F(BadNoticesTest, Templates) {
  EXPECT_THAT(PutTemplate("{kk: \"{{#x}}\", ru: \"{{x}}\", en: \"{{x}}\"}"),
              AllOf(HasSubstr("TEMPLATE_INVALID"), HasSubstr("text.kk")));
  EXPECT_THAT(PutTemplate("{kk: \"{{x}}\", en: \"{{x}}\"}"),
              AllOf(HasSubstr("TEMPLATE_INVALID"), HasSubstr("text.ru")));
  EXPECT_THAT(PutTemplate("{kk: \"{{y}}\", ru: \"{{x}}\", en: \"{{x}}\"}"),
              AllOf(HasSubstr("TEMPLATE_INVALID"), HasSubstr("text.kk")));
  EXPECT_THAT(PutTemplate(absl::StrCat("{kk: \"{{x}}\", ru: \"{{x}}\", en: \"",
                                       std::string(1 << 20, 'a'), "\"}")),
              HasSubstr("text.en"));
}

TEST_F(BadNoticesTest, EndpointsInOurOwnNetwork) {
  PutSomebody();
  for (const char* url :
       {"https://127.0.0.1/", "https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/",
        "https://10.1.2.3/", "https://[::1]/", "https://localhost/", "https://2130706433/",
        "https://0x7f.1/", "gopher://example.kz/", "http://example.kz/", "file:///etc/passwd"}) {
    EXPECT_THAT(Refused({"notify", "webhook", "put", "somebody", "--url", url}),
                HasSubstr("ADDRESS_REFUSED"))
        << url;
  }
  EXPECT_THAT(Refused({"notify", "webhook", "put", "somebody", "--url", "https://a:b@example.kz/"}),
              HasSubstr("url"));
}

TEST_F(BadNoticesTest, Publishing) {
  PutSomebody();
  const std::vector<std::string> publish = {"notify", "publish",     "announcement", "--event",
                                            "twice",  "--set",       "heading=One",  "--set",
                                            "body=B", "--recipient", "somebody"};
  deployment_.Must(publish);
  deployment_.Must(publish);
  std::vector<std::string> other = publish;
  other[6] = "heading=Two";
  EXPECT_THAT(Refused(other), HasSubstr("EVENT_REUSED"));
  EXPECT_THAT(Refused({"notify", "publish", "announcement", "--recipient", "somebody"}),
              AllOf(HasSubstr("TEMPLATE_INVALID"), HasSubstr("body")));
  EXPECT_THAT(Refused({"notify", "publish", "no-such-topic"}), HasSubstr("NOT_FOUND"));
  // The clocks of Berlin skip this half hour.
  EXPECT_THAT(
      Refused({"notify", "publish", "announcement", "--set", "heading=H", "--set", "body=B", "--at",
               "2027-03-28 02:30", "--zone", "Europe/Berlin", "--recipient", "somebody"}),
      HasSubstr("NO_SUCH_LOCAL_TIME"));
}

TEST_F(BadNoticesTest, RedriveAndCursors) {
  PutSomebody();
  deployment_.Must({"notify", "recipient", "put",
                    deployment_.Write("other.yaml", "id: other\ntitle: O\nrole: council\n")});
  deployment_.Must({"notify", "publish", "announcement", "--event", "cursors", "--set", "heading=H",
                    "--set", "body=B", "--recipient", "somebody", "--recipient", "other"});
  nlohmann::json inbox;
  const absl::Time patience = absl::Now() + absl::Seconds(30);
  while (inbox.empty() && absl::Now() < patience) {
    inbox = deployment_.Must({"notify", "inbox", "somebody"});
  }
  ASSERT_FALSE(inbox.empty());
  EXPECT_THAT(Refused({"notify", "redrive", inbox[0].at("delivery")}), HasSubstr("DELIVERY_STATE"));
  EXPECT_THAT(
      Refused({"notify", "watch", "other", "--until-now", "--cursor", inbox[0].at("cursor")}),
      HasSubstr("INVALID_CURSOR"));
  const std::string stranger = deployment_.TokenFile("institution", "alder");
  EXPECT_THAT(Refused({"notify", "inbox", "somebody"}, stranger), HasSubstr("NOT_FOUND"));
  EXPECT_THAT(Refused({"notify", "inbox", "me"}, stranger), HasSubstr("NOT_FOUND"));
}

}  // namespace
}  // namespace tarazy::e2e
