#include "common/sql/postgres_database.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/sql/engine_error.h"
#include "common/sql/postgres_tx.h"

namespace tarazy::sql {
namespace {

// For others who migrate the same schema; a migration itself may rewrite large tables.
constexpr absl::Duration kOpenTimeout = absl::Minutes(10);
// The server gives up a little before we do, so that its error comes in time and the connection
// stays usable.
constexpr absl::Duration kAnswerMargin = absl::Milliseconds(10);

constexpr char kLock[] = "SELECT pg_advisory_xact_lock(hashtextextended(?1, 0)) IS NULL";
constexpr char kFindSchema[] = "SELECT 1 FROM pg_namespace WHERE nspname = ?1";

// libpq looks at ports only when it connects.
bool HasOddPort(const PQconninfoOption* options) {
  for (; options->keyword != nullptr; ++options) {
    if (absl::string_view(options->keyword) != "port" || options->val == nullptr) continue;
    return absl::string_view(options->val).find_first_not_of("0123456789,") !=
           absl::string_view::npos;
  }
  return false;
}

absl::Status CheckUrl(const std::string& url) {
  PQconninfoOption* const parsed = PQconninfoParse(url.c_str(), nullptr);
  const bool good = parsed != nullptr && !HasOddPort(parsed);
  PQconninfoFree(parsed);
  if (good) return absl::OkStatus();
  return InvalidField("url", "not a PostgreSQL URL; write postgresql://user@host:port/database");
}

std::string BeginText(absl::string_view begin, const PostgresConnection& connection,
                      const Context& context) {
  absl::string_view rollback;
  if (connection.TransactionStatus() == PQTRANS_INERROR) rollback = "ROLLBACK; ";
  int64_t timeout = 0;  // none
  if (context.deadline != absl::InfiniteFuture()) {
    const absl::Duration left = context.deadline - absl::Now();
    const absl::Duration patience = left - std::min(kAnswerMargin, left / 10);
    timeout = std::clamp<int64_t>(absl::ToInt64Milliseconds(patience), 1, INT32_MAX);
  }
  return absl::StrCat(rollback, begin, "; SET LOCAL statement_timeout = ", timeout);
}

absl::Status LockAndApply(EngineTx& tx, const Schema& schema) {
  // The lock is the first statement, and READ COMMITTED, so that what comes after it sees what
  // the lock's previous holder did.
  RETURN_IF_ERROR(
      tx.QueryOne(kLock, {V(absl::StrCat("tarazy:", schema.service()))}, [](const Row&) {
        }).status());
  // CREATE SCHEMA IF NOT EXISTS wants a privilege that the role may lack once the schema exists.
  ASSIGN_OR_RETURN(const bool exists,
                   tx.QueryOne(kFindSchema, {V(schema.service())}, [](const Row&) {}));
  if (!exists) {
    RETURN_IF_ERROR(tx.ExecScript(absl::StrCat("CREATE SCHEMA \"", schema.service(), "\"")));
  }
  return schema.Apply(tx, absl::Now()).status();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> PostgresDatabase::Open(absl::string_view url,
                                                                 absl::string_view name,
                                                                 const Migrations& migrations,
                                                                 PostgresOptions options) {
  const std::string address(url);
  RETURN_IF_ERROR(CheckUrl(address));
  ASSIGN_OR_RETURN(Schema schema, Schema::Make(name, migrations, Schema::Engine::kPostgres));
  std::unique_ptr<PostgresDatabase> database(
      new PostgresDatabase(address, std::move(schema), options));
  RETURN_IF_ERROR(database->Migrate({.deadline = absl::Now() + kOpenTimeout}));
  return std::unique_ptr<Database>(std::move(database));
}

PostgresDatabase::PostgresDatabase(const std::string& url, Schema schema, PostgresOptions options)
    : schema_(std::move(schema)),
      pool_(options.max_connections, [url, name = schema_.service()](const Context& context) {
        return PostgresConnection::Open(url, name, context);
      }) {}

absl::Status PostgresDatabase::Migrate(const Context& context) {
  ASSIGN_OR_RETURN(auto lease, pool_.Take(context));
  PostgresConnection& connection = *lease;
  RETURN_IF_ERROR(
      connection
          .RunScript(BeginText("BEGIN ISOLATION LEVEL READ COMMITTED", connection, context),
                     context)
          .status());
  PostgresTx tx(connection, context);
  absl::Status status = LockAndApply(tx, schema_);
  if (status.ok()) return connection.RunScript("COMMIT", context).status();
  connection.RunScript("ROLLBACK", context).status().IgnoreError();
  return status;
}

absl::Status PostgresDatabase::Read(const Context& context, Work work) {
  return Transact(context, Mode::kRead, work);
}

absl::Status PostgresDatabase::Write(const Context& context, Work work) {
  return Transact(context, Mode::kWrite, work);
}

absl::Status PostgresDatabase::WriteBulk(const Context& context, Work work) {
  return Transact(context, Mode::kWrite, work);
}

absl::Status PostgresDatabase::Ready(const Context& context) {
  return Read(context, [&](Tx& tx) { return schema_.Check(tx); });
}

absl::Status PostgresDatabase::Transact(const Context& context, Mode mode, Work work) {
  Backoff backoff(context);
  bool reconnected = false;
  for (;;) {
    const Outcome outcome = RunOnce(context, mode, work);
    switch (outcome.fate) {
      case Fate::kFinal:
        return outcome.status;
      case Fate::kLostRace:
        if (!backoff.Wait()) return outcome.status;
        break;
      case Fate::kLostServer:
        pool_.DropIdle();
        if (reconnected || context.Expired()) return outcome.status;
        reconnected = true;
        break;
    }
  }
}

PostgresDatabase::Outcome PostgresDatabase::RunOnce(const Context& context, Mode mode, Work work) {
  absl::Status status = CheckWaiting(context);
  if (!status.ok()) return {Fate::kFinal, status};
  auto lease = pool_.Take(context);
  if (!lease.ok()) return {Fate::kFinal, lease.status()};
  PostgresConnection& connection = **lease;
  const absl::string_view begin = mode == Mode::kRead
                                      ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                                      : "BEGIN ISOLATION LEVEL SERIALIZABLE";
  PostgresTx tx(connection, context);
  status = connection.RunScript(BeginText(begin, connection, context), context).status();
  if (status.ok()) status = work(tx);
  if (status.ok()) status = tx.failure();
  if (status.ok()) status = CheckWaiting(context);
  bool committing = false;
  if (status.ok()) {
    committing = mode == Mode::kWrite;
    // From here on the caller gets the outcome, even should he hang up.
    status = connection.RunScript("COMMIT", {.deadline = context.deadline}).status();
    if (status.ok() || mode == Mode::kRead) return {Fate::kFinal, absl::OkStatus()};
  }
  if (committing && !connection.answered()) {
    return {Fate::kFinal, EngineError(Failure::kCommitUnknown, "")};
  }
  if (connection.lost()) return {Fate::kLostServer, status};
  const bool race = IsLostRace(tx.failure()) || (committing && IsLostRace(status));
  // Without time left this sends nothing: an open transaction then costs the connection, a failed
  // one, which holds nothing on the server any more, is rolled back by the next user.
  if (connection.TransactionStatus() != PQTRANS_IDLE) {
    connection.RunScript("ROLLBACK", context).status().IgnoreError();
  }
  return {race ? Fate::kLostRace : Fate::kFinal, status};
}

}  // namespace tarazy::sql
