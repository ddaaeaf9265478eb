// bulk_import [UNITS] [VARIABLES]: imports files of so many cells (30,000 × 100 = 3,000,000)
// through the command line into SQLite and into PostgreSQL, wide and long, computes, verifies and
// explains, and prints seconds, cells a second and the server's memory. During the imports another
// caller makes short writes, one after the other: how many, the longest, and how many failed.
// PostgreSQL is a throw-away server on this machine, with fsync off.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tests/e2e/bulk_files.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

constexpr int64_t kMiB = 1 << 20;

std::string Run(Deployment& deployment, std::vector<std::string> command) {
  const std::string what = absl::StrCat(command[0], " ", command[1]);
  CliResult result = deployment.Run(std::move(command));
  if (result.exit == 0) return std::move(result.out);
  std::fprintf(stderr, "tarazy %s: %s\n", what.c_str(), result.err.c_str());
  std::exit(1);
}

// Creates rankings until it goes out of scope.
class ShortWrites {
 public:
  ShortWrites(Deployment& deployment, const std::string& prefix)
      : stub_(rankings::v1::RankingsService::NewStub(deployment.rankings())),
        token_(deployment.AdminToken()),
        prefix_(prefix),
        thread_([this] { Loop(); }) {}

  std::string Stop() {
    stopped_ = true;
    thread_.join();
    return absl::StrFormat("%d short writes meanwhile, the longest %.2f s, %d failed", count_,
                           absl::ToDoubleSeconds(longest_), failed_);
  }

 private:
  void Loop() {
    while (!stopped_) {
      rankings::v1::CreateRankingRequest request;
      request.set_ranking_id(absl::StrCat(prefix_, count_));
      request.set_methodology("methodologies/bulk/versions/1");
      request.set_year(2026);
      rankings::v1::CreateRankingResponse response;
      grpc::ClientContext context;
      context.AddMetadata("authorization", "Bearer " + token_);
      context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(5)));
      const absl::Time start = absl::Now();
      const grpc::Status status = stub_->CreateRanking(&context, request, &response);
      if (!status.ok() && failed_++ == 0) {
        std::fprintf(stderr, "short write: %s\n", status.error_message().c_str());
      }
      longest_ = std::max(longest_, absl::Now() - start);
      ++count_;
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  const std::unique_ptr<rankings::v1::RankingsService::Stub> stub_;
  const std::string token_;
  const std::string prefix_;
  std::atomic<bool> stopped_ = false;
  int count_ = 0;
  int failed_ = 0;
  absl::Duration longest_;
  std::thread thread_;  // last: it uses the others
};

class Bench {
 public:
  Bench(const std::string& engine, const BulkShape& shape)
      : engine_(engine), shape_(shape), deployment_(Deployment::Fresh()) {}

  void Run() {
    Report("idle", absl::ZeroDuration(), "");
    e2e::Run(*deployment_, {"methodology", "put",
                            deployment_->Write("bulk.yaml", BulkMethodology(shape_.variables))});
    Import("wide");
    Import("long");
    std::string edition;
    Measure("compute", [&] {
      const auto computed = nlohmann::json::parse(
          e2e::Run(*deployment_, {"ranking", "compute", "wide", "--output", "json"}));
      edition = computed.at("edition").get<std::string>();
    });
    Measure("verify", [&] {
      e2e::Run(*deployment_, {"ranking", "verify", edition, "--timeout", "3600"});
    });
    Measure("explain", [&] {
      e2e::Run(*deployment_, {"ranking", "explain", edition, "u000001", "--timeout", "3600"});
    });
  }

 private:
  void Import(const std::string& layout) {
    BulkShape shape = shape_;
    shape.long_layout = layout == "long";
    const std::string file = deployment_->folder() + "/" + layout + ".csv";
    WriteBulkValues(file, shape);
    e2e::Run(*deployment_,
             {"ranking", "create", layout, "--methodology", "bulk@1", "--year", "2026"});
    ShortWrites others(*deployment_, absl::StrCat(layout, "-"));
    Measure("import " + layout, [&] {
      e2e::Run(*deployment_, {"ranking", "import", layout, file, "--register"});
    });
    std::printf("    %s\n", others.Stop().c_str());
    std::filesystem::remove(file);
  }

  template <typename Body>
  void Measure(const std::string& what, Body body) {
    const absl::Time start = absl::Now();
    body();
    const absl::Duration took = absl::Now() - start;
    const double cells = static_cast<double>(shape_.units) * shape_.variables;
    Report(what, took, absl::StrFormat("%8.0f cells/s", cells / absl::ToDoubleSeconds(took)));
  }

  void Report(const std::string& what, absl::Duration took, const std::string& rate) {
    const ServerProcess& server = deployment_->rankings_process();
    std::printf("%-8s  %-11s  %6.1f s  %16s  now %3d MiB  peak %3d MiB\n", engine_.c_str(),
                what.c_str(), absl::ToDoubleSeconds(took), rate.c_str(),
                static_cast<int>(server.ResidentBytes() / kMiB),
                static_cast<int>(server.PeakBytes() / kMiB));
    std::fflush(stdout);
  }

  const std::string engine_;
  const BulkShape shape_;
  const std::unique_ptr<Deployment> deployment_;
};

}  // namespace
}  // namespace tarazy::e2e

int main(int argc, char** argv) {
  tarazy::e2e::BulkShape shape{.units = 30'000, .variables = 100};
  const bool good = (argc < 2 || absl::SimpleAtoi(argv[1], &shape.units)) &&
                    (argc < 3 || absl::SimpleAtoi(argv[2], &shape.variables));
  if (!good || argc > 3) {
    std::fputs("usage: bulk_import [UNITS] [VARIABLES]\n", stderr);
    return 2;
  }
  for (const char* engine : {"sqlite", "postgres"}) {
    setenv("TARAZY_TEST_ENGINE", engine, 1);
    tarazy::e2e::Bench(engine, shape).Run();
  }
  return 0;
}
