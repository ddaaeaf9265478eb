// One service's process dies under the others.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "absl/time/clock.h"
#include "tests/chaos/checker.h"
#include "tests/chaos/worker.h"

namespace tarazy::chaos {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(2);
constexpr absl::Duration kAway = absl::Seconds(6);  // by then gRPC's own pauses would be seconds
constexpr absl::Duration kRecovery = absl::Seconds(2);

TEST(PeerFaultTest, ARegistryThatWasAwayIsFoundAgain) {
  e2e::Setup setup = e2e::Setup::FromEnvironment();
  setup.many = true;
  const auto deployment = e2e::Deployment::Start(setup);
  Clients clients(*deployment, kTimeout);
  Worker worker("w0", std::random_device()());
  for (const char* kind : {"methodology", "ranking", "import verified", "compute"}) {
    ASSERT_TRUE(worker.Try(clients, kind).status.ok()) << kind;
  }

  deployment->KillRegistry();
  const absl::Time dead = absl::Now();
  while (absl::Now() < dead + kAway) {
    const absl::Time start = absl::Now();
    const Answer answer = worker.Try(clients, "import verified");
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNAVAILABLE);
    ExpectOutage(answer.status, absl::Now() - start, kTimeout);
    EXPECT_TRUE(worker.Try(clients, "compute").status.ok()) << "needs no registry";
    absl::SleepFor(absl::Milliseconds(100));  // as a client backs off
  }
  deployment->RestartRegistry();

  const absl::Time back = absl::Now();
  grpc::Status status = worker.Try(clients, "import verified").status;
  while (!status.ok() && absl::Now() < back + kRecovery) {
    ExpectOutage(status, absl::ZeroDuration(), kTimeout);
    status = worker.Try(clients, "import verified").status;
  }
  EXPECT_TRUE(status.ok()) << Describe(status);
  Clients again(*deployment);
  worker.ExpectStored(again, /*all=*/true);
  worker.ExpectInstitutions(ReadInstitutions(again));
}

}  // namespace
}  // namespace tarazy::chaos
