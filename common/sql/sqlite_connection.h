// One connection to a SQLite file, with its statements. Included by common/sql only.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"

namespace tarazy::sql {

struct SqliteClose {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct SqliteFinalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// A statement in use; ready for its next use when this ends.
class SqliteStatement {
 public:
  SqliteStatement(sqlite3_stmt* cached) : statement_(cached) {}
  SqliteStatement(std::unique_ptr<sqlite3_stmt, SqliteFinalize> own)
      : own_(std::move(own)), statement_(own_.get()) {}
  SqliteStatement(SqliteStatement&& other) noexcept
      : own_(std::move(other.own_)), statement_(std::exchange(other.statement_, nullptr)) {}
  SqliteStatement& operator=(SqliteStatement&&) = delete;
  ~SqliteStatement() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  sqlite3_stmt* get() const { return statement_; }

 private:
  std::unique_ptr<sqlite3_stmt, SqliteFinalize> own_;
  sqlite3_stmt* statement_;
};

// Not thread-safe: one transaction at a time has it.
class SqliteConnection {
 public:
  enum class Role {
    kReader,    // refuses changes
    kWriter,    // changes rows, with foreign keys enforced
    kMigrator,  // changes the schema; foreign keys are checked when it is done
  };

  // Opens an existing file; waits for others that open it at the same time.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path, Role role,
                                                                const Context& context);

  // While one of these lives, statements and waits for other processes stop with `context`.
  class Patience {
   public:
    Patience(SqliteConnection& connection, const Context& context) : connection_(connection) {
      connection_.context_ = &context;
    }
    ~Patience() { connection_.context_ = nullptr; }
    Patience(const Patience&) = delete;
    Patience& operator=(const Patience&) = delete;

   private:
    SqliteConnection& connection_;
  };

  // Statements by text, compiled once. A statement that is in use already (a query inside a query
  // of the same text) is compiled anew.
  absl::StatusOr<SqliteStatement> Prepare(absl::string_view sql);

  // Runs a statement without parameters or rows: BEGIN, COMMIT, a PRAGMA.
  absl::Status Run(absl::string_view sql);
  // Runs several.
  absl::Status RunScript(const std::string& script);

  // The status for an engine's result code, DEADLINE_EXCEEDED when the context stopped it.
  absl::Status Error(int code) const;

  bool InTransaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }
  bool HasUnresolvedReferences() const;
  bool usable() const { return !InTransaction(); }
  sqlite3* db() const { return db_.get(); }

 private:
  explicit SqliteConnection(std::unique_ptr<sqlite3, SqliteClose> db) : db_(std::move(db)) {}

  absl::Status Configure(Role role);
  static int OnProgress(void* self);
  static int OnBusy(void* self, int attempts);

  std::unique_ptr<sqlite3, SqliteClose> db_;
  const Context* context_ = nullptr;
  // Not bounded: texts are constants of the program.
  absl::flat_hash_map<std::string, std::unique_ptr<sqlite3_stmt, SqliteFinalize>> statements_;
};

// Makes DIR (0700, with its parents) and the file (0600) when they are missing.
absl::Status PrepareSqliteFile(const std::string& dir, const std::string& path);

}  // namespace tarazy::sql
