// What `make run` shows of notices: the seed case's deadlines as ladders, an office's inbox, and
// nothing that leaves the machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class DemonstrationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    e2e::Setup setup = e2e::Setup::FromEnvironment();
    setup.many = false;  // as `make run` starts it
    deployment_ = Deployment::Start(setup);
    Load("examples/notifications/people");
    Load("examples/cases/load");
    shown_ = Load("examples/notifications/load");
    ASSERT_TRUE(AwaitTheRest());
  }

  std::string Load(const std::string& script) {
    const CliResult result = deployment_->RunScript(script);
    EXPECT_EQ(result.exit, 0) << script << "\n" << result.err;
    return result.out;
  }
  json Must(std::vector<std::string> arguments) { return deployment_->Must(std::move(arguments)); }

  // What the office was told, by topic.
  std::map<std::string, json> Told(const std::string& recipient) {
    std::map<std::string, json> told;
    for (const json& item : Must({"notify", "inbox", recipient})) {
      told[item.at("topic").get<std::string>()].push_back(item);
    }
    return told;
  }
  // True once it holds, within half a minute.
  static bool Await(absl::FunctionRef<bool()> holds) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    while (!holds()) {
      if (absl::Now() > patience) return false;
      absl::SleepFor(absl::Milliseconds(20));
    }
    return true;
  }
  // That mandatory letters are dead is told to the methodologist, a moment after they are.
  bool AwaitTheRest() {
    const size_t lost = Reminded() ? 2 : 0;
    return Await([&] {
      return Told("demo-methodologist")["topics/undeliverable"].size() >= lost && !UnderWay();
    });
  }
  bool UnderWay() {
    for (const json& count : Must({"notify", "deliveries", "count"})) {
      if (count.at("state") == "accepted" || count.at("state") == "queued") return true;
    }
    return false;
  }
  // It is nine o'clock at the agency, and who has to be reminded today was.
  bool Reminded() {
    const json ladder =
        Must({"notify", "ladders", "--prefix", "cases/ektu-2023/findings/r-6.3-2/"}).at(0);
    for (const json& step : ladder.at("steps")) {
      if (step.at("step") == "T") return step.at("state") == "released";
    }
    ADD_FAILURE() << ladder;
    return false;
  }

  std::unique_ptr<Deployment> deployment_;
  std::string shown_;
};

TEST_F(DemonstrationTest, TheSeedsDeadlinesAreLadders) {
  const std::string today = Reminded() ? "T+7" : "T";
  const std::map<std::string, std::string> next = {
      {"r-6.1-2/programmes/6b04107/events/demo-bachelor", "T-30"},
      {"r-6.4-4/programmes/6b04107/events/demo-bachelor", "T-30"},
      {"r-6.6-1/programmes/6b04107/events/demo-bachelor", "T-30"},
      {"r-6.1-2/programmes/7m04107/events/demo-master", "T-7"},
      {"r-6.6-1/programmes/7m04107/events/demo-master", "T-7"},
      {"r-6.3-2/programmes/6b04107/events/demo-agreement", today},
  };
  int over = 0;
  int waiting = 0;
  for (const json& ladder : Must({"notify", "ladders", "--prefix", "cases/ektu-2023/"})) {
    const std::string deadline = ladder.at("deadline");
    const auto known = next.find(deadline.substr(std::string("cases/ektu-2023/findings/").size()));
    if (known == next.end()) {
      ++over;
      EXPECT_EQ(ladder.at("next_step"), nullptr) << ladder;
      for (const json& step : ladder.at("steps")) EXPECT_EQ(step.at("state"), "passed") << ladder;
      EXPECT_THAT(shown_, Not(HasSubstr(deadline + " ")));
      continue;
    }
    ++waiting;
    EXPECT_EQ(ladder.at("next_step"), known->second) << ladder;
    // A line of the table: the deadline, its day, the next reminder and its time.
    const std::regex line(absl::StrCat(deadline, " +", ladder.at("date").get<std::string>(), " +",
                                       std::regex_replace(known->second, std::regex("\\+"), "\\+"),
                                       " +", ladder.at("next_time").get<std::string>(), "\n"));
    EXPECT_TRUE(std::regex_search(shown_, line)) << deadline << "\n" << shown_;
  }
  EXPECT_EQ(over, 21);
  EXPECT_EQ(waiting, 6);
  EXPECT_THAT(shown_, HasSubstr("\n21 others, whose reminders are over\n"));
}

TEST_F(DemonstrationTest, TheOfficeIsToldInItsLanguageAndItCanBeProved) {
  std::map<std::string, json> told = Told("demo-office");
  EXPECT_THAT(told["topics/announcement"], SizeIs(1));
  EXPECT_THAT(told["topics/case-state"], SizeIs(1));
  EXPECT_THAT(told["topics/finding-opened"], SizeIs(31));
  EXPECT_THAT(told["topics/finding-moved"], SizeIs(6));
  for (const json& item : told["topics/finding-moved"]) {
    EXPECT_THAT(item.at("subject").get<std::string>(), HasSubstr("Есеп тармағының мерзімі"));
  }
  EXPECT_THAT(told["topics/finding-deadline"], SizeIs(Reminded() ? 1 : 0));
  for (const json& item : told["topics/finding-deadline"]) {
    EXPECT_EQ(item.at("acknowledge"), true) << item;
  }
  for (const auto& [topic, items] : told) {
    if (items.empty()) continue;
    const std::regex line(absl::StrCat("\n +", items.size(), "  [0-9TZ:-]+  ", topic, " +[^ ]"));
    EXPECT_TRUE(std::regex_search(shown_, line)) << topic << "\n" << shown_;
  }
  EXPECT_THAT(Told("demo-commission"), SizeIs(1));
  EXPECT_THAT(Told("demo-methodologist")["topics/finding-moved"], SizeIs(6));

  std::smatch delivery;
  ASSERT_TRUE(std::regex_search(shown_, delivery, std::regex("proof export ([0-9a-f]+) ")));
  const std::string proof = deployment_->folder() + "/notice.proof";
  EXPECT_TRUE(Await([&] {  // until its receipts are sealed
    return deployment_->Run({"notify", "proof", "export", delivery[1], proof}).exit == 0;
  }));
  EXPECT_EQ(deployment_->Run({"notify", "proof", "verify", proof}).exit, 0);
}

TEST_F(DemonstrationTest, NothingLeavesTheMachineAndItIsSaid) {
  const json recipients = Must({"notify", "recipient", "list"});
  EXPECT_THAT(recipients, SizeIs(3));
  for (const json& recipient : recipients) {
    EXPECT_TRUE(absl::EndsWith(recipient.at("email").get<std::string>(), ".example")) << recipient;
  }
  for (const json& count : Must({"notify", "deliveries", "count"})) {
    EXPECT_EQ(count.at("state"), count.at("channel") == "inbox" ? "delivered" : "dead") << count;
  }
  for (const json& letter : Must({"notify", "dead-letters"})) {
    EXPECT_EQ(letter.at("reason"), "no mail server is configured") << letter;
  }
  EXPECT_THAT(shown_, HasSubstr("No mail server is configured"));
  EXPECT_THAT(shown_, HasSubstr("are invented"));
}

TEST_F(DemonstrationTest, LoadedAgainItSaysTheSameAndDoublesNothing) {
  const json counts = Must({"notify", "deliveries", "count"});
  const json people = Must({"notify", "recipient", "list"});
  const bool reminded = Reminded();
  Load("examples/notifications/people");
  Load("examples/cases/load");
  const std::string again = Load("examples/notifications/load");
  if (Reminded() == reminded) {  // else it has become nine o'clock at the agency
    EXPECT_EQ(again, shown_);
    EXPECT_EQ(Must({"notify", "deliveries", "count"}), counts);
  }
  EXPECT_EQ(Must({"notify", "recipient", "list"}), people);
  EXPECT_THAT(Must({"case", "get", "ektu-2023"}).at("events"), SizeIs(3));
}

TEST(MakeRunTest, StoresThePeopleFirstAndShowsTheirNoticesLast) {
  const std::string run = RepositoryFile("deploy/dev/run");
  const size_t people = run.find("\nexamples/notifications/people ");
  const size_t cases = run.find("\nexamples/cases/load ");
  const size_t notices = run.find("\nexamples/notifications/load ");
  ASSERT_NE(notices, std::string::npos);
  EXPECT_LT(people, cases);
  EXPECT_LT(cases, notices);
}

}  // namespace
}  // namespace tarazy::e2e
