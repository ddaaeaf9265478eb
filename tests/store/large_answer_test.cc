// Answers of many rows: read as they come, in bounded memory, with statements in between.
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::Row;
using sql::Tx;
using sql::V;

class LargeAnswerTest : public DatabaseTest {};
TEST_ON_BOTH_ENGINES(LargeAnswerTest);

// ?1 rows, counted from 1.
constexpr char kNumbers[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(?1 AS BIGINT)) "
    "SELECT i FROM n";

int64_t ResidentBytes() {
  int64_t pages = 0;
  int64_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

// 800 MB in all; half of it leaves room for what a sanitizer keeps of freed memory.
TEST_P(LargeAnswerTest, IsReadInBoundedMemory) {
  db();
  constexpr int kRows = 200'000;
  const std::string text(4000, 'x');
  const int64_t before = ResidentBytes();
  int64_t most = before;
  int rows = 0;
  ASSERT_OK(db().Read(Within(absl::Seconds(60)), [&](Tx& tx) {
    rows = 0;
    return tx.Query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
        "SELECT i, CAST(?2 AS TEXT) FROM n",
        {V(kRows), V(text)}, [&](const Row& row) {
          EXPECT_EQ(row.Text(1).size(), text.size());
          if (++rows % 1000 == 0) most = std::max(most, ResidentBytes());
          return absl::OkStatus();
        });
  }));
  EXPECT_EQ(rows, kRows);
  EXPECT_LT(most - before, int64_t{400} << 20);
}

TEST_P(LargeAnswerTest, RowsComeBeforeTheAnswerIsComplete) {
  db();
  int rows = 0;
  EXPECT_FAILS(db().Read(Within(absl::Milliseconds(500)),
                         [&](Tx& tx) {
                           return tx.Query(kNumbers, {V(int64_t{1} << 60)}, [&](const Row&) {
                             ++rows;
                             return absl::OkStatus();
                           });
                         }),
               kDeadlineExceeded, kDeadlineExceeded);
  EXPECT_GT(rows, 0);
  ASSERT_OK(Exec(db(), "INSERT INTO item (id, rank) VALUES ('a', 1)"));
}

// abs() of the smallest integer is an error in both engines.
TEST_P(LargeAnswerTest, AnErrorAfterManyRowsFailsTheTransaction) {
  db();
  int rows = 0;
  EXPECT_FAILS(
      db().Write(Soon(),
                 [&](Tx& tx) -> absl::Status {
                   rows = 0;
                   RETURN_IF_ERROR(tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 1)").status());
                   tx.Query(
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                         "WHERE i < 20000) SELECT abs(-9223372036854775807 - i / 10000) "
                         "FROM n",
                         {},
                         [&](const Row&) {
                           ++rows;
                           return absl::OkStatus();
                         })
                       .IgnoreError();
                   return absl::OkStatus();
                 }),
      kInternal, kInternal);
  EXPECT_GT(rows, 0);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 0);
}

TEST_P(LargeAnswerTest, StatementsRunInsideIt) {
  db();
  constexpr int kRows = 20'000;
  int64_t sum = 0;
  ASSERT_OK(db().Write(Soon(), [&](Tx& tx) {
    sum = 0;
    return tx.Query(kNumbers, {V(kRows)}, [&](const Row& row) -> absl::Status {
      sum += row.Int(0);
      if (row.Int(0) % 5000 != 0) return absl::OkStatus();
      RETURN_IF_ERROR(
          tx.Exec("INSERT INTO item (id, rank) VALUES (?1, 1)", {V(absl::StrCat("i", row.Int(0)))})
              .status());
      return tx.Query(kNumbers, {V(100)}, [](const Row&) { return absl::OkStatus(); });
    });
  }));
  EXPECT_EQ(sum, int64_t{kRows} * (kRows + 1) / 2);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 4);
}

TEST_P(LargeAnswerTest, OneThatIsStoppedLeavesTheTransactionUsable) {
  db();
  ASSERT_OK(db().Write(Soon(), [&](Tx& tx) -> absl::Status {
    int rows = 0;
    const absl::Status stopped = tx.Query(kNumbers, {V(50'000)}, [&](const Row&) {
      return ++rows < 10 ? absl::OkStatus() : absl::CancelledError("enough");
    });
    EXPECT_EQ(stopped, absl::CancelledError("enough"));
    EXPECT_EQ(rows, 10);
    return tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 1)").status();
  }));
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 1);
}

}  // namespace
}  // namespace tarazy::testing
