// Schemas: brought up to date once, by whoever comes first, and never by an older program.
#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::Migration;
using sql::Migrations;
using sql::Row;
using sql::Tx;

class MigrationTest : public DatabaseTest {
 protected:
  absl::Status OpenWith(const std::vector<Migration>& steps) {
    return sql::Open(url(), name(), {.sqlite = steps, .postgres = steps}).status();
  }
};
TEST_ON_BOTH_ENGINES(MigrationTest);

const Migration kFirst = {1, "first",
                          "CREATE TABLE a (id TEXT NOT NULL); INSERT INTO a (id) VALUES ('x;y')"};
const Migration kSecond = {2, "second", "CREATE TABLE b (id TEXT NOT NULL);"};

TEST_P(MigrationTest, StepsAreAppliedOnce) {
  ASSERT_OK(OpenWith({kFirst}));
  ASSERT_OK(OpenWith({kFirst, kSecond}));
  ASSERT_OK(OpenWith({kFirst, kSecond}));
  const Migrations both = {.sqlite = {kFirst, kSecond}, .postgres = {kFirst, kSecond}};
  const auto db = OpenOrDie(url(), name(), both);
  EXPECT_EQ(ReadInt(*db, "SELECT COUNT(*) FROM a"), 1);
  EXPECT_EQ(ReadInt(*db, "SELECT COUNT(*) FROM b"), 0);
  EXPECT_EQ(ReadInt(*db, "SELECT COUNT(*) FROM schema_migration WHERE component <> 'common'"), 2);
  EXPECT_EQ(ReadInt(*db, "SELECT COUNT(*) FROM schema_migration WHERE component = 'common'"), 3);
  ASSERT_OK(db->Ready(Soon()));
}

TEST_P(MigrationTest, AChangedStepIsRefused) {
  ASSERT_OK(OpenWith({kFirst}));
  EXPECT_FAILS(OpenWith({{1, "first", "CREATE TABLE other (id TEXT)"}}), kFailedPrecondition,
               kInternal);
  EXPECT_FAILS(OpenWith({{1, "renamed", kFirst.sql}}), kFailedPrecondition, kInternal);
  ASSERT_OK(OpenWith({kFirst}));
}

TEST_P(MigrationTest, ANewerSchemaIsRefusedButServedOnByThoseWhoRun) {
  const Migrations old = {.sqlite = {kFirst}, .postgres = {kFirst}};
  const auto running = OpenOrDie(url(), name(), old);
  ASSERT_OK(OpenWith({kFirst, kSecond}));
  EXPECT_FAILS(OpenWith({kFirst}), kFailedPrecondition, kUnsupportedFeature);
  ASSERT_OK(running->Ready(Soon()));
}

TEST_P(MigrationTest, AFailedStepLeavesNothing) {
  const absl::Status status = OpenWith({kFirst, {2, "bad", "CREATE TABLE b (id TEXT); SELEKT 1"}});
  EXPECT_FAILS(status, kInternal, kInternal);
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("migration 2 (bad)"));
  ASSERT_OK(OpenWith({kFirst, kSecond}));
}

TEST_P(MigrationTest, AStepMayNotEndItsTransaction) {
  EXPECT_FAILS(OpenWith({{1, "bad", "CREATE TABLE b (id TEXT); COMMIT"}}), kInternal, kInternal);
}

TEST_P(MigrationTest, StepsAreNumberedWithoutGaps) {
  EXPECT_FAILS(OpenWith({kSecond}), kInternal, kInternal);
  EXPECT_FAILS(OpenWith({kFirst, kFirst}), kInternal, kInternal);
}

TEST_P(MigrationTest, ManyOpenersAtOnceApplyEachStepOnce) {
  InParallel(6, [&](int) { EXPECT_TRUE(OpenWith({kFirst, kSecond}).ok()); });
  const Migrations both = {.sqlite = {kFirst, kSecond}, .postgres = {kFirst, kSecond}};
  EXPECT_EQ(ReadInt(*OpenOrDie(url(), name(), both), "SELECT COUNT(*) FROM a"), 1);
}

TEST_P(MigrationTest, ReadyFailsWhenTheLedgerLacksAStep) {
  ASSERT_OK(Exec(db(), "DELETE FROM schema_migration WHERE version = 2"));
  EXPECT_FAILS(db().Ready(Soon()), kFailedPrecondition, kUnavailable);
}

TEST_P(MigrationTest, EmbeddedFilesKeepEveryCharacter) {
  std::string text;
  ASSERT_OK(Exec(db(), "INSERT INTO odd (id) VALUES (1)"));
  ASSERT_OK(db().Read(Soon(), [&](Tx& tx) {
    return tx.QueryOne("SELECT text FROM odd", {}, [&](const Row& row) { text = row.Text(0); })
        .status();
  }));
  EXPECT_EQ(text, "a;b;;c [d;e] ${F} \\; \\n \"g\" #h қ");
}

}  // namespace
}  // namespace tarazy::testing
