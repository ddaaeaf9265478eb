// Large files: what the server needs of memory has a bound that does not grow with the cells.
#include <gtest/gtest.h>

#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tests/e2e/bulk_files.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

constexpr int64_t kMiB = 1 << 20;

std::string File(Deployment& deployment, const std::string& name, const BulkShape& shape) {
  const std::string path = deployment.folder() + "/" + name;
  WriteBulkValues(path, shape);
  return path;
}

void CreateBulk(Deployment& deployment, const std::string& id, int variables) {
  deployment.Must({"methodology", "put", deployment.Write("bulk.yaml", BulkMethodology(variables)),
                   "--request-id", "bulk-methodology"});
  deployment.Must({"ranking", "create", id, "--methodology", "bulk@1", "--year", "2026"});
}

TEST(BulkTest, AnIdleServerIsSmall) {
  const auto deployment = Deployment::Fresh();
  deployment->Must({"token", "list"});
  EXPECT_LT(deployment->rankings_process().ResidentBytes(), 64 * kMiB);
}

TEST(BulkTest, LargeImportsNeedLittleMemory) {
  const auto deployment = Deployment::Fresh();
  CreateBulk(*deployment, "bulk", 100);
  const ServerProcess& server = deployment->rankings_process();
  const auto load = [&](const std::string& name, const BulkShape& shape) {
    return deployment->Must(
        {"ranking", "import", "bulk", File(*deployment, name, shape), "--register"});
  };
  const json small = load("small.csv", {.units = 500, .variables = 100});
  EXPECT_EQ(small["cells"], 50'000);
  const int64_t after_small = server.PeakBytes();
  const json wide = load("wide.csv", {.units = 5000, .variables = 100});
  EXPECT_EQ(wide["cells"], 500'000);
  EXPECT_EQ(wide["registered"], 4500);
  const json longer = load("long.csv", {.units = 500, .variables = 100, .long_layout = true});
  EXPECT_EQ(longer["cells"], 50'000);
  EXPECT_LT(server.PeakBytes(), 128 * kMiB);
  EXPECT_LT(server.PeakBytes() - after_small, 32 * kMiB) << "it grows with the file";

  const std::string edition = deployment->Must({"ranking", "compute", "bulk"}).at("edition");
  EXPECT_EQ(deployment->Must({"ranking", "verify", edition})["verified"], true);
  EXPECT_LT(server.PeakBytes(), 160 * kMiB);
  EXPECT_LT(server.ResidentBytes(), 96 * kMiB) << "freed memory is given back";
}

TEST(BulkTest, EmptyCellsTakeAwayWhatWasThere) {
  Deployment& deployment = Deployment::Get();
  CreateBulk(deployment, "bulk-cleared", 100);
  deployment.Must({"ranking", "import", "bulk-cleared",
                   File(deployment, "full.csv", {.units = 1000, .variables = 100}), "--register"});
  const BulkShape gaps{.units = 1000, .variables = 100, .empty_every = 4};
  const std::string file = File(deployment, "gaps.csv", gaps);
  const json first = deployment.Must({"ranking", "import", "bulk-cleared", file});
  EXPECT_EQ(first["cells"], 75'000);
  EXPECT_EQ(first["cleared"], 25'000);
  const json second = deployment.Must({"ranking", "import", "bulk-cleared", file});
  EXPECT_EQ(second["cells"], 75'000);
  EXPECT_EQ(second["cleared"], 0) << "they are empty already";
}

TEST(BulkTest, ProgressRunsThroughAllPhases) {
  const auto fresh = Deployment::Fresh();  // so that the units are new
  Deployment& deployment = *fresh;
  CreateBulk(deployment, "told", 100);
  const auto stub = rankings::v1::RankingsService::NewStub(deployment.rankings());
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + deployment.AdminToken());
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
  const auto stream = stub->ImportValues(&context);
  rankings::v1::ImportValuesRequest request;
  request.mutable_header()->set_ranking("rankings/told");
  request.mutable_header()->set_state(rankings::v1::VALUE_STATE_VERIFIED);
  request.mutable_header()->set_register_units(true);
  ASSERT_TRUE(stream->Write(request));
  request.set_chunk(BulkValues({.units = 1000, .variables = 100}));
  ASSERT_TRUE(stream->Write(request));
  stream->WritesDone();
  rankings::v1::ImportValuesResponse response;
  std::vector<std::string> phases;
  double share = 0;
  while (stream->Read(&response)) {
    if (!response.has_progress()) continue;
    EXPECT_GE(response.progress().share(), share);
    share = response.progress().share();
    if (phases.empty() || phases.back() != response.progress().phase()) {
      phases.push_back(response.progress().phase());
    }
  }
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.result().cells(), 100'000);
  EXPECT_EQ(phases, (std::vector<std::string>{"checking", "registering", "storing"}));
  EXPECT_LE(share, 1);
}

}  // namespace
}  // namespace tarazy::e2e
