// What the tests of the services' own stores and use cases share.
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "services/rankings/store/methodology_store.h"
#include "services/rankings/store/ranking_store.h"
#include "services/registry/store/unit_store.h"
#include "tests/store/database_test.h"

namespace tarazy {

inline void PrintTo(const Localized& title, std::ostream* out) {
  *out << "{" << title.en << "|" << title.ru << "|" << title.kk << "}";
}

}  // namespace tarazy

namespace tarazy::testing {

// Texts that databases have been known to change.
inline const char* const kOddTexts[] = {"",
                                        " ",
                                        "Қазақ университеті",
                                        "🎓",
                                        "a\u0301 vs \u00e1",
                                        "\u202eright to left",
                                        "\ufeff",
                                        "tab\tnew\r\nline",
                                        "'; DROP TABLE unit; --",
                                        "\"q\" 'q' \\ ?1 $1 %s {1,2} NULL"};

inline absl::Time At(int64_t micros) { return absl::FromUnixMicros(micros); }

// The value, or a failure of the test and an empty one.
template <typename T>
T Ok(absl::StatusOr<T> value) {
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? *std::move(value) : T{};
}

// Opens the next revision for an import by `by` at `now` and gives its number.
inline absl::StatusOr<int64_t> BeginImport(sql::Tx& tx, const std::string& ranking,
                                           const std::string& by, absl::Time now,
                                           const std::string& origin = "agency") {
  rankings::ValueAct act{.ranking = ranking, .origin = origin, .entered_by = by, .created = now};
  const absl::Status status = rankings::BeginAct(tx, act);
  if (!status.ok()) return status;
  return act.revision;
}

// Runs `work(tx)`, which gives a StatusOr, in a transaction of its own and gives what it gave.
template <typename Work>
auto InWrite(sql::Database& db, Work work) {
  std::invoke_result_t<Work, sql::Tx&> result = absl::UnknownError("was not run");
  const absl::Status status = db.Write(Soon(), [&](sql::Tx& tx) {
    result = work(tx);
    return result.status();
  });
  if (!status.ok()) result = status;
  return result;
}
template <typename Work>
auto InRead(sql::Database& db, Work work) {
  std::invoke_result_t<Work, sql::Tx&> result = absl::UnknownError("was not run");
  const absl::Status status = db.Read(Soon(), [&](sql::Tx& tx) {
    result = work(tx);
    return result.status();
  });
  if (!status.ok()) result = status;
  return result;
}

// A database with a service's schema for each test.
class ServiceStoreTest : public DatabaseTest {
 protected:
  explicit ServiceStoreTest(const sql::Migrations& migrations)
      : db_(OpenOrDie(url(), name(), migrations)) {}
  sql::Database& db() { return *db_; }

 private:
  const std::unique_ptr<sql::Database> db_;
};

class RegistryTest : public ServiceStoreTest {
 protected:
  RegistryTest() : ServiceStoreTest(registry::SchemaMigrations()) {}
};

class RankingsTest : public ServiceStoreTest {
 protected:
  RankingsTest() : ServiceStoreTest(rankings::SchemaMigrations()) {}

  // Version 1 of the methodology "m", whatever is in it, and a ranking of it.
  void AddRanking(const std::string& id) {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      if (!rankings::LoadMethodology(tx, "m", 1).ok()) {
        rankings::MethodologyVersion methodology{.id = "m", .source = "s", .canonical_json = "{}"};
        RETURN_IF_ERROR(rankings::AddMethodologyVersion(tx, methodology));
      }
      return rankings::InsertRanking(
          tx, {.id = id, .methodology = "m", .methodology_version = 1, .year = 2026});
    }));
  }
};

}  // namespace tarazy::testing
