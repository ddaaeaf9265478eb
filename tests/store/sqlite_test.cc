// What holds for SQLite only: files, their modes, and shared commits.
#include <sys/stat.h>

#include <atomic>
#include <latch>

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
