// Faulty methodology files: each is refused with its place and a sentence, by the command line's
// offline lint and by the service, in the same words.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "common/base/error.h"
#include "common/rpc/status_map.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

struct Fault {
  const char* name;
  const char* indicators;  // the file's end, after id and variables
  const char* rule;
  const char* says;  // in the message
};

constexpr char kHead[] = "id: bad\nvariables:\n  x: {unit: score, min: 0}\n  y: {unit: score}\n";

class BadFileTest : public ::testing::TestWithParam<Fault> {};

TEST_P(BadFileTest, IsRefusedOfflineAndOnline) {
  Deployment& deployment = Deployment::Get();
  const Fault& fault = GetParam();
  const std::string yaml = std::string(kHead) + fault.indicators;
  const std::string file = deployment.Write("bad.yaml", yaml);

  const CliResult lint = deployment.Run({"methodology", "lint", file});
  EXPECT_EQ(lint.exit, 1) << lint.out;
  bool found = false;
  for (const json& row : lint.json()) {
    found = found || (row["rule"] == fault.rule && row["severity"] == "error" &&
                      absl::StrContains(row["message"].get<std::string>(), fault.says));
  }
  EXPECT_TRUE(found) << lint.out;

  const CliResult put = deployment.Run({"methodology", "put", file});
  EXPECT_EQ(put.exit, 1);
  EXPECT_TRUE(absl::StrContains(put.err, fault.says)) << put.err;

  const auto stub = rankings::v1::RankingsService::NewStub(deployment.rankings());
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + deployment.AdminToken());
  rankings::v1::CreateMethodologyVersionRequest request;
  request.set_source(yaml);
  rankings::v1::CreateMethodologyVersionResponse response;
  const absl::Status status =
      rpc::FromGrpc(stub->CreateMethodologyVersion(&context, request, &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, std::string(fault.name) == "stars" ? Reason::kUnsupportedFeature
                                                              : Reason::kMethodologyInvalid);
  EXPECT_FALSE(detail.fields.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFileTest,
    ::testing::Values(
        Fault{"unknown_key", "indicators: [{code: a, pionts: 5, value: x}]\n", "parse_error",
              "pionts"},
        Fault{"unknown_top_key", "indicator: []\n", "parse_error", "indicator"},
        Fault{"duplicate_key", "indicators: [{code: a, points: 5, points: 6, value: x}]\n",
              "parse_error", "points"},
        Fault{"duplicate_code",
              "indicators: [{code: a, points: 5, value: x}, {code: a, points: 5, value: y}]\n",
              "duplicate_code", "a"},
        Fault{"no_indicators", "indicators: []\n", "empty_node", ""},
        Fault{"empty_node", "indicators: [{code: a, points: 5, children: []}]\n", "empty_node", ""},
        Fault{"undefined_variable", "indicators: [{code: a, points: 5, value: x / z}]\n",
              "undefined_variable", "z"},
        Fault{"formula_end", "indicators: [{code: a, points: 5, value: x +}]\n", "parse_error",
              "column"},
        Fault{"formula_character", "indicators: [{code: a, points: 5, value: 'x $ y'}]\n",
              "parse_error", "column 3"},
        Fault{"formula_assignment", "indicators: [{code: a, points: 5, value: 'x = y'}]\n",
              "parse_error", "column 3"},
        Fault{"formula_parenthesis", "indicators: [{code: a, points: 5, value: '(x + y'}]\n",
              "parse_error", "column"},
        Fault{"missing_points", "indicators: [{code: a, value: x}]\n", "missing_points", ""},
        Fault{"infinite_points", "indicators: [{code: a, points: .inf, value: x}]\n", "parse_error",
              ".inf"},
        Fault{"huge_points", "indicators: [{code: a, points: 1e400, value: x}]\n", "parse_error",
              "1e400"},
        Fault{"goalposts",
              "indicators: [{code: a, points: 5, value: x, normalize: {goalposts: "
              "{min: 3, max: 3}}}]\n",
              "parse_error", ""},
        Fault{"bands",
              "indicators: [{code: a, points: 5, value: x, normalize: {bands: "
              "[{at: 2, points: 1}, {at: 1, points: 2}]}}]\n",
              "parse_error", ""},
        Fault{"points_mismatch",
              "indicators: [{code: a, points: 5, children: "
              "[{code: b, points: 4, value: x}]}]\n",
              "points_mismatch", "1 less"},
        Fault{"stars", "indicators: [{code: a, points: 5, value: x}]\nstars: {levels: []}\n",
              "parse_error", "stars"},
        Fault{"not_yaml", "indicators: [{code: a\n", "parse_error", "line"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tarazy::e2e
