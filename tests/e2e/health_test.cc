// What probes and tools see: gRPC health, reflection, the plain HTTP port, a clean drain.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/e2e/probe.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

TEST(HealthTest, ServicesLivenessAndReadinessAreServing) {
  Deployment& deployment = Deployment::Get();
  for (const char* service :
       {"", "liveness", "readiness", "tarazy.rankings.v1.RankingsService",
        "tarazy.rankings.v1.EvidenceService", "tarazy.common.v1.TokenService"}) {
    EXPECT_EQ(Health(deployment.rankings(), service), "SERVING") << service;
  }
  EXPECT_EQ(Health(deployment.registry(), "tarazy.registry.v1.RegistryService"), "SERVING");
  EXPECT_EQ(Health(deployment.rankings(), "no.such.Service"), "error 5");
}

TEST(HealthTest, PlainHttpServesHealthAndMetrics) {
  Deployment& deployment = Deployment::Get();
  ComputeSmall(deployment, "metrics");
  const std::string& http = deployment.rankings_http();
  EXPECT_TRUE(absl::StrContains(HttpGet(http, "/livez"), "200 OK"));
  EXPECT_TRUE(absl::StrContains(HttpGet(http, "/readyz"), "ready"));
  EXPECT_TRUE(absl::StrContains(HttpGet(http, "/nothing"), "404"));
  EXPECT_TRUE(absl::StrContains(
      HttpGet(http, "/metrics"),
      "tarazy_calls_total{code=\"OK\",method=\"tarazy.rankings.v1.RankingsService/"));
}

}  // namespace
}  // namespace tarazy::e2e
