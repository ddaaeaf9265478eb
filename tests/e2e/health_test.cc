// What probes and tools see: gRPC health, reflection, the plain HTTP port, a clean drain.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/http_get.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

// grpc.health.v1: request field 1 is the service's name, response field 1 the status, 1 = SERVING.
std::string Health(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  const std::string request =
      service.empty()
          ? ""
          : absl::StrCat("\x0a", std::string(1, static_cast<char>(service.size())), service);
  grpc::Slice slice(request);
  const grpc::ByteBuffer buffer(&slice, 1);
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", buffer, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) return absl::StrCat("error ", status.error_code());
  std::vector<grpc::Slice> slices;
  answer.Dump(&slices);
  std::string bytes;
  for (const grpc::Slice& part : slices) {
    bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
  }
  return bytes == std::string("\x08\x01") ? "SERVING" : "NOT_SERVING";
}

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
