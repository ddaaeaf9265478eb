// The caller's patience: deadlines and cancellation.
#include <atomic>
#include <latch>

#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::Row;
using sql::Tx;

class DatabaseDeadlineTest : public DatabaseTest {};
TEST_ON_BOTH_ENGINES(DatabaseDeadlineTest);

constexpr char kEndless[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
    "SELECT COUNT(*) FROM n";
constexpr char kInsert[] = "INSERT INTO item (id, rank) VALUES ('a', 1)";

absl::Status RunEndless(Tx& tx) {
  return tx.QueryOne(kEndless, {}, [](const Row&) {}).status();
}

TEST_P(DatabaseDeadlineTest, StopsALongStatement) {
  db();
  const absl::Time start = absl::Now();
  EXPECT_FAILS(db().Read(Within(absl::Milliseconds(150)), RunEndless), kDeadlineExceeded,
               kDeadlineExceeded);
  EXPECT_FAILS(db().Write(Within(absl::Milliseconds(150)), RunEndless), kDeadlineExceeded,
               kDeadlineExceeded);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500));
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 0);
}

TEST_P(DatabaseDeadlineTest, CancellationStopsALongStatement) {
  db();
  std::atomic<bool> running = false;
  std::atomic<bool> cancelled = false;
  const Context context{.deadline = absl::Now() + absl::Seconds(20),
                        .cancelled = [&] { return cancelled.load(); }};
  std::thread caller([&] {
    EXPECT_FAILS(db().Read(context,
                           [&](Tx& tx) {
                             running = true;
                             running.notify_all();
                             return RunEndless(tx);
                           }),
                 kCancelled, kUnspecified);
  });
  running.wait(false);
  const absl::Time start = absl::Now();
  cancelled = true;
  caller.join();
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  ASSERT_OK(Exec(db(), kInsert));
}

TEST_P(DatabaseDeadlineTest, PassedAlreadyRunsNothing) {
  db();
  const Context past{.deadline = absl::Now()};
  const Context gone{.cancelled = [] { return true; }};
  const auto fail = [](Tx&) -> absl::Status {
    ADD_FAILURE() << "the closure ran";
    return absl::OkStatus();
  };
  EXPECT_FAILS(db().Read(past, fail), kDeadlineExceeded, kDeadlineExceeded);
  EXPECT_FAILS(db().Write(past, fail), kDeadlineExceeded, kDeadlineExceeded);
  EXPECT_FAILS(db().Read(gone, fail), kCancelled, kUnspecified);
  EXPECT_FAILS(db().Write(gone, fail), kCancelled, kUnspecified);
}

TEST_P(DatabaseDeadlineTest, ShortStatementsNoticeItToo) {
  db();
  EXPECT_FAILS(
      db().Write(Within(absl::Milliseconds(100)),
                 [](Tx& tx) -> absl::Status {
                   for (;;)
                     RETURN_IF_ERROR(tx.Exec("UPDATE counter SET count = count + 1").status());
                 }),
      kDeadlineExceeded, kDeadlineExceeded);
  EXPECT_EQ(ReadInt(db(), "SELECT count FROM counter"), 0);
}

// Another database object, as another process, holds what the write needs.
TEST_P(DatabaseDeadlineTest, AWriteDoesNotWaitLongerForAnother) {
  const auto other = OpenOrDie(url(), name());
  db();
  std::latch holding(1);
  std::latch tried(1);
  std::thread holder([&] {
    EXPECT_TRUE(other
                    ->Write(Soon(),
                            [&](Tx& tx) -> absl::Status {
                              RETURN_IF_ERROR(tx.Exec("UPDATE counter SET count = 5").status());
                              holding.count_down();
                              tried.wait();
                              return absl::OkStatus();
                            })
                    .ok());
  });
  holding.wait();
  const absl::Time start = absl::Now();
  EXPECT_FAILS(db().Write(Within(absl::Milliseconds(150)),
                          [](Tx& tx) { return tx.Exec("UPDATE counter SET count = 6").status(); }),
               kDeadlineExceeded, kDeadlineExceeded);
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  tried.count_down();
  holder.join();
  EXPECT_EQ(ReadInt(db(), "SELECT count FROM counter"), 5);
}

TEST_P(DatabaseDeadlineTest, TooManyReadersAreOverloaded) {
  constexpr int kMax = 8;  // of both engines
  db();
  std::latch reading(kMax);
  std::latch tried(1);
  std::thread last([&] {
    reading.wait();
    EXPECT_FAILS(db().Read(Within(absl::Milliseconds(50)), RunEndless), kResourceExhausted,
                 kOverloaded);
    tried.count_down();
  });
  InParallel(kMax, [&](int) {
    EXPECT_TRUE(db().Read(Soon(),
                          [&](Tx&) {
                            reading.count_down();
                            tried.wait();
                            return absl::OkStatus();
                          })
                    .ok());
  });
  last.join();
  EXPECT_EQ(ReadInt(db(), "SELECT count FROM counter"), 0);
}

}  // namespace
}  // namespace tarazy::testing
