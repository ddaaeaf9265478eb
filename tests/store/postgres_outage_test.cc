// PostgreSQL that dies, hangs or throws us out.
#include <libpq-fe.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::Row;
using sql::Tx;

constexpr char kCount[] = "SELECT count FROM counter";
constexpr char kAddOne[] = "UPDATE counter SET count = count + 1";
constexpr char kEndMe[] = "SELECT pg_terminate_backend(pg_backend_pid())";

// A server that only these tests ill-treat.
class PostgresOutageTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto server = TempPostgres::Start(/*max_connections=*/40);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = server->release();
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  void SetUp() override { db_ = OpenOrDie(server_->url(), "t" + RandomHex(8)); }

  static TempPostgres* server_;
  std::unique_ptr<sql::Database> db_;
};
TempPostgres* PostgresOutageTest::server_ = nullptr;

TEST_F(PostgresOutageTest, AKilledServerIsUnavailableAndItsReturnIsNoticed) {
  ASSERT_OK(Exec(*db_, kAddOne));
  server_->Kill();
  EXPECT_FAILS(Exec(*db_, kAddOne), kUnavailable, kUnavailable);
  EXPECT_FAILS(db_->Ready(Soon()), kUnavailable, kUnavailable);
  ASSERT_OK(server_->Resume());
  ASSERT_OK(Exec(*db_, kAddOne));
  EXPECT_EQ(ReadInt(*db_, kCount), 2);
}

TEST_F(PostgresOutageTest, IdleConnectionsThatDiedMeanwhileAreReplaced) {
  InParallel(4, [&](int) { EXPECT_EQ(ReadInt(*db_, kCount), 0); });
  server_->Kill();
  ASSERT_OK(server_->Resume());
  ASSERT_OK(Exec(*db_, kAddOne));
  EXPECT_EQ(ReadInt(*db_, kCount), 1);
}

TEST_F(PostgresOutageTest, AConnectionLostBeforeCommitIsRetriedOnce) {
  int runs = 0;
  ASSERT_OK(db_->Write(Soon(), [&](Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Exec(kAddOne).status());
    if (++runs == 1) return tx.Exec(kEndMe).status();
    return absl::OkStatus();
  }));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(ReadInt(*db_, kCount), 1);
}

TEST_F(PostgresOutageTest, AConnectionLostTwiceIsUnavailable) {
  int runs = 0;
  EXPECT_FAILS(db_->Write(Soon(),
                          [&](Tx& tx) {
                            ++runs;
                            return tx.Exec(kEndMe).status();
                          }),
               kUnavailable, kUnavailable);
  EXPECT_EQ(runs, 2);
}

// A deferred trigger ends the connection while COMMIT is under way.
TEST_F(PostgresOutageTest, AConnectionLostDuringCommitIsAnUnknownOutcome) {
  ASSERT_OK(db_->Write(Soon(), [](Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Exec("CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                            "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$")
                        .status());
    return tx
        .Exec(
            "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON item DEFERRABLE INITIALLY "
            "DEFERRED FOR EACH ROW EXECUTE FUNCTION die()")
        .status();
  }));
  int runs = 0;
  EXPECT_FAILS(db_->Write(Soon(),
                          [&](Tx& tx) {
                            ++runs;
                            return tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 1)").status();
                          }),
               kUnavailable, kCommitOutcomeUnknown);
  EXPECT_EQ(runs, 1);
}

TEST_F(PostgresOutageTest, AServerThatHangsDoesNotHangUs) {
  ASSERT_OK(Exec(*db_, kAddOne));
  server_->Signal(SIGSTOP);
  for (int i = 0; i < 3; ++i) {  // first on a pooled connection, then on new ones
    const absl::Time start = absl::Now();
    EXPECT_FAILS(
        db_->Read(Within(absl::Milliseconds(200)),
                  [](Tx& tx) { return tx.QueryOne(kCount, {}, [](const Row&) {}).status(); }),
        kDeadlineExceeded, kDeadlineExceeded);
    EXPECT_LT(absl::Now() - start, absl::Milliseconds(1000));
  }
  server_->Signal(SIGCONT);
  EXPECT_EQ(ReadInt(*db_, kCount), 1);
}

// A server without room for a second connection serves all the same, one after the other.
TEST_F(PostgresOutageTest, AServerWithoutRoomIsSharedByThoseWhoAreConnected) {
  ASSERT_OK(Exec(*db_, kAddOne));
  std::vector<std::unique_ptr<PGconn, void (*)(PGconn*)>> hogs;
  do {
    hogs.emplace_back(PQconnectdb(server_->url().c_str()), &PQfinish);
  } while (PQstatus(hogs.back().get()) == CONNECTION_OK);
  std::future<absl::Status> second;
  ASSERT_OK(db_->Write(Soon(), [&](Tx& tx) -> absl::Status {
    if (!second.valid()) {
      second = std::async(std::launch::async, [&] { return Exec(*db_, kAddOne); });
    }
    second.wait_for(std::chrono::milliseconds(300));  // unless it is turned away
    return tx.Exec(kAddOne).status();
  }));
  ASSERT_OK(second.get());
  EXPECT_EQ(ReadInt(*db_, kCount), 3);
}

// The deadline that passes during COMMIT leaves the outcome unknown as well.
TEST_F(PostgresOutageTest, AServerThatHangsInCommitIsAnUnknownOutcome) {
  const absl::Time start = absl::Now();
  EXPECT_FAILS(db_->Write(Within(absl::Milliseconds(300)),
                          [&](Tx& tx) {
                            const absl::Status status = tx.Exec(kAddOne).status();
                            server_->Signal(SIGSTOP);
                            return status;
                          }),
               kUnavailable, kCommitOutcomeUnknown);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500));
  server_->Signal(SIGCONT);
  EXPECT_LE(ReadInt(*db_, kCount), 1);
}

TEST_F(PostgresOutageTest, AStatementThatWasGivenUpEndsOnTheServer) {
  std::atomic<bool> cancelled = false;
  const Context context{.deadline = absl::Now() + absl::Seconds(60),
                        .cancelled = [&] { return cancelled.load(); }};
  EXPECT_FAILS(
      db_->Read(context,
                [&](Tx& tx) {
                  cancelled = true;
                  return tx.QueryOne("SELECT pg_sleep(60) IS NULL", {}, [](const Row&) {}).status();
                }),
      kCancelled, kUnspecified);
  const absl::Time end = absl::Now() + absl::Seconds(5);
  constexpr char kSleepers[] =
      "SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> "
      "pg_backend_pid()";
  while (ReadInt(*db_, kSleepers) > 0 && absl::Now() < end) {
  }
  EXPECT_EQ(ReadInt(*db_, kSleepers), 0);
}

}  // namespace
}  // namespace tarazy::testing
