// What holds for SQLite only: files, their modes, and shared commits.
#include <sys/stat.h>

#include <atomic>
#include <latch>

#include "common/base/mutex.h"
#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::Tx;
using sql::V;

int ModeOf(const std::string& path) {
  struct stat info = {};
  EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
  return static_cast<int>(info.st_mode & 0777);
}

TEST(SqliteTest, FilesAreTheOwnersAlone) {
  const TempDir dir;
  const std::string folder = dir.path() + "/a/b";
  const auto db = OpenOrDie("sqlite:" + folder, "x");
  ASSERT_OK(Exec(*db, "INSERT INTO item (id, rank) VALUES ('a', 1)"));
  EXPECT_EQ(ModeOf(folder), 0700);
  EXPECT_EQ(ModeOf(folder + "/x.db"), 0600);
  EXPECT_EQ(ModeOf(folder + "/x.db-wal"), 0600);
  EXPECT_EQ(ModeOf(folder + "/x.db-shm"), 0600);
}

TEST(SqliteTest, AFileThatIsNoDatabaseIsInternalAndStays) {
  const TempDir dir;
  const std::string path = dir.path() + "/x.db";
  FILE* const file = std::fopen(path.c_str(), "w");
  std::fputs("this is not a database, but it is long enough to be mistaken for one", file);
  std::fclose(file);
  EXPECT_FAILS(sql::Open("sqlite:" + dir.path(), "x", SchemaMigrations()).status(), kInternal,
               kInternal);
}

// A write that ran before it in one transaction would be acknowledged only after it.
TEST(SqliteTest, ABulkWriteHasACommitOfItsOwnOnItsOwnThread) {
  const TempDir dir;
  const auto db = OpenOrDie("sqlite:" + dir.path(), "x");
  constexpr char kAddOne[] = "UPDATE counter SET count = count + 1";
  for (int round = 0; round < 20; ++round) {
    std::latch ready(8);
    Mutex mu;
    CondVar changed;
    int ran = 0;
    int acknowledged = 0;
    InParallel(8, [&](int i) {
      ready.arrive_and_wait();
      if (i > 0) {
        EXPECT_TRUE(db->Write(Soon(), [&](Tx& tx) {
                        MutexLock lock(mu);
                        ++ran;
                        return tx.Exec(kAddOne).status();
                      }).ok());
        MutexLock lock(mu);
        ++acknowledged;
        changed.NotifyAll();
        return;
      }
      const auto caller = std::this_thread::get_id();
      EXPECT_TRUE(db->WriteBulk(Soon(), [&](Tx& tx) {
                      EXPECT_EQ(std::this_thread::get_id(), caller);
                      MutexLock lock(mu);
                      const absl::Time end = absl::Now() + absl::Seconds(10);
                      while (acknowledged < ran && absl::Now() < end) changed.WaitUntil(mu, end);
                      EXPECT_EQ(acknowledged, ran);
                      return tx.Exec(kAddOne).status();
                    }).ok());
    });
  }
  EXPECT_EQ(ReadInt(*db, "SELECT count FROM counter"), 160);
}

TEST(SqliteTest, AWriteKeepsItsDeadlineBehindABulkWrite) {
  const TempDir dir;
  const auto db = OpenOrDie("sqlite:" + dir.path(), "x");
  constexpr char kAddOne[] = "UPDATE counter SET count = count + 1";
  std::latch holding(1);
  std::latch tried(1);
  std::thread bulk([&] {
    EXPECT_TRUE(db->WriteBulk(Soon(), [&](Tx& tx) {
                    holding.count_down();
                    tried.wait();
                    return tx.Exec(kAddOne).status();
                  }).ok());
  });
  holding.wait();
  const absl::Time start = absl::Now();
  const auto add_one = [&](Tx& tx) { return tx.Exec(kAddOne).status(); };
  EXPECT_FAILS(db->Write(Within(absl::Milliseconds(100)), add_one), kDeadlineExceeded,
               kDeadlineExceeded);
  EXPECT_FAILS(db->WriteBulk(Within(absl::Milliseconds(100)), add_one), kDeadlineExceeded,
               kDeadlineExceeded);
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  std::thread waiting([&] { EXPECT_TRUE(db->Write(Soon(), add_one).ok()); });
  tried.count_down();
  bulk.join();
  waiting.join();
  EXPECT_EQ(ReadInt(*db, "SELECT count FROM counter"), 2);
}

TEST(SqliteTest, ConcurrentWritesShareATransaction) {
  const TempDir dir;
  const auto db = OpenOrDie("sqlite:" + dir.path(), "x");
  std::atomic<int> led_by_others = 0;
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (led_by_others == 0 && absl::Now() < end) {
    std::latch ready(8);
    InParallel(8, [&](int) {
      const auto caller = std::this_thread::get_id();
      ready.arrive_and_wait();
      EXPECT_TRUE(db->Write(Soon(), [&](Tx& tx) {
                      if (std::this_thread::get_id() != caller) ++led_by_others;
                      return tx.Exec("UPDATE counter SET count = count + 1").status();
                    }).ok());
    });
  }
  EXPECT_GT(led_by_others, 0);
}

TEST(SqliteTest, AWriteInsideAWriteIsRefusedInsteadOfHanging) {
  const TempDir dir;
  const auto db = OpenOrDie("sqlite:" + dir.path(), "x");
  EXPECT_FAILS(
      db->Write(Soon(),
                [&](Tx&) { return db->Write(Soon(), [](Tx&) { return absl::OkStatus(); }); }),
      kInternal, kInternal);
}

TEST(SqliteTest, AClosureThatEndsItsTransactionIsRefused) {
  const TempDir dir;
  const auto db = OpenOrDie("sqlite:" + dir.path(), "x");
  EXPECT_FAILS(db->Write(Soon(), [](Tx& tx) { return tx.Exec("ROLLBACK").status(); }), kInternal,
               kInternal);
  ASSERT_OK(Exec(*db, "INSERT INTO item (id, rank) VALUES ('a', 1)"));
}

}  // namespace
}  // namespace tarazy::testing
