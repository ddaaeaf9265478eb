// What a server writes about calls by which people take part: nothing.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "tests/e2e/log_lines.h"
#include "tests/e2e/probe.h"
#include "tests/e2e/surveys/small_survey.h"

namespace tarazy::e2e {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class SurveySecrecyTest : public SurveyJourney {
 protected:
  // All logs of the deployment.
  std::string Logs() const {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(deployment_.folder())) {
      if (entry.path().extension() != ".log") continue;
      std::ifstream file(entry.path());
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return absl::AsciiStrToLower(all);
  }
  static std::vector<std::string> Found(const std::string& text,
                                        const std::vector<std::string>& secrets) {
    std::vector<std::string> found;
    for (const std::string& secret : secrets) {
      if (absl::StrContains(text, absl::AsciiStrToLower(secret))) found.push_back(secret);
    }
    return found;
  }
};

TEST_F(SurveySecrecyTest, NoLogAndNoMetricTellsOfARespondent) {
  PutQuestionnaire();
  Must({"survey", "open", "secret", "--questionnaire", "small", "--stratum", "s=30"});
  const Tickets tickets = Invite("secret", "s", 6);
  std::vector<std::string> secrets = {"@example.invalid", "BallotsService/SubmitBallot",
                                      "RollService/ExchangeTicket", "RollService/LookAtTicket"};
  for (const std::string& ticket : tickets) {
    secrets.push_back(ticket);
    secrets.push_back("remark" + std::to_string(secrets.size()));
    Must(Submission("secret", ticket, {"quality=full", "remarks=" + secrets.back()}));
  }
  // Those that are refused leave no more.
  Refused(Submission("secret", tickets[0], {"quality=full"}));
  Refused(Submission("secret", tickets[1], {"quality=nonsense", "remarks=" + secrets.back()}));
  Refused({"survey", "ticket", "AAAA-BBBB-CCCC-DDDD"});
  secrets.push_back("AAAA-BBBB-CCCC-DDDD");
  Must({"survey", "close", "secret"});
  // The log is behind the calls: once it has the last one, it has what came before.
  const absl::Time limit = absl::Now() + absl::Seconds(20);
  while (!absl::StrContains(Logs(), "closecampaign") && absl::Now() < limit) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_THAT(Found(Logs(), secrets), IsEmpty());
  // What is not secret is in it, so that it was read.
  EXPECT_THAT(Found(Logs(), {"CampaignsService/OpenCampaign"}), Not(IsEmpty()));
  std::erase_if(secrets, [](const std::string& secret) { return absl::StrContains(secret, "/"); });
  EXPECT_THAT(
      Found(absl::AsciiStrToLower(HttpGet(deployment_.registry_http(), "/metrics")), secrets),
      IsEmpty());
}

}  // namespace
}  // namespace tarazy::e2e
