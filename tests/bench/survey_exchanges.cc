// Tickets exchanged for signatures, on SQLite and on a throw-away PostgreSQL on this machine, with
// fsync on.
//
//   survey_exchanges [SECONDS]
//
// For 1 and 32 clients: how many exchanges are durable in a second (SECONDS each, 4), their p50 and
// p99; and before it how many signatures one core and all cores make. An exchange is all that the
// server does of one but gRPC and the look-up of the campaign: the ticket's look-up, the blind
// signature, the commit.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/blind_rsa.h"
#include "common/base/ids.h"
#include "services/surveys/app/roll/make_keys.h"
#include "services/surveys/app/roll/ticket_code.h"
#include "services/surveys/app/roll/ticket_office.h"
#include "services/surveys/store/roll/roll_store.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::surveys {
namespace {

constexpr int kTickets = 60000;
constexpr size_t kBatch = 5000;
constexpr char kCampaign[] = "bench";

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

struct Figures {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

// Runs `work(client)` by so many clients for so long; it says whether there is more to do.
template <typename Work>
Figures Measure(int clients, absl::Duration time, Work work) {
  std::vector<std::vector<double>> latencies(static_cast<size_t>(clients));
  std::vector<std::thread> threads;
  const absl::Time begin = absl::Now();
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&, i] {
      while (absl::Now() < begin + time) {
        const absl::Time start = absl::Now();
        if (!work(i)) break;
        latencies[static_cast<size_t>(i)].push_back(
            absl::ToDoubleMilliseconds(absl::Now() - start));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const absl::Duration took = absl::Now() - begin;
  std::vector<double> all;
  for (const std::vector<double>& some : latencies) all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  const auto at = [&](double share) {
    return all.empty() ? 0 : all[static_cast<size_t>(share * static_cast<double>(all.size() - 1))];
  };
  return {.per_second = static_cast<double>(all.size()) / absl::ToDoubleSeconds(took),
          .p50_ms = at(0.5),
          .p99_ms = at(0.99)};
}

class Bench {
 public:
  Bench() {
    const auto keys = MakeKeys(secret_, kCampaign, {"s", "test"});
    Must(keys.status());
    keys_ = *keys;
    auto opened = OpenKey(secret_, kCampaign, keys_[0]);
    Must(opened.status());
    key_ = std::make_unique<BlindRsaKey>(*std::move(opened));
    for (int i = 0; i < 64; ++i) {
      const auto blinding = key_->Public().Blind(PrepareBlind(RandomHex(16)));
      Must(blinding.status());
      blinded_.push_back(blinding->blinded_message);
    }
    campaign_ = std::make_shared<v1::Campaign>();
    campaign_->set_id(kCampaign);
    campaign_->set_kind(v1::CAMPAIGN_KIND_TICKETS);
    campaign_->mutable_window()->set_zone("UTC");
  }

  void Sign(absl::Duration time) const {
    for (const int threads : {1, static_cast<int>(std::thread::hardware_concurrency())}) {
      std::atomic<size_t> next{0};
      const Figures figures = Measure(threads, time, [&](int) {
        return key_->SignBlinded(blinded_[next++ % blinded_.size()]).ok();
      });
      std::printf("signing   %3d threads: %6.0f/s  p50 %6.2f ms\n", threads, figures.per_second,
                  figures.p50_ms);
      std::fflush(stdout);
    }
  }

  void RunOn(sql::Database& db, absl::Duration time) const {
    const std::vector<std::string> tickets = Fill(db);
    TicketOffice office(
        db,
        [this](const Context&, absl::string_view)
            -> absl::StatusOr<std::shared_ptr<const v1::Campaign>> { return campaign_; },
        secret_);
    std::atomic<size_t> next{0};
    for (const int clients : {1, 32}) {
      std::atomic<int64_t> failed{0};
      const Figures figures = Measure(clients, time, [&](int) {
        const size_t i = next++;
        if (i >= tickets.size()) return false;
        const auto answer = office.Exchange({.deadline = absl::Now() + absl::Seconds(30)},
                                            tickets[i], blinded_[i % blinded_.size()], absl::Now());
        failed += answer.ok() ? 0 : 1;
        return true;
      });
      std::printf("%-9s %3d clients: %6.0f/s  p50 %6.2f ms  p99 %6.2f ms  failed %d\n",
                  std::string(db.Engine()).c_str(), clients, figures.per_second, figures.p50_ms,
                  figures.p99_ms, static_cast<int>(failed));
      std::fflush(stdout);
    }
  }

 private:
  // Puts people on the roll and gives their tickets.
  std::vector<std::string> Fill(sql::Database& db) const {
    const TicketCodes codes(secret_);
    std::vector<std::string> tickets;
    std::vector<RollEntry> batch;
    Must(db.Write({}, [&](sql::Tx& tx) { return OpenRoll(tx, kCampaign, keys_).status(); }));
    for (int i = 0; i < kTickets; ++i) {
      const std::string id = absl::HexStringToBytes(RandomHex(16));
      tickets.push_back(codes.CodeOf(kCampaign, id));
      batch.push_back({.id = id,
                       .contact = absl::StrCat("student-", i, "@example.kz"),
                       .stratum = "s",
                       .language = "kk",
                       .ticket_digest = TicketDigest(tickets.back())});
      if (batch.size() < kBatch && i + 1 < kTickets) continue;
      Must(db.WriteBulk({}, [&](sql::Tx& tx) { return AddEntries(tx, kCampaign, batch); }));
      batch.clear();
    }
    return tickets;
  }

  const Secret secret_ = Secret::Generate();
  std::vector<StratumKey> keys_;
  std::unique_ptr<BlindRsaKey> key_;
  std::vector<std::string> blinded_;
  std::shared_ptr<v1::Campaign> campaign_;
};

std::unique_ptr<sql::Database> Open(const std::string& url) {
  auto database = sql::Open(url, "surveys_roll", roll::SchemaMigrations());
  Must(database.status());
  return *std::move(database);
}

}  // namespace
}  // namespace tarazy::surveys

int main(int argc, char** argv) {
  using namespace tarazy;  // NOLINT
  int seconds = 4;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &seconds)) return 2;
  const surveys::Bench bench;
  const absl::Duration time = absl::Seconds(seconds);
  bench.Sign(time);
  {
    const testing::TempDir dir;
    const auto database = surveys::Open("sqlite:" + dir.path());
    bench.RunOn(*database, time);
  }
  const auto server = testing::TempPostgres::Start(50, testing::TempPostgres::Speed::kDurable);
  surveys::Must(server.status());
  const auto database = surveys::Open((*server)->url());
  bench.RunOn(*database, time);
  return 0;
}
