// What an answer from the cache costs beside gRPC itself, on one server and with one client, in
// turns: a unit's score against an empty health check, and a page of 100 rows against a method
// that gives as many bytes and does nothing else. Authentication, policies and metrics are on.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tarazy/rankings/v1/rankings_service.pb.h"
#include "tests/bench/raw_load.h"
#include "tests/e2e/deployment.h"
#include "tests/e2e/small_ranking.h"
#include "tests/testing/temp_redis.h"

namespace tarazy::bench {
namespace {

using e2e::Deployment;
using nlohmann::json;

constexpr int kChannels = 4;
constexpr int kCallsOnEach = 16;
constexpr int kRows = 100;
constexpr char kScore[] = "/tarazy.rankings.v1.RankingsService/GetScore";
constexpr char kScores[] = "/tarazy.rankings.v1.RankingsService/ListNodeScores";
constexpr char kTable[] = "/tarazy.rankings.v1.RankingsService/ListTableRows";

struct Options {
  int rounds = 9;
  double seconds = 1;  // of each measurement
  std::string out;
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--rounds=")) options.rounds = std::stoi(argument.data());
    if (absl::ConsumePrefix(&argument, "--seconds=")) options.seconds = std::stod(argument.data());
    if (absl::ConsumePrefix(&argument, "--benchmark_out=")) options.out = std::string(argument);
  }
  return options;
}

// The real questionnaire over the demonstration's values; one unit's scores.
RawCall Scores(Deployment& deployment) {
  const std::string examples = std::string(REPOSITORY) + "/examples/";
  deployment.Must({"methodology", "put", examples + "methodologies/iqaa-questionnaire-1.yaml"});
  deployment.Must({"ranking", "create", "demo", "--methodology", "iqaa-2020", "--year", "2026"});
  deployment.Must(
      {"ranking", "import", "demo", examples + "demonstration/values.csv", "--register"});
  const std::string edition = deployment.Must({"ranking", "compute", "demo"}).at("edition");
  deployment.Must({"ranking", "publish", edition});
  rankings::v1::ListNodeScoresRequest request;
  request.set_parent(edition);
  request.set_unit(
      deployment.Must({"ranking", "table", edition})[0].at("institution").get<std::string>());
  return {kScores, request.SerializeAsString()};
}

RawCall Rows(Deployment& deployment) {
  std::string csv = "institution,title,x,y\n";
  for (int i = 0; i < 3 * kRows; ++i) {
    absl::StrAppend(&csv, "u", i, ",Университет № ", i, ",", i % 97, ",", 1 + i % 89, "\n");
  }
  e2e::CreateSmall(deployment, "many");
  deployment.Must({"ranking", "import", "many", deployment.Write("many.csv", csv), "--register"});
  const std::string edition = deployment.Must({"ranking", "compute", "many"}).at("edition");
  deployment.Must({"ranking", "publish", edition});
  rankings::v1::ListTableRowsRequest request;
  request.set_parent(edition);
  request.set_page_size(kRows);
  return {kTable, request.SerializeAsString()};
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Method {
  std::string name;
  const RawClient* client;
  RawCall call;
  size_t bytes = 0;
  std::vector<Load> rounds;

  json Report() const {
    std::vector<double> rates, p50, p99;
    for (const Load& load : rounds) {
      rates.push_back(load.calls_per_second);
      p50.push_back(load.microseconds_p50);
      p99.push_back(load.microseconds_p99);
    }
    return {{"name", name},          {"bytes", bytes},        {"calls_per_second", Median(rates)},
            {"p50_us", Median(p50)}, {"p99_us", Median(p99)}, {"rounds", rates}};
  }
};

// Round by round, so that what slows the machine for a while slows both sides of a ratio.
json Ratio(const std::string& name, const Method& of, const Method& to) {
  std::vector<double> ratios;
  for (size_t i = 0; i < of.rounds.size(); ++i) {
    ratios.push_back(of.rounds[i].calls_per_second / to.rounds[i].calls_per_second);
  }
  return {{"name", name}, {"median", Median(ratios)}, {"rounds", ratios}};
}

void Print(const json& report) {
  std::printf("%-34s %8s %10s %9s %9s\n", "answer", "bytes", "calls/s", "p50 us", "p99 us");
  for (const json& row : report.at("methods")) {
    std::printf("%-34s %8d %10.0f %9.0f %9.0f\n", row.at("name").get<std::string>().c_str(),
                row.at("bytes").get<int>(), row.at("calls_per_second").get<double>(),
                row.at("p50_us").get<double>(), row.at("p99_us").get<double>());
  }
  for (const json& row : report.at("ratios")) {
    std::printf("%-62s %.3f\n", row.at("name").get<std::string>().c_str(),
                row.at("median").get<double>());
  }
}

std::string PublicSecret(Deployment& deployment) {
  std::string secret;
  std::ifstream(deployment.TokenFile("public")) >> secret;
  return secret;
}

void Measure(const Options& options, std::vector<Method>& methods) {
  for (int round = -1; round < options.rounds; ++round) {  // the first one warms up
    for (size_t i = 0; i < methods.size(); ++i) {
      Method& method = methods[round % 2 == 0 ? i : methods.size() - 1 - i];
      method.client->Ask({"/bench.Bytes/Resize", absl::StrCat(method.bytes)});
      const Load load =
          method.client->Run(method.call, method.bytes, absl::Seconds(options.seconds));
      if (round >= 0) method.rounds.push_back(load);
    }
  }
}

int Run(const Options& options) {
  const auto redis = testing::TempRedis::Start();
  if (!redis.ok()) {
    std::fprintf(stderr, "serving_bench: %s\n", redis.status().ToString().c_str());
    return 1;
  }
  const auto deployment = Deployment::Fresh();
  const RawCall scores = Scores(*deployment);
  const RawCall rows = Rows(*deployment);
  const RawClient client(deployment->rankings_grpc(), PublicSecret(*deployment), kChannels,
                         kCallsOnEach);
  // Its memory keeps nothing: every answer comes out of Redis.
  const auto forgetful =
      Deployment::Fresh(absl::StrCat("redis: ", (*redis)->url(), "\ncache: {l1_bytes: 1}\n"));
  const RawCall from_redis = Scores(*forgetful);
  const RawClient redis_client(forgetful->rankings_grpc(), PublicSecret(*forgetful), kChannels,
                               kCallsOnEach);

  std::vector<Method> methods = {
      {"health check, empty", &client, {"/grpc.health.v1.Health/Check", ""}},
      {"a unit's 61 scores, from memory", &client, scores},
      {"raw bytes, as many as the scores", &client, {"/bench.Bytes/Get", ""}},
      {"100 rows of the table, from memory", &client, rows},
      {"raw bytes, as many as the rows", &client, {"/bench.Bytes/Get", ""}},
      {"a unit's 61 scores, from Redis", &redis_client, from_redis},
      {"a unit's score, from memory", &client, {kScore, scores.request}},
  };
  for (const size_t i : {0, 1, 3, 5, 6}) {
    methods[i].bytes = methods[i].client->Ask(methods[i].call).size();
  }
  methods[2].bytes = methods[1].bytes;
  methods[4].bytes = methods[3].bytes;
  Measure(options, methods);
  json report = {
      {"rounds", options.rounds},
      {"seconds", options.seconds},
      {"calls_under_way", kChannels * kCallsOnEach},
      {"methods", json::array()},
      {"ratios",
       {Ratio("a unit's score / an empty health check", methods[6], methods[0]),
        Ratio("a unit's 61 scores / an empty health check", methods[1], methods[0]),
        Ratio("100 rows / as many raw bytes", methods[3], methods[4]),
        Ratio("a unit's scores / as many raw bytes", methods[1], methods[2]),
        Ratio("raw bytes as many as the scores / an empty health check", methods[2], methods[0])}}};
  for (const Method& method : methods) report["methods"].push_back(method.Report());
  Print(report);
  if (!options.out.empty()) std::ofstream(options.out) << report.dump(2) << "\n";
  return 0;
}

}  // namespace
}  // namespace tarazy::bench

int main(int argc, char** argv) {
  return tarazy::bench::Run(tarazy::bench::ParseOptions(argc, argv));
}
