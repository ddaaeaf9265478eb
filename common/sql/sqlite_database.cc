#include "common/sql/sqlite_database.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/sql/engine_error.h"
#include "common/sql/sqlite_tx.h"

namespace tarazy::sql {
namespace {

constexpr int kMaxReaders = 8;
// For others who migrate the same file; a migration itself may rewrite large tables.
constexpr absl::Duration kOpenTimeout = absl::Minutes(10);

absl::Status CheckReferences(Tx& tx) {
  bool broken = false;
  RETURN_IF_ERROR(tx.Query("PRAGMA foreign_key_check", {}, [&](const Row&) {
    broken = true;
    return absl::OkStatus();
  }));
  return broken ? EngineError(Failure::kReference, "787") : absl::OkStatus();
}

absl::Status ApplySchema(SqliteConnection& connection, const Schema& schema,
                         const Context& context) {
  SqliteTx tx(connection, context);
  ASSIGN_OR_RETURN(const int steps, schema.Apply(tx, absl::Now()));
  return steps == 0 ? absl::OkStatus() : CheckReferences(tx);
}

// On a connection of its own, because foreign keys can be set aside only outside a transaction.
absl::Status Migrate(const std::string& path, const Schema& schema, const Context& context) {
  ASSIGN_OR_RETURN(const std::unique_ptr<SqliteConnection> connection,
                   SqliteConnection::Open(path, SqliteConnection::Role::kMigrator, context));
  {
    const SqliteConnection::Patience patience(*connection, context);
    RETURN_IF_ERROR(connection->Run("BEGIN IMMEDIATE"));
  }
  absl::Status status = ApplySchema(*connection, schema, context);
  if (status.ok()) status = connection->Run("COMMIT");
  if (connection->InTransaction()) connection->Run("ROLLBACK").IgnoreError();
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> SqliteDatabase::Open(absl::string_view dir,
                                                               absl::string_view name,
                                                               const Migrations& migrations) {
  ASSIGN_OR_RETURN(Schema schema, Schema::Make(name, migrations, Schema::Engine::kSqlite));
  const std::string path = absl::StrCat(dir, "/", name, ".db");
  const Context context{.deadline = absl::Now() + kOpenTimeout};
  RETURN_IF_ERROR(PrepareSqliteFile(std::string(dir), path));
  RETURN_IF_ERROR(Migrate(path, schema, context));
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> writer,
                   SqliteConnection::Open(path, SqliteConnection::Role::kWriter, context));
  return std::unique_ptr<Database>(new SqliteDatabase(path, std::move(schema), std::move(writer)));
}

SqliteDatabase::SqliteDatabase(const std::string& path, Schema schema,
                               std::unique_ptr<SqliteConnection> writer)
    : schema_(std::move(schema)),
      writer_(std::move(writer)),
      readers_(kMaxReaders, [path](const Context& context) {
        return SqliteConnection::Open(path, SqliteConnection::Role::kReader, context);
      }) {}

absl::Status SqliteDatabase::Read(const Context& context, Work work) {
  Backoff backoff(context);
  for (;;) {
    absl::Status status = ReadOnce(context, work);
    if (!IsLostRace(status) || !backoff.Wait()) return status;
  }
}

absl::Status SqliteDatabase::ReadOnce(const Context& context, Work work) {
  RETURN_IF_ERROR(CheckWaiting(context));
  ASSIGN_OR_RETURN(auto connection, readers_.Take(context));
  RETURN_IF_ERROR((*connection).Run("BEGIN"));
  absl::Status status;
  {
    SqliteTx tx(*connection, context);
    status = work(tx);
    if (status.ok()) status = tx.failure();
  }
  (*connection).Run("ROLLBACK").IgnoreError();  // the pool drops a connection still inside
  return status;
}

absl::Status SqliteDatabase::Write(const Context& context, Work work) {
  return writer_.Write(context, work, SqliteWriter::Length::kShort);
}

absl::Status SqliteDatabase::WriteBulk(const Context& context, Work work) {
  return writer_.Write(context, work, SqliteWriter::Length::kBulk);
}

absl::Status SqliteDatabase::Ready(const Context& context) {
  return Read(context, [&](Tx& tx) { return schema_.Check(tx); });
}

}  // namespace tarazy::sql
