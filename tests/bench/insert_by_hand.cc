#include "tests/bench/insert_by_hand.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/base/ids.h"

namespace tarazy::surveys {
namespace {

[[noreturn]] void Die(const char* why) {
  std::fprintf(stderr, "%s\n", why);
  std::exit(1);
}

std::vector<BallotRows> RandomRows(size_t count, const std::string& sealed) {
  std::vector<BallotRows> rows(count);
  for (BallotRows& row : rows) {
    row = {.voucher_digest = absl::HexStringToBytes(RandomHex(32)),
           .submission_digest = absl::HexStringToBytes(RandomHex(32)),
           .id = absl::HexStringToBytes(RandomHex(16)),
           .sealed = sealed};
  }
  return rows;
}

class Sqlite final : public ByHand {
 public:
  explicit Sqlite(const std::string& path) {
    Check(sqlite3_open(path.c_str(), &db_));
    Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    Check(
        sqlite3_prepare_v2(db_, "INSERT INTO spent VALUES ('hand', ?1, ?2)", -1, &spent_, nullptr));
    Check(sqlite3_prepare_v2(db_, "INSERT INTO pending VALUES ('hand', 's', ?1, ?2)", -1, &pending_,
                             nullptr));
  }
  ~Sqlite() override {
    sqlite3_finalize(spent_);
    sqlite3_finalize(pending_);
    sqlite3_close(db_);
  }
  void Insert(const std::vector<BallotRows>& batch) override {
    Run("BEGIN IMMEDIATE");
    for (const BallotRows& row : batch) {
      Step(spent_, row.voucher_digest, row.submission_digest);
      Step(pending_, row.id, row.sealed);
    }
    Run("COMMIT");
  }

 private:
  void Check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_DONE) Die(sqlite3_errmsg(db_));
  }
  void Run(const char* sql) const { Check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  void Step(sqlite3_stmt* statement, const std::string& first, const std::string& second) const {
    sqlite3_bind_blob(statement, 1, first.data(), static_cast<int>(first.size()), SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, second.data(), static_cast<int>(second.size()), SQLITE_STATIC);
    Check(sqlite3_step(statement));
    Check(sqlite3_reset(statement));
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* spent_ = nullptr;
  sqlite3_stmt* pending_ = nullptr;
};

class Postgres final : public ByHand {
 public:
  Postgres(const std::string& url, const std::string& schema)
      : connection_(PQconnectdb(url.c_str())) {
    Run(absl::StrCat("SET search_path = \"", schema, "\""));
    PQclear(PQprepare(connection_, "spent",
                      "INSERT INTO spent SELECT 'hand', * FROM unnest($1::bytea[], $2::bytea[])", 0,
                      nullptr));
    PQclear(PQprepare(connection_, "pending",
                      "INSERT INTO pending SELECT 'hand', 's', * "
                      "FROM unnest($1::bytea[], $2::bytea[])",
                      0, nullptr));
  }
  ~Postgres() override { PQfinish(connection_); }
  void Insert(const std::vector<BallotRows>& batch) override {
    Run("BEGIN");
    Insert("spent", batch, &BallotRows::voucher_digest, &BallotRows::submission_digest);
    Insert("pending", batch, &BallotRows::id, &BallotRows::sealed);
    Run("COMMIT");
  }

 private:
  void Check(PGresult* result) const {
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
      Die(PQerrorMessage(connection_));
    }
    PQclear(result);
  }
  void Run(const std::string& sql) const { Check(PQexec(connection_, sql.c_str())); }
  void Insert(const char* statement, const std::vector<BallotRows>& batch,
              std::string BallotRows::*first, std::string BallotRows::*second) const {
    const auto array = [&](std::string BallotRows::*member) {
      return absl::StrCat("{",
                          absl::StrJoin(batch, ",",
                                        [&](std::string* out, const BallotRows& row) {
                                          absl::StrAppend(out, "\"\\\\x",
                                                          absl::BytesToHexString(row.*member),
                                                          "\"");
                                        }),
                          "}");
    };
    const std::string texts[] = {array(first), array(second)};
    const char* const values[] = {texts[0].c_str(), texts[1].c_str()};
    Check(PQexecPrepared(connection_, statement, 2, values, nullptr, nullptr, 0));
  }

  PGconn* connection_;
};

}  // namespace

double ByHand::Measure(size_t batch, absl::Duration time, const std::string& sealed) {
  absl::Duration took;
  size_t rows = 0;
  while (took < time) {
    const std::vector<BallotRows> made = RandomRows(batch, sealed);
    const absl::Time start = absl::Now();
    Insert(made);
    took += absl::Now() - start;
    rows += batch;
  }
  return static_cast<double>(rows) / absl::ToDoubleSeconds(took);
}

std::unique_ptr<ByHand> SqliteByHand(const std::string& path) {
  return std::make_unique<Sqlite>(path);
}

std::unique_ptr<ByHand> PostgresByHand(const std::string& url, const std::string& schema) {
  return std::make_unique<Postgres>(url, schema);
}

}  // namespace tarazy::surveys
