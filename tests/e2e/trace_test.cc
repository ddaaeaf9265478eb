// Logs: one trace through all processes, slow calls stand out, fast reads do not fill the disk.
#include <gtest/gtest.h>

#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tests/e2e/log_lines.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

constexpr char kImport[] = "tarazy.rankings.v1.RankingsService/ImportValues";
constexpr char kResolve[] = "tarazy.registry.v1.RegistryService/ResolveUnits";
constexpr char kListRankings[] = "tarazy.rankings.v1.RankingsService/ListRankings";
constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kSpanId[] = "00f067aa0ba902b7";

class TraceTest : public ::testing::Test {
 protected:
  // The log of the process that hosts rankings.
  std::string RankingsLog(const Deployment& deployment) const {
    return deployment.rankings_http() == deployment.registry_http() ? "tarazyd.log"
                                                                    : "rankings.log";
  }

  // GetRanking with these metadata.
  grpc::Status Get(Deployment& deployment, const std::string& ranking,
                   const std::vector<std::pair<std::string, std::string>>& metadata) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + deployment.AdminToken());
    for (const auto& [name, value] : metadata) context.AddMetadata(name, value);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    rankings::v1::GetRankingRequest request;
    request.set_name("rankings/" + ranking);
    rankings::v1::GetRankingResponse response;
    return rankings::v1::RankingsService::NewStub(deployment.rankings())
        ->GetRanking(&context, request, &response);
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(TraceTest, OneTraceRunsThroughAllProcesses) {
  const auto deployment = Deployment::Fresh();
  CreateSmall(*deployment, "traced");
  deployment->Must(
      {"ranking", "import", "traced", deployment->Write("t.csv", kSmallValues), "--register"});
  const auto imports = AwaitLogLines(*deployment, RankingsLog(*deployment), {{"method", kImport}});
  ASSERT_EQ(imports.size(), 1u);
  const json& first = imports[0];
  EXPECT_EQ(first.at("trace_id").get<std::string>().size(), 32u);
  EXPECT_EQ(first.at("span_id").get<std::string>().size(), 16u);
  const auto hops = AwaitLogLines(*deployment, "tarazyd.log", {{"method", kResolve}});
  ASSERT_FALSE(hops.empty());
  EXPECT_EQ(hops[0].at("trace_id"), first.at("trace_id"));
  EXPECT_NE(hops[0].at("span_id"), first.at("span_id")) << "each hop has a span of its own";
  EXPECT_EQ(hops[0].at("request_id"), first.at("request_id"));
}

TEST_F(TraceTest, TheCallersTraceGoesOnAndAMalformedOneDoesNot) {
  const std::string parent = std::string("00-") + kTraceId + "-" + kSpanId + "-01";
  EXPECT_FALSE(
      Get(deployment_, "no-such", {{"traceparent", parent}, {"x-request-id", "good-1"}}).ok());
  const auto good =
      AwaitLogLines(deployment_, RankingsLog(deployment_), {{"request_id", "good-1"}});
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(good[0].at("trace_id"), kTraceId);
  EXPECT_NE(good[0].at("span_id"), kSpanId);
  EXPECT_FALSE(
      Get(deployment_, "no-such", {{"traceparent", parent + "x"}, {"x-request-id", "bad-1"}}).ok());
  const auto bad = AwaitLogLines(deployment_, RankingsLog(deployment_), {{"request_id", "bad-1"}});
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_NE(bad[0].at("trace_id"), kTraceId);
  EXPECT_EQ(bad[0].at("trace_id").get<std::string>().size(), 32u);
}

TEST_F(TraceTest, FastReadsAreNotLogged) {
  CreateSmall(deployment_, "quiet");
  EXPECT_TRUE(Get(deployment_, "quiet", {{"x-request-id", "quiet-read"}}).ok());
  EXPECT_FALSE(Get(deployment_, "no-such", {{"x-request-id", "loud-read"}}).ok());
  const std::string log = RankingsLog(deployment_);
  ASSERT_EQ(AwaitLogLines(deployment_, log, {{"request_id", "loud-read"}}).size(), 1u)
      << "a failure is";
  EXPECT_EQ(LogLines(deployment_, log, {{"request_id", "quiet-read"}}).size(), 0u);
}

TEST_F(TraceTest, SlowCallsAreWarnedOfWithWhereTheirTimeWent) {
  const auto deployment = Deployment::Fresh("log: {slow_call: 0.000001s}");
  EXPECT_EQ(deployment->Must({"ranking", "list"}), json::array());
  const auto lines = AwaitLogLines(*deployment, RankingsLog(*deployment),
                                   {{"event", "rpc.slow"}, {"method", kListRankings}});
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("level"), "warn");
  EXPECT_GT(lines[0].at("database_ms").get<double>(), 0);
  EXPECT_LE(lines[0].at("database_ms").get<double>(), lines[0].at("ms").get<double>());
  EXPECT_EQ(lines[0].at("admission_ms"), 0.0);
}

TEST_F(TraceTest, NoSecretIsLogged) {
  const std::string secret = deployment_.AdminToken();
  ASSERT_GT(secret.size(), 60u);
  for (const char* log : {"tarazyd.log", "rankings.log"}) {
    std::ifstream file(deployment_.folder() + "/" + log);
    for (std::string line; std::getline(file, line);) {
      EXPECT_EQ(line.find(secret.substr(4)), std::string::npos) << log;
    }
  }
}

}  // namespace
}  // namespace tarazy::e2e
