// Isolation, lost races, many writers, several processes.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <latch>

#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::Row;
using sql::Tx;
using sql::V;

class DatabaseConcurrencyTest : public DatabaseTest {};
TEST_ON_BOTH_ENGINES(DatabaseConcurrencyTest);

constexpr char kCount[] = "SELECT count FROM counter WHERE id = 'a'";

absl::Status ReadThenAddOne(Tx& tx) {
  int64_t count = 0;
  RETURN_IF_ERROR(tx.QueryOne(kCount, {}, [&](const Row& row) { count = row.Int(0); }).status());
  return tx.Exec("UPDATE counter SET count = ?1 WHERE id = 'a'", {V(count + 1)}).status();
}

TEST_P(DatabaseConcurrencyTest, AReadIsASnapshot) {
  ASSERT_OK(db().Read(Soon(), [&](Tx& tx) -> absl::Status {
    int64_t before = -1;
    int64_t after = -1;
    RETURN_IF_ERROR(tx.QueryOne(kCount, {}, [&](const Row& row) { before = row.Int(0); }).status());
    // On a thread of its own, as no caller may write inside his read.
    std::thread writer([&] { EXPECT_TRUE(db().Write(Soon(), ReadThenAddOne).ok()); });
    writer.join();
    RETURN_IF_ERROR(tx.QueryOne(kCount, {}, [&](const Row& row) { after = row.Int(0); }).status());
    EXPECT_EQ(before, after);
    return absl::OkStatus();
  }));
  EXPECT_EQ(ReadInt(db(), kCount), 1);
}

TEST_P(DatabaseConcurrencyTest, LostRacesRunAgainUntilTheSumIsExact) {
  db();
  InParallel(4, [&](int) {
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(db().Write(Soon(), ReadThenAddOne).ok());
  });
  EXPECT_EQ(ReadInt(db(), kCount), 200);
}

// Both on one schema: as two processes, each with its own connections.
TEST_P(DatabaseConcurrencyTest, TwoDatabasesOverOneSchemaLoseNothing) {
  const auto other = OpenOrDie(url(), name());
  db();
  InParallel(4, [&](int thread) {
    sql::Database& mine = thread % 2 == 0 ? db() : *other;
    for (int i = 0; i < 25; ++i) EXPECT_TRUE(mine.Write(Soon(), ReadThenAddOne).ok());
  });
  EXPECT_EQ(ReadInt(db(), kCount), 100);
}

// Two closures that each read what the other changes: one must run again.
TEST_P(DatabaseConcurrencyTest, WriteSkewIsImpossible) {
  ASSERT_OK(Exec(db(), "INSERT INTO item (id, rank) VALUES ('x', 1), ('y', 1)"));
  InParallel(2, [&](int thread) {
    const std::string mine = thread == 0 ? "x" : "y";
    EXPECT_TRUE(
        db().Write(Soon(),
                   [&](Tx& tx) -> absl::Status {
                     int64_t sum = 0;
                     RETURN_IF_ERROR(
                         tx.QueryOne("SELECT SUM(rank) FROM item", {}, [&](const Row& row) {
                             sum = row.Int(0);
                           }).status());
                     if (sum < 2) return absl::OkStatus();
                     return tx.Exec("UPDATE item SET rank = 0 WHERE id = ?1", {V(mine)}).status();
                   })
            .ok());
  });
  EXPECT_EQ(ReadInt(db(), "SELECT SUM(rank) FROM item"), 1);
}

TEST_P(DatabaseConcurrencyTest, SixteenThreadsOfSmallWritesAndReads) {
  db();
  InParallel(16, [&](int thread) {
    for (int i = 0; i < 20; ++i) {
      const std::string id = absl::StrCat(thread, "/", i);
      EXPECT_TRUE(Exec(db(), "INSERT INTO item (id, rank) VALUES (?1, 1)", {V(id)}).ok());
      bool found = false;
      EXPECT_TRUE(db().Read(Soon(),
                            [&](Tx& tx) -> absl::Status {
                              ASSIGN_OR_RETURN(
                                  found, tx.QueryOne("SELECT id FROM item WHERE id = ?1", {V(id)},
                                                     [](const Row&) {}));
                              return absl::OkStatus();
                            })
                      .ok());
      EXPECT_TRUE(found) << "an acknowledged write is not seen";
    }
  });
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 320);
}

// The writers start while another holds the file or the row, so that they queue up and, in SQLite,
// share its commit.
TEST_P(DatabaseConcurrencyTest, AFailingClosureFailsAlone) {
  db();
  constexpr int kWriters = 15;
  std::latch started(kWriters + 1);
  std::atomic<int> succeeded = 0;
  InParallel(kWriters + 1, [&](int i) {
    started.arrive_and_wait();
    const std::string id = absl::StrCat("i", i);
    const Context context = i % 5 == 4 ? Within(absl::Milliseconds(60)) : Soon();
    const absl::Status status = db().Write(context, [&](Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(tx.Exec("INSERT INTO item (id, rank) VALUES (?1, 1)", {V(id)}).status());
      if (i % 5 == 1) return NotFound("thing", "x");
      if (i % 5 == 2)
        return tx.Exec("INSERT INTO item (id, rank) VALUES (?1, 1)", {V(id)}).status();
      if (i % 5 == 3)
        return tx.Exec("INSERT INTO child (id, parent, later) VALUES (?1, 'p', 'q')", {V(id)})
            .status();
      if (i % 5 != 4) return absl::OkStatus();
      // Interrupting a change makes SQLite roll back the whole group, which then runs again.
      return tx
          .Exec(
              "INSERT INTO item (id, rank) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT "
              "i + 1 FROM n WHERE i < 100000000) SELECT 'n' || CAST(i AS TEXT), 1 FROM n")
          .status();
    });
    EXPECT_EQ(status.ok(), i % 5 == 0) << i << " " << status;
    if (status.ok()) ++succeeded;
  });
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), succeeded);
}

// Runs the program writer_process; its standard output is `out`.
pid_t StartWriter(const std::string& url, const std::string& name, int count, int* out) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return -1;
  const std::string count_text = absl::StrCat(count);
  const pid_t child = fork();
  if (child == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    execl(WRITER_PROCESS, "writer_process", url.c_str(), name.c_str(), count_text.c_str(), nullptr);
    _exit(127);
  }
  close(pipe_ends[1]);
  *out = pipe_ends[0];
  return child;
}

TEST_P(DatabaseConcurrencyTest, SeveralProcessesWriteOneDatabase) {
  int out[2];
  const pid_t first = StartWriter(url(), name(), 40, &out[0]);
  const pid_t second = StartWriter(url(), name(), 40, &out[1]);
  sql::Database& mine = db();  // three at once bring the schema up to date
  for (int i = 0; i < 40; ++i) EXPECT_TRUE(mine.Write(Soon(), ReadThenAddOne).ok());
  for (const pid_t child : {first, second}) {
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  close(out[0]);
  close(out[1]);
  EXPECT_EQ(ReadInt(mine, kCount), 120);
}

TEST_P(DatabaseConcurrencyTest, AcknowledgedWritesSurviveKill) {
  db();
  int out = -1;
  const pid_t child = StartWriter(url(), name(), 1000000, &out);
  int acknowledged = 0;
  char line[2];
  while (acknowledged < 20 && read(out, line, 2) == 2) ++acknowledged;
  kill(child, SIGKILL);
  while (read(out, line, 2) == 2) ++acknowledged;
  close(out);
  waitpid(child, nullptr, 0);
  EXPECT_GE(acknowledged, 20);
  const int64_t stored = ReadInt(db(), kCount);
  EXPECT_GE(stored, acknowledged);
  EXPECT_LE(stored, acknowledged + 1);
  ASSERT_OK(db().Write(Soon(), ReadThenAddOne));
}

}  // namespace
}  // namespace tarazy::testing
