// Values, order and paging.
#include <cmath>
#include <limits>

#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::Blob;
using sql::Null;
using sql::Row;
using sql::Tx;
using sql::V;
using sql::Value;

class DatabaseConformanceTest : public DatabaseTest {};
TEST_ON_BOTH_ENGINES(DatabaseConformanceTest);

// What comes back for `value` from the column that holds its type.
Value RoundTrip(sql::Database& db, absl::string_view column, const Value& value) {
  Value back = Null();
  const std::string insert = absl::StrCat("INSERT INTO cell (id, ", column, ") VALUES (1, ?1)");
  const std::string select = absl::StrCat("SELECT ", column, " FROM cell WHERE id = 1");
  const absl::Status status = db.Write(Soon(), [&](Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Exec("DELETE FROM cell").status());
    RETURN_IF_ERROR(tx.Exec(insert, {value}).status());
    return tx
        .QueryOne(select, {},
                  [&](const Row& row) {
                    if (row.IsNull(0)) return;
                    if (column == "number") back = row.Int(0);
                    if (column == "real") back = row.Real(0);
                    if (column == "text") back = row.Text(0);
                    if (column == "bytes") back = Blob{row.Bytes(0)};
                  })
        .status();
  });
  EXPECT_TRUE(status.ok()) << status;
  return back;
}

TEST_P(DatabaseConformanceTest, IntegersComeBack) {
  for (const int64_t n :
       {int64_t{0}, int64_t{-1}, int64_t{1} << 53, std::numeric_limits<int64_t>::max(),
        std::numeric_limits<int64_t>::min()}) {
    EXPECT_EQ(RoundTrip(db(), "number", V(n)), V(n)) << n;
  }
}

TEST_P(DatabaseConformanceTest, RealsComeBackBitForBit) {
  using Limits = std::numeric_limits<double>;
  for (const double x : {0.0, 0.1, 1.0 / 3, -2.5e-9, 1e22, 1e23, 123456789012345678.0,
                         Limits::max(), Limits::lowest(), Limits::min(), Limits::denorm_min(),
                         Limits::infinity(), -Limits::infinity(), std::nextafter(1.0, 2.0)}) {
    EXPECT_EQ(RoundTrip(db(), "real", V(x)), V(x)) << x;
  }
}

TEST_P(DatabaseConformanceTest, TextsComeBack) {
  for (const char* text :
       {"", " ", "Қазақстан", "🎓", "a\u0301 vs \u00e1", "\u202eright to left", "\ufeff",
        "tab\tnew\nline\r", "'; DROP TABLE cell; --", "\"quoted\" 'single' \\ back\\slash",
        "?1 $1 :a @b %s", "NULL", "{1,2}", "\\x00", "\x7f\x01"}) {
    EXPECT_EQ(RoundTrip(db(), "text", V(text)), V(text)) << text;
  }
  const std::string large(3 << 20, 'x');
  EXPECT_EQ(RoundTrip(db(), "text", V(large)), V(large));
}

TEST_P(DatabaseConformanceTest, BytesComeBack) {
  std::string all;
  for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
  for (const std::string& bytes :
       {std::string(), std::string(3, '\0'), all, std::string("\\x41")}) {
    EXPECT_EQ(RoundTrip(db(), "bytes", V(Blob{bytes})), V(Blob{bytes}));
  }
}

TEST_P(DatabaseConformanceTest, TimesAndTruthComeBack) {
  const absl::Time time = absl::FromUnixMicros(-1234567890123456);
  EXPECT_EQ(RoundTrip(db(), "number", V(time)), V(sql::ToMicros(time)));
  EXPECT_EQ(RoundTrip(db(), "number", V(true)), V(1));
}

TEST_P(DatabaseConformanceTest, NullIsNeitherEmptyNorZero) {
  for (const char* column : {"number", "real", "text", "bytes"}) {
    EXPECT_EQ(RoundTrip(db(), column, Null()), Null()) << column;
  }
  EXPECT_EQ(RoundTrip(db(), "text", V(std::optional<std::string>())), Null());
  EXPECT_EQ(RoundTrip(db(), "text", V(std::optional<std::string>(""))), V(""));
}

TEST_P(DatabaseConformanceTest, OptionalsReadNulls) {
  ASSERT_OK(Exec(db(), "INSERT INTO cell (id, number) VALUES (1, 7)"));
  ASSERT_OK(db().Read(Soon(), [](Tx& tx) {
    return tx
        .QueryOne("SELECT number, real, text FROM cell", {},
                  [](const Row& row) {
                    EXPECT_EQ(row.OptionalInt(0), 7);
                    EXPECT_EQ(row.OptionalReal(1), std::nullopt);
                    EXPECT_EQ(row.OptionalText(2), std::nullopt);
                  })
        .status();
  }));
}

TEST_P(DatabaseConformanceTest, ValuesThatOneEngineWouldSpoilAreRefused) {
  const Value spoiled[] = {V(std::nan("")), V(std::string("a\0b", 3)), V("\xc3\x28"),
                           V("\xed\xa0\x80")};
  for (const Value& value : spoiled) {
    EXPECT_FAILS(Exec(db(), "INSERT INTO cell (id, text) VALUES (1, ?1)", {value}), kInternal,
                 kInternal);
  }
}

TEST_P(DatabaseConformanceTest, AggregatesAreReadAlike) {
  ASSERT_OK(Exec(db(), "INSERT INTO cell (id, number, real) VALUES (1, 5, 1), (2, 7, 2)"));
  ASSERT_OK(db().Read(Soon(), [](Tx& tx) {
    return tx
        .QueryOne(
            "SELECT SUM(number), COUNT(*), SUM(real), EXISTS (SELECT 1 FROM cell), "
            "MAX(number) > 6 FROM cell",
            {},
            [](const Row& row) {
              EXPECT_EQ(row.Int(0), 12);
              EXPECT_EQ(row.Int(1), 2);
              EXPECT_EQ(row.Real(2), 3.0);
              EXPECT_TRUE(row.Bool(3));
              EXPECT_TRUE(row.Bool(4));
            })
        .status();
  }));
}

TEST_P(DatabaseConformanceTest, TextIsOrderedByItsBytes) {
  const std::vector<std::string> ordered = {"",   "-",   "0",  "A", "Z", "_", "a",
                                            "aa", "b-a", "ba", "ä", "Ж", "қ"};
  for (const std::string& id : ordered) {
    ASSERT_OK(Exec(db(), "INSERT INTO item (id, rank) VALUES (?1, 0)", {V(id)}));
  }
  std::vector<std::string> found;
  ASSERT_OK(db().Read(Soon(), [&](Tx& tx) {
    return tx.Query("SELECT id FROM item ORDER BY id", {}, [&](const Row& row) {
      found.push_back(row.Text(0));
      return absl::OkStatus();
    });
  }));
  EXPECT_EQ(found, ordered);
}

TEST_P(DatabaseConformanceTest, KeysetPagesMeetEachRowOnce) {
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < 25; ++i) rows.push_back({V(absl::StrCat("i", i)), V(i / 4)});
  ASSERT_OK(db().Write(Soon(), [&](Tx& tx) {
    return tx.InsertMany(
        {"item", {{"id", sql::ColumnType::kText}, {"rank", sql::ColumnType::kInt}}}, rows);
  }));
  std::vector<std::pair<int64_t, std::string>> met;
  int64_t rank = -1;
  std::string id;
  for (bool more = true; more;) {
    int page = 0;
    ASSERT_OK(db().Read(Soon(), [&](Tx& tx) {
      return tx.Query(
          "SELECT rank, id FROM item WHERE (rank, id) > (?1, ?2) "
          "ORDER BY rank, id LIMIT ?3",
          {V(rank), V(id), V(7)}, [&](const Row& row) {
            met.emplace_back(row.Int(0), row.Text(1));
            ++page;
            return absl::OkStatus();
          });
    }));
    more = page == 7;
    std::tie(rank, id) = met.back();
  }
  EXPECT_EQ(met.size(), 25u);
  EXPECT_TRUE(std::is_sorted(met.begin(), met.end()));
}

TEST_P(DatabaseConformanceTest, ChangedRowsAreCounted) {
  ASSERT_OK(db().Write(Soon(), [](Tx& tx) -> absl::Status {
    EXPECT_EQ(*tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 1), ('b', 1), ('c', 2)"), 3);
    EXPECT_EQ(*tx.Exec("UPDATE item SET rank = 5 WHERE rank = ?1", {V(1)}), 2);
    EXPECT_EQ(*tx.Exec("UPDATE item SET rank = 5 WHERE rank = 77"), 0);
    EXPECT_EQ(*tx.Exec("SELECT id FROM item"), 0);
    EXPECT_EQ(*tx.Exec("INSERT INTO item (id, rank) VALUES ('a', 1) ON CONFLICT DO NOTHING"), 0);
    EXPECT_EQ(*tx.Exec("INSERT INTO item (id, rank) VALUES ('d', 1) RETURNING id"), 1);
    EXPECT_EQ(*tx.Exec("CREATE TABLE other (id TEXT NOT NULL)"), 0);
    EXPECT_EQ(*tx.Exec("DELETE FROM item"), 4);
    return absl::OkStatus();
  }));
}

TEST_P(DatabaseConformanceTest, ReturningGivesRows) {
  std::string id;
  ASSERT_OK(db().Write(Soon(), [&](Tx& tx) {
    return tx
        .QueryOne("INSERT INTO item (id, rank) VALUES (?1, 3) RETURNING id", {V("new")},
                  [&](const Row& row) { id = row.Text(0); })
        .status();
  }));
  EXPECT_EQ(id, "new");
}

TEST_P(DatabaseConformanceTest, QueriesMayBeNestedEvenWithOneText) {
  ASSERT_OK(Exec(db(), "INSERT INTO item (id, rank) VALUES ('a', 1), ('b', 2)"));
  constexpr char kAll[] = "SELECT id FROM item ORDER BY id";
  std::string met;
  ASSERT_OK(db().Read(Soon(), [&](Tx& tx) {
    return tx.Query(kAll, {}, [&](const Row& outer) {
      met += outer.Text(0) + ":";
      return tx.Query(kAll, {}, [&](const Row& inner) {
        met += inner.Text(0);
        return absl::OkStatus();
      });
    });
  }));
  EXPECT_EQ(met, "a:abb:ab");
}

TEST_P(DatabaseConformanceTest, ACallbackMayStopAQuery) {
  ASSERT_OK(Exec(db(), "INSERT INTO item (id, rank) VALUES ('a', 1), ('b', 2)"));
  int met = 0;
  EXPECT_FAILS(db().Read(Soon(),
                         [&](Tx& tx) {
                           return tx.Query("SELECT id FROM item", {}, [&](const Row&) {
                             ++met;
                             return NotFound("item", "x");
                           });
                         }),
               kNotFound, kNotFound);
  EXPECT_EQ(met, 1);
}

TEST_P(DatabaseConformanceTest, OneRowIsNotSeveral) {
  ASSERT_OK(Exec(db(), "INSERT INTO item (id, rank) VALUES ('a', 1), ('b', 2)"));
  EXPECT_FAILS(
      db().Read(Soon(),
                [&](Tx& tx) {
                  return tx.QueryOne("SELECT id FROM item", {}, [](const Row&) {}).status();
                }),
      kInternal, kInternal);
}

TEST_P(DatabaseConformanceTest, ReadingAColumnAsAnotherTypeAborts) {
  ASSERT_OK(Exec(db(), "INSERT INTO cell (id, text) VALUES (1, 'x')"));
  // Opened in the dying process: two must not use one connection.
  const auto read = [&](absl::FunctionRef<void(const Row&)> use) {
    const auto own = OpenOrDie(url(), name());
    own->Read(Soon(),
              [&](Tx& tx) {
                return tx.QueryOne("SELECT id, text, number FROM cell", {}, use).status();
              })
        .IgnoreError();
  };
  GTEST_FLAG_SET(death_test_style, "fast");
  EXPECT_DEATH(read([](const Row& row) { row.Int(1); }), "column 1 does not hold an integer");
  EXPECT_DEATH(read([](const Row& row) { row.Int(2); }), "column 2 does not hold an integer");
  EXPECT_DEATH(read([](const Row& row) { row.Text(0); }), "column 0 does not hold a text");
  EXPECT_DEATH(read([](const Row& row) { row.Text(3); }), "column 3 does not hold anything");
}

}  // namespace
}  // namespace tarazy::testing
