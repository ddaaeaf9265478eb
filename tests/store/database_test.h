// What the conformance tests of common/sql share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/sql/database.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::testing {

const sql::Migrations& SchemaMigrations();  // embedded from migrations/

#define ASSERT_OK(expr)                     \
  do {                                      \
    const absl::Status asserted = (expr);   \
    ASSERT_TRUE(asserted.ok()) << asserted; \
  } while (false)

#define EXPECT_FAILS(expr, code, reason) \
  EXPECT_TRUE(Fails(expr, absl::StatusCode::code, Reason::reason))

inline ::testing::AssertionResult Fails(const absl::Status& status, absl::StatusCode code,
                                        Reason reason) {
  if (status.code() == code && DetailOf(status).reason == reason) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << status << " " << ReasonName(DetailOf(status).reason);
}

inline Context Within(absl::Duration patience) { return {.deadline = absl::Now() + patience}; }
inline Context Soon() { return Within(absl::Seconds(20)); }

inline std::unique_ptr<sql::Database> OpenOrDie(
    const std::string& url, const std::string& name,
    const sql::Migrations& migrations = SchemaMigrations()) {
  auto database = sql::Open(url, name, migrations);
  if (!database.ok()) {
    ADD_FAILURE() << database.status();
    std::abort();
  }
  return *std::move(database);
}

inline absl::Status Exec(sql::Database& db, absl::string_view sql,
                         const std::vector<sql::Value>& params = {}) {
  return db.Write(Soon(), [&](sql::Tx& tx) { return tx.Exec(sql, params).status(); });
}

inline int64_t ReadInt(sql::Database& db, absl::string_view sql) {
  int64_t value = -1;
  const absl::Status status = db.Read(Soon(), [&](sql::Tx& tx) {
    return tx.QueryOne(sql, {}, [&](const sql::Row& row) { value = row.Int(0); }).status();
  });
  EXPECT_TRUE(status.ok()) << status;
  return value;
}

// Runs `body(i)` on n threads at once and waits for all.
inline void InParallel(int n, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

// A database of its own for each test, on the engine that the parameter names.
class DatabaseTest : public ::testing::TestWithParam<const char*> {
 protected:
  bool IsSqlite() const { return GetParam() == std::string("sqlite"); }
  std::string url() const { return IsSqlite() ? "sqlite:" + dir_.path() : TestPostgresUrl(); }
  const std::string& name() const { return name_; }
  sql::Database& db() {
    if (db_ == nullptr) db_ = OpenOrDie(url(), name_);
    return *db_;
  }

 private:
  TempDir dir_;
  const std::string name_ = "t" + RandomHex(8);
  std::unique_ptr<sql::Database> db_;
};

#define TEST_ON_BOTH_ENGINES(suite)                                                 \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, ::testing::Values("sqlite", "postgres"), \
                           [](const auto& info) { return std::string(info.param); })

}  // namespace tarazy::testing
