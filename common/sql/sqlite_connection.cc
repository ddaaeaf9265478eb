#include "common/sql/sqlite_connection.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/sql/backoff.h"
#include "common/sql/engine_error.h"

namespace tarazy::sql {
namespace {

// Virtual machine steps between two looks at the clock: some 20 microseconds.
constexpr int kStepsPerLook = 1000;
// Pauses of up to 8 ms for a statement that must not be given up, such as COMMIT.
constexpr int kAttemptsWithoutContext = 250;

Failure FailureOf(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return Failure::kUnique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_TRIGGER:  // also what ON DELETE RESTRICT gives
      return Failure::kReference;
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return Failure::kRace;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return Failure::kUnavailable;
    default:
      return Failure::kInternal;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path,
                                                                         Role role,
                                                                         const Context& context) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<sqlite3, SqliteClose> db(raw);
  if (code != SQLITE_OK) return EngineError(Failure::kUnavailable, absl::StrCat(code));
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(db)));
  Patience patience(*connection, context);
  // The change to WAL takes a lock for which SQLite does not call the busy handler.
  Backoff backoff(context);
  absl::Status status = connection->Configure(role);
  while (IsLostRace(status) && backoff.Wait()) status = connection->Configure(role);
  RETURN_IF_ERROR(status);
  return connection;
}

absl::Status SqliteConnection::Configure(Role role) {
  sqlite3_extended_result_codes(db_.get(), 1);
  sqlite3_busy_handler(db_.get(), &OnBusy, this);
  sqlite3_progress_handler(db_.get(), kStepsPerLook, &OnProgress, this);
  // "text" in double quotes is a column's name, as in PostgreSQL, never a string.
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  RETURN_IF_ERROR(RunScript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"));
  switch (role) {
    case Role::kReader:
      return RunScript("PRAGMA foreign_keys=ON; PRAGMA query_only=ON;");
    case Role::kWriter:
      return RunScript("PRAGMA foreign_keys=ON;");
    case Role::kMigrator:
      return RunScript("PRAGMA foreign_keys=OFF;");
  }
  return absl::OkStatus();
}

int SqliteConnection::OnProgress(void* self) {
  const Context* context = static_cast<SqliteConnection*>(self)->context_;
  return context != nullptr && context->Expired() ? 1 : 0;
}

int SqliteConnection::OnBusy(void* self, int attempts) {
  const Context* context = static_cast<SqliteConnection*>(self)->context_;
  if (context == nullptr ? attempts >= kAttemptsWithoutContext : context->Expired()) return 0;
  thread_local absl::InsecureBitGen random;
  absl::Duration pause =
      absl::Microseconds(absl::Uniform(random, 200, attempts < 10 ? 1000 : 8000));
  if (context != nullptr) pause = std::min(pause, context->deadline - absl::Now());
  absl::SleepFor(pause);
  return 1;
}

absl::StatusOr<SqliteStatement> SqliteConnection::Prepare(absl::string_view sql) {
  const auto found = statements_.find(sql);
  const bool cached = found != statements_.end();
  if (cached && sqlite3_stmt_busy(found->second.get()) == 0) return found->second.get();

  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, &rest);
  std::unique_ptr<sqlite3_stmt, SqliteFinalize> statement(raw);
  if (code != SQLITE_OK) return Error(code);
  const absl::string_view ignored(rest, static_cast<size_t>(sql.data() + sql.size() - rest));
  if (raw == nullptr || ignored.find_first_not_of(" \t\r\n;") != absl::string_view::npos) {
    return Internal("a call holds no statement, or several");
  }
  if (cached) return SqliteStatement(std::move(statement));
  statements_.emplace(std::string(sql), std::move(statement));
  return raw;
}

absl::Status SqliteConnection::Run(absl::string_view sql) {
  absl::StatusOr<SqliteStatement> statement = Prepare(sql);
  if (!statement.ok()) return std::move(statement).status();
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement->get());
  return code == SQLITE_DONE ? absl::OkStatus() : Error(code);
}

absl::Status SqliteConnection::RunScript(const std::string& script) {
  const int code = sqlite3_exec(db_.get(), script.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error(code);
}

absl::Status SqliteConnection::Error(int code) const {
  const int extended = sqlite3_extended_errcode(db_.get());
  if ((extended & 0xff) == (code & 0xff)) code = extended;
  const bool stoppable = (code & 0xff) == SQLITE_INTERRUPT || (code & 0xff) == SQLITE_BUSY;
  if (stoppable && context_ != nullptr && context_->Expired()) {
    return Stopped(*context_, absl::StrCat(code));
  }
  return EngineError(FailureOf(code), absl::StrCat(code));
}

bool SqliteConnection::HasUnresolvedReferences() const {
  int unresolved = 0;
  int unused = 0;
  sqlite3_db_status(db_.get(), SQLITE_DBSTATUS_DEFERRED_FKS, &unresolved, &unused, 0);
  return unresolved != 0;
}

absl::Status PrepareSqliteFile(const std::string& dir, const std::string& path) {
  for (size_t slash = dir.find('/', 1);; slash = dir.find('/', slash + 1)) {
    const std::string folder = dir.substr(0, slash);
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
      return EngineError(Failure::kUnavailable, absl::StrCat("errno ", errno));
    }
    if (slash == std::string::npos) break;
  }
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return EngineError(Failure::kUnavailable, absl::StrCat("errno ", errno));
  close(file);
  return absl::OkStatus();
}

}  // namespace tarazy::sql
