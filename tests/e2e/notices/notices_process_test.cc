// The notifications' process among the others: what reaches it, and what happens without it.
#include <gtest/gtest.h>

#include "tests/e2e/deployment.h"
#include "tests/e2e/probe.h"

namespace tarazy::e2e {
namespace {

constexpr char kRecipients[] =
    "id: office\ntitle: Office\nrole: methodologist\nemail: office@agency.kz\n"
    "---\nid: council\ntitle: Council\nrole: council\n";

TEST(NoticesProcessTest, CommandsReachItAndFindTheirDataAfterAKill) {
  const auto deployment = Deployment::Fresh("notices: {smtp: {from: notices@agency.kz}}\n");
  EXPECT_EQ(Health(deployment->notifications(), "tarazy.notifications.v1.InboxService"), "SERVING");
  deployment->Must(
      {"notify", "recipient", "put", deployment->Write("recipients.yaml", kRecipients)});
  deployment->KillNotifications();
  const CliResult dead = deployment->Run({"notify", "recipient", "list"});
  EXPECT_EQ(dead.exit, 1) << dead.out;
  deployment->RestartNotifications();
  const auto recipients = deployment->Must({"notify", "recipient", "list"});
  ASSERT_EQ(recipients.size(), 2);
  EXPECT_EQ(recipients[0]["id"], "council");
  EXPECT_EQ(recipients[1]["email"], "office@agency.kz");
}

TEST(NoticesProcessTest, TheOthersServeWithoutIt) {
  e2e::Setup setup = Setup::FromEnvironment();
  setup.many = true;  // one process dies as a whole
  const auto deployment = Deployment::Start(setup);
  deployment->KillNotifications();
  EXPECT_EQ(deployment->Must({"framework", "list"}).size(), 0);
  EXPECT_EQ(deployment->Must({"survey", "list"}).size(), 0);
  EXPECT_EQ(deployment->Must({"ranking", "list"}).size(), 0);
}

}  // namespace
}  // namespace tarazy::e2e
