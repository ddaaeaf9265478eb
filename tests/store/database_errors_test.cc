// Errors, rollback, bulk inserts and URLs.
#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::ColumnType;
using sql::Row;
using sql::Tx;
using sql::V;
using sql::Value;

class DatabaseErrorsTest : public DatabaseTest {};
TEST_ON_BOTH_ENGINES(DatabaseErrorsTest);

const sql::BulkTable kItems = {"item", {{"id", ColumnType::kText}, {"rank", ColumnType::kInt}}};

std::vector<std::vector<Value>> Items(int n) {
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < n; ++i) rows.push_back({V(absl::StrCat("i", i)), V(i)});
  return rows;
}

TEST_P(DatabaseErrorsTest, ATakenKeyAlreadyExists) {
  ASSERT_OK(Exec(db(), "INSERT INTO item (id, rank) VALUES ('a', 1)"));
  EXPECT_FAILS(Exec(db(), "INSERT INTO item (id, rank) VALUES ('a', 2)"), kAlreadyExists,
               kAlreadyExists);
}

TEST_P(DatabaseErrorsTest, ABrokenReferenceIsAFailedPrecondition) {
  EXPECT_FAILS(Exec(db(), "INSERT INTO child (id, parent) VALUES ('c', 'none')"),
               kFailedPrecondition, kConflict);
  ASSERT_OK(Exec(db(), "INSERT INTO parent (id) VALUES ('p')"));
  ASSERT_OK(Exec(db(), "INSERT INTO child (id, parent) VALUES ('c', 'p')"));
  EXPECT_FAILS(Exec(db(), "DELETE FROM parent"), kFailedPrecondition, kConflict);
}

TEST_P(DatabaseErrorsTest, ADeferredReferenceIsCheckedAtTheEnd) {
  constexpr char kChild[] = "INSERT INTO child (id, parent, later) VALUES ('c', 'p', 'q')";
  ASSERT_OK(Exec(db(), "INSERT INTO parent (id) VALUES ('p')"));
  EXPECT_FAILS(Exec(db(), kChild), kFailedPrecondition, kConflict);
  ASSERT_OK(db().Write(Soon(), [&](Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Exec(kChild).status());
    return tx.Exec("INSERT INTO parent (id) VALUES ('q')").status();
  }));
}

TEST_P(DatabaseErrorsTest, OurOwnMistakesAreInternalAndSayNothingOfSql) {
  for (const char* sql :
       {"SELEKT 1", "SELECT secret FROM nowhere", "INSERT INTO item (id) VALUES ('x')", "SELECT ?1",
        "SELECT 1; SELECT 2", "", "INSERT INTO item (id, rank) VALUES ('x', 'word')"}) {
    const absl::Status status = Exec(db(), sql);
    EXPECT_FAILS(status, kInternal, kInternal) << sql;
    for (const char* leak : {"SELE", "nowhere", "item", "rank", "syntax", "column"}) {
      EXPECT_EQ(status.message().find(leak), absl::string_view::npos) << status;
    }
  }
}

TEST_P(DatabaseErrorsTest, TheEnginesCodeIsInTheMetadata) {
  const ErrorDetail detail = DetailOf(Exec(db(), "INSERT INTO item (id) VALUES ('x')"));
  ASSERT_EQ(detail.metadata.size(), 1u);
  EXPECT_EQ(detail.metadata[0].first, "engine_code");
  EXPECT_EQ(detail.metadata[0].second, IsSqlite() ? "1299" : "23502");
}

TEST_P(DatabaseErrorsTest, AWrongNumberOfValuesIsInternalAndHarmless) {
  for (const std::vector<Value>& params : {std::vector<Value>{}, {V(1), V(2), V(3)}}) {
    EXPECT_FAILS(Exec(db(), "INSERT INTO item (id, rank) VALUES (?1, ?2)", params), kInternal,
                 kInternal);
  }
  ASSERT_OK(Exec(db(), "INSERT INTO item (id, rank) VALUES (?1, ?2)", {V("a"), V(1)}));
}

TEST_P(DatabaseErrorsTest, AFailedClosureChangesNothing) {
  EXPECT_FAILS(
      db().Write(Soon(),
                 [](Tx& tx) -> absl::Status {
                   RETURN_IF_ERROR(tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 1)").status());
                   return NotFound("thing", "x");
                 }),
      kNotFound, kNotFound);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 0);
}

TEST_P(DatabaseErrorsTest, ASwallowedErrorIsNotCommitted) {
  EXPECT_FAILS(
      db().Write(Soon(),
                 [](Tx& tx) -> absl::Status {
                   RETURN_IF_ERROR(tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 1)").status());
                   tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 2)").status().IgnoreError();
                   EXPECT_TRUE(absl::IsAlreadyExists(tx.Exec("DELETE FROM item").status()));
                   return absl::OkStatus();
                 }),
      kAlreadyExists, kAlreadyExists);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 0);
}

TEST_P(DatabaseErrorsTest, AReadCannotWrite) {
  EXPECT_FAILS(db().Read(Soon(),
                         [](Tx& tx) {
                           return tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 1)").status();
                         }),
               kInternal, kInternal);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 0);
}

TEST_P(DatabaseErrorsTest, InsertManyStoresAllRows) {
  const auto rows = Items(20000);
  ASSERT_OK(db().Write(Soon(), [&](Tx& tx) { return tx.InsertMany(kItems, rows); }));
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 20000);
  EXPECT_EQ(ReadInt(db(), "SELECT SUM(rank) FROM item"), 20000 * 19999 / 2);
}

TEST_P(DatabaseErrorsTest, InsertManyIsAllOrNothing) {
  auto rows = Items(20000);
  rows.push_back(rows[3]);
  EXPECT_FAILS(db().Write(Soon(), [&](Tx& tx) { return tx.InsertMany(kItems, rows); }),
               kAlreadyExists, kAlreadyExists);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM item"), 0);
}

TEST_P(DatabaseErrorsTest, InsertManyKeepsEveryValue) {
  const sql::BulkTable cells = {"cell",
                                {{"id", ColumnType::kInt},
                                 {"number", ColumnType::kInt},
                                 {"real", ColumnType::kReal},
                                 {"text", ColumnType::kText},
                                 {"bytes", ColumnType::kBlob}}};
  const std::vector<std::vector<Value>> rows = {
      {V(1), V(-5), V(5e-324), V("{\"a\\,\"NULL\"} 'x' қ"),
       V(sql::Blob{std::string("\0\\\xff\"", 4)})},
      {V(2), sql::Null(), sql::Null(), sql::Null(), sql::Null()},
      {V(3), V(0), V(7), V(""), V(sql::Blob{})}};
  ASSERT_OK(db().Write(Soon(), [&](Tx& tx) { return tx.InsertMany(cells, rows); }));
  std::vector<std::vector<Value>> back;
  ASSERT_OK(db().Read(Soon(), [&](Tx& tx) {
    return tx.Query("SELECT id, number, real, text, bytes FROM cell ORDER BY id", {},
                    [&](const Row& row) {
                      back.push_back({V(row.Int(0)), V(row.OptionalInt(1)), V(row.OptionalReal(2)),
                                      V(row.OptionalText(3)),
                                      row.IsNull(4) ? sql::Null() : V(sql::Blob{row.Bytes(4)})});
                      return absl::OkStatus();
                    });
  }));
  auto expected = rows;
  expected[2][2] = V(7.0);
  EXPECT_EQ(back, expected);
}

TEST_P(DatabaseErrorsTest, InsertManyRefusesWhatDoesNotFit) {
  const auto insert = [&](const sql::BulkTable& table, std::vector<std::vector<Value>> rows) {
    return db().Write(Soon(), [&](Tx& tx) { return tx.InsertMany(table, rows); });
  };
  EXPECT_FAILS(insert(kItems, {{V("a")}}), kInternal, kInternal);
  EXPECT_FAILS(insert(kItems, {{V(1), V(1)}}), kInternal, kInternal);
  EXPECT_FAILS(insert({"item\"; --", kItems.columns}, {{V("a"), V(1)}}), kInternal, kInternal);
  EXPECT_FAILS(insert({"item", {}}, {}), kInternal, kInternal);
  ASSERT_OK(insert(kItems, {}));
}

TEST(OpenTest, BadUrlsAndNamesAreRefused) {
  for (const char* url : {"", "sqlite", "sqlite:", "mysql://x", "/var/data", "postgresql:x",
                          "postgresql://h:port/x", "postgresql://h/d?nonsense=1"}) {
    EXPECT_FAILS(sql::Open(url, "x", {}).status(), kInvalidArgument, kInvalidField) << url;
  }
  const TempDir dir;
  for (const std::string& name : {std::string(), std::string("common"), std::string("A"),
                                  std::string("a-b"), std::string("1a"), std::string("../a"),
                                  std::string("a\"b"), std::string("pg_x"), std::string(64, 'a')}) {
    EXPECT_FAILS(sql::Open("sqlite:" + dir.path(), name, {}).status(), kInvalidArgument,
                 kInvalidField)
        << name;
  }
}

TEST(OpenTest, AServerThatIsNotThereIsUnavailable) {
  EXPECT_FAILS(sql::Open("postgresql://x@/x?host=%2Fnowhere", "x", {}).status(), kUnavailable,
               kUnavailable);
}

TEST(OpenTest, AFolderThatCannotBeMadeIsUnavailable) {
  EXPECT_FAILS(sql::Open("sqlite:/proc/nowhere", "x", {}).status(), kUnavailable, kUnavailable);
}

}  // namespace
}  // namespace tarazy::testing
