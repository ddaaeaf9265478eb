// PostgreSQL stops, hangs, throws its clients out, has no room, or is lost in the middle of COMMIT,
// under real programs: every call ends in time with a status that docs/operations.md promises,
// sending it again does it once, and all is well by itself within five seconds of its return.
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <signal.h>

#include <atomic>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/outbox/progress.h"
#include "tests/chaos/checker.h"
#include "tests/chaos/postgres_proxy.h"
#include "tests/chaos/worker.h"
#include "tests/e2e/probe.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::chaos {
namespace {

constexpr int kWorkers = 3;
constexpr int kMaxConnections = 60;
constexpr absl::Duration kTimeout = absl::Seconds(2);     // of each call
constexpr absl::Duration kOutage = absl::Seconds(4);      // longer than a call
constexpr absl::Duration kRecovery = absl::Seconds(5);    // after PostgreSQL is back
constexpr absl::Duration kAtOnce = absl::Seconds(1);      // what needs no database
constexpr absl::Duration kReadiness = absl::Seconds(5);   // until a change of it is noticed
constexpr absl::Duration kLook = absl::Milliseconds(10);  // between looks at a condition

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, FinishConnection>;

void RunSql(const std::string& url, const std::string& sql) {
  const Connection connection(PQconnectdb(url.c_str()));
  PQclear(PQexec(connection.get(), sql.c_str()));
}

template <class Condition>
bool Await(absl::Duration patience, Condition condition) {
  const absl::Time deadline = absl::Now() + patience;
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(kLook);
  }
  return true;
}

// Asks all the time for what needs no database; every answer comes at once.
class LivenessWatch {
 public:
  explicit LivenessWatch(const e2e::Deployment& deployment)
      : http_(deployment.rankings_http()), channel_(deployment.rankings()) {
    thread_ = std::thread([this] { Watch(); });
  }
  ~LivenessWatch() {
    done_ = true;
    thread_.join();
  }

 private:
  void Watch() {
    rankings::v1::RankingsService::Stub stub(channel_);
    while (!done_) {
      const absl::Time start = absl::Now();
      EXPECT_TRUE(absl::StrContains(e2e::HttpGet(http_, "/livez"), "200 OK"));
      EXPECT_TRUE(absl::StrContains(e2e::HttpGet(http_, "/metrics"), "200 OK"));
      EXPECT_EQ(e2e::Health(channel_, "liveness"), "SERVING");
      grpc::ClientContext nobody;
      rankings::v1::GetRankingResponse response;
      EXPECT_EQ(stub.GetRanking(&nobody, {}, &response).error_code(),
                grpc::StatusCode::UNAUTHENTICATED);
      EXPECT_LT(absl::Now() - start, kAtOnce);
      absl::SleepFor(kLook);
    }
  }

  const std::string http_;
  const std::shared_ptr<grpc::Channel> channel_;
  std::atomic<bool> done_{false};
  std::thread thread_;
};

class PostgresFaultTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto server = testing::TempPostgres::Start(kMaxConnections);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = server->release();
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  void SetUp() override {
    proxy_ = std::make_unique<PostgresProxy>(server_->folder());
    e2e::Setup setup = e2e::Setup::FromEnvironment();
    setup.database = proxy_->NewDatabase();
    deployment_ = e2e::Deployment::Start(setup);
    clients_ = std::make_unique<Clients>(*deployment_, kTimeout);
    for (int i = 0; i < kWorkers; ++i) {
      workers_.push_back(std::make_unique<Worker>(absl::StrCat("w", i), std::random_device()()));
    }
  }

  bool Ready() const {
    return absl::StrContains(e2e::HttpGet(deployment_->rankings_http(), "/readyz"), "200 OK");
  }

  // The relay of events commits too: what it has to carry on is done.
  void AwaitRelay() {
    const std::unique_ptr<sql::Database> data = deployment_->OpenData("rankings");
    EXPECT_TRUE(Await(absl::Seconds(30), [&] {
      outbox::Backlog backlog{.events = -1};
      data->Read({.deadline = absl::Now() + absl::Seconds(5)},
                 [&](sql::Tx& tx) -> absl::Status {
                   ASSIGN_OR_RETURN(const outbox::Position after,
                                    outbox::PositionOf(tx, "notifications"));
                   ASSIGN_OR_RETURN(backlog, outbox::BacklogOf(tx, data->Engine(), after));
                   return absl::OkStatus();
                 })
          .IgnoreError();
      return backlog.events == 0;
    }));
  }

  // The server goes on with a COMMIT whose client is gone: what is looked at meanwhile is neither
  // before nor after it.
  void AwaitCommitsUnderWay() {
    EXPECT_TRUE(Await(absl::Seconds(30), [&] {
      const Connection connection(PQconnectdb(server_->url().c_str()));
      const std::unique_ptr<PGresult, decltype(&PQclear)> found(
          PQexec(connection.get(),
                 "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'tarazy-%' "
                 "AND backend_xid IS NOT NULL"),
          &PQclear);
      return PQresultStatus(found.get()) == PGRES_TUPLES_OK && PQntuples(found.get()) == 0;
    }));
  }

  // All workers at work while `fault` happens and after it, until a new call succeeds.
  template <class Fault>
  void UnderLoad(Fault fault) {
    std::atomic<bool> stop = false;
    std::vector<std::thread> threads;
    for (const auto& worker : workers_) {
      threads.emplace_back(
          [&, w = worker.get()] { w->Insist(*clients_, [&] { return stop.load(); }); });
    }
    {
      const LivenessWatch liveness(*deployment_);
      absl::SleepFor(absl::Seconds(1));  // of undisturbed work
      fault();
      ExpectRecovery();
    }
    stop = true;
    for (std::thread& thread : threads) thread.join();
    ExpectExactlyOnce();
  }

  // A call succeeds in time and readiness says so; then calls of both services go on succeeding,
  // as fast as the load lets them.
  void ExpectRecovery() {
    const absl::Time start = absl::Now();
    Worker prober(absl::StrCat("p", ++probers_), 1);
    prober.Insist(
        *clients_, [&] { return absl::Now() > start + kRecovery; }, 1);
    EXPECT_EQ(prober.pending(), "") << "still fails";
    EXPECT_TRUE(Await(kRecovery, [&] { return Ready(); }));
    const absl::Duration recovered = absl::Now() - start;
    EXPECT_LT(recovered, kRecovery);
    prober.Insist(
        *clients_, [&] { return absl::Now() > start + 6 * kRecovery; }, 9);
    EXPECT_EQ(prober.pending(), "") << "fails again";
    std::cout << "recovered after " << recovered << ", ten calls after " << absl::Now() - start
              << "\n";
  }

  void ExpectExactlyOnce() {
    Clients clients(*deployment_);
    std::map<std::string, int> failures;
    for (const auto& worker : workers_) {
      worker->Settle(clients);
      worker->ExpectSameAnswers(clients, 5);
      worker->ExpectStored(clients, /*all=*/true);
      worker->ExpectInstitutions(ReadInstitutions(clients));
      for (const auto& [status, count] : worker->failures()) failures[status] += count;
      EXPECT_GT(worker->acknowledged(), 0);
    }
    ExpectStoreIsWhole(*deployment_);
    for (const auto& [status, count] : failures)
      std::cout << "  " << status << ": " << count << "\n";
  }

  static testing::TempPostgres* server_;
  std::unique_ptr<PostgresProxy> proxy_;
  std::unique_ptr<e2e::Deployment> deployment_;
  std::unique_ptr<Clients> clients_;
  std::vector<std::unique_ptr<Worker>> workers_;
  int probers_ = 0;
};
testing::TempPostgres* PostgresFaultTest::server_ = nullptr;

TEST_F(PostgresFaultTest, StoppedAtOnceAndStartedAgain) {
  UnderLoad([&] {
    server_->Stop(SIGQUIT);
    EXPECT_TRUE(Await(kReadiness, [&] { return !Ready(); }));
    absl::SleepFor(kOutage);
    ASSERT_TRUE(server_->Resume().ok());
  });
}

TEST_F(PostgresFaultTest, StoppedFastAndStartedAgain) {
  UnderLoad([&] {
    server_->Stop(SIGINT);
    EXPECT_TRUE(Await(kReadiness, [&] { return !Ready(); }));
    absl::SleepFor(kOutage);
    ASSERT_TRUE(server_->Resume().ok());
  });
}

TEST_F(PostgresFaultTest, RestartedWithoutAPause) {
  UnderLoad([&] {
    for (int i = 0; i < 3; ++i) {
      server_->Stop(SIGINT);
      ASSERT_TRUE(server_->Resume().ok());
      absl::SleepFor(absl::Milliseconds(300));  // of work
    }
  });
}

TEST_F(PostgresFaultTest, HangsAndGoesOn) {
  UnderLoad([&] {
    server_->Signal(SIGSTOP);
    EXPECT_TRUE(Await(kReadiness, [&] { return !Ready(); }));
    absl::SleepFor(kOutage);
    server_->Signal(SIGCONT);
  });
}

TEST_F(PostgresFaultTest, ThrowsConnectionsOutAllTheTime) {
  UnderLoad([&] {
    const absl::Time end = absl::Now() + kOutage;
    while (absl::Now() < end) {
      RunSql(server_->url(),
             "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE "
             "'tarazy-%' AND random() < 0.5");
      absl::SleepFor(absl::Milliseconds(30));
    }
  });
}

TEST_F(PostgresFaultTest, HasNoRoomForMoreConnections) {
  UnderLoad([&] {
    std::vector<Connection> hogs;
    RunSql(server_->url(),
           "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE "
           "'tarazy-%'");
    const absl::Time end = absl::Now() + kOutage;
    while (absl::Now() < end) {
      Connection hog(PQconnectdb(server_->url().c_str()));
      if (PQstatus(hog.get()) == CONNECTION_OK) {
        hogs.push_back(std::move(hog));
      } else {
        absl::SleepFor(kLook);
      }
    }
  });
}

struct CommitCase {
  const char* name;
  AtCommit fate;
};

class CommitFaultTest : public PostgresFaultTest,
                        public ::testing::WithParamInterface<CommitCase> {};

INSTANTIATE_TEST_SUITE_P(Commit, CommitFaultTest,
                         ::testing::Values(CommitCase{"CutBeforeTheServerHasIt",
                                                      AtCommit::kCutBefore},
                                           CommitCase{"CutAsTheServerGetsIt", AtCommit::kCutAfter},
                                           CommitCase{"CutBeforeItsAnswer", AtCommit::kCutAnswer},
                                           CommitCase{"NeverAnswered", AtCommit::kNoAnswer}),
                         [](const auto& info) { return info.param.name; });

// Each kind of operation, so that each way to store is cut.
TEST_P(CommitFaultTest, IsAnUnknownOutcomeAndRepeatingItGivesOneEffect) {
  Worker& worker = *workers_.front();
  Clients impatient(*deployment_, absl::Seconds(1));
  for (const char* kind :
       {"methodology", "ranking", "import draft", "submit", "verify", "import verified", "compute",
        "publish", "withdraw", "institution", "register"}) {
    SCOPED_TRACE(kind);
    AwaitRelay();
    const bool registry = kind == std::string("institution") || kind == std::string("register");
    proxy_->AtNextCommit(registry ? "tarazy-registry" : "tarazy-rankings", GetParam().fate);
    const absl::Time start = absl::Now();
    const grpc::Status status = worker.Try(impatient, kind).status;
    const absl::Duration took = absl::Now() - start;
    EXPECT_TRUE(proxy_->AwaitCommit(absl::ZeroDuration())) << "nothing was committed";
    EXPECT_FALSE(status.ok());
    ExpectOutage(status, took, impatient.timeout());
    if (GetParam().fate != AtCommit::kNoAnswer) {
      EXPECT_EQ(ReasonOf(status), "COMMIT_OUTCOME_UNKNOWN") << Describe(status);
    }
    AwaitCommitsUnderWay();
    worker.ExpectAllOrNothing(*clients_);
    EXPECT_TRUE(GetParam().fate != AtCommit::kCutBefore || !worker.was_done());
    worker.Settle(*clients_);
    worker.ExpectSameAnswers(*clients_, 0);
    worker.ExpectStored(*clients_, /*all=*/true);
  }
  worker.ExpectInstitutions(ReadInstitutions(*clients_));
  ExpectStoreIsWhole(*deployment_);
}

// More calls than the program lets in, all of which wait for a server that says nothing.
TEST_F(PostgresFaultTest, AFloodWhileItHangsLeavesLivenessAlone) {
  constexpr int kFlood = 600;
  workers_.front()->Try(*clients_, "methodology");
  server_->Signal(SIGSTOP);
  {
    std::vector<std::thread> threads;
    std::atomic<int> under_way = 0;
    for (int i = 0; i < kFlood; ++i) {
      threads.emplace_back([&] {
        rankings::v1::ListRankingsResponse response;
        ++under_way;
        const absl::Time start = absl::Now();
        const grpc::Status status =
            clients_->rankings().ListRankings(clients_->Context().get(), {}, &response);
        --under_way;
        EXPECT_FALSE(status.ok());
        ExpectOutage(status, absl::Now() - start, kTimeout);
      });
    }
    EXPECT_TRUE(Await(kTimeout, [&] { return under_way > kFlood / 2; }));
    const LivenessWatch liveness(*deployment_);
    for (std::thread& thread : threads) thread.join();
  }
  server_->Signal(SIGCONT);
  ExpectRecovery();
}

}  // namespace
}  // namespace tarazy::chaos
