// One door to a service's own data, whichever engine holds it: SQLite (embedded) or PostgreSQL.
//
// A transaction is a closure. It may run more than once (busy database, serialization failure), so
// it touches nothing but its transaction and the variables that it sets from the start each time.
// Statement text is a constant with ?1 ?2 … placeholders; values are bound; order is explicit.
// A closure may run on another caller's thread (SQLite's writes share commits), so it uses nothing
// that belongs to its thread, and it starts no Write of the same database.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/context.h"

namespace tarazy::sql {

// Bytes, as opposed to text.
struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};

// What a column can hold. Times are int64 microseconds since 1970 UTC (see ToMicros), truth values
// are int64 0 or 1: the same in both engines. NaN, and text that is not UTF-8 or holds a NUL, are
// refused with INTERNAL: each is lost or refused by one of the engines.
using Value = std::variant<std::monostate, int64_t, double, std::string, Blob>;

inline int64_t ToMicros(absl::Time time) { return absl::ToUnixMicros(time); }
inline absl::Time FromMicros(int64_t micros) { return absl::FromUnixMicros(micros); }

// A value to bind, from the types that code has at hand. NULL from std::nullopt.
Value V(int64_t value);
Value V(int value);
Value V(double value);
Value V(bool value);
Value V(absl::string_view text);
Value V(const char* text);
Value V(const std::string& text);
Value V(absl::Time time);
Value V(Blob blob);
inline Value Null() { return std::monostate{}; }
template <typename T>
Value V(const std::optional<T>& value) {
  return value.has_value() ? V(*value) : Null();
}

// One row of an answer; valid only inside the callback. Columns count from 0. Asking for a column
// as another type than it has is a programming error and aborts; Real reads integers too.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool IsNull(int column) const = 0;
  virtual int64_t Int(int column) const = 0;
  virtual double Real(int column) const = 0;
  virtual std::string Text(int column) const = 0;
  virtual std::string Bytes(int column) const = 0;

  absl::Time Time(int column) const { return FromMicros(Int(column)); }
  bool Bool(int column) const { return Int(column) != 0; }
  std::optional<double> OptionalReal(int column) const;
  std::optional<int64_t> OptionalInt(int column) const;
  std::optional<std::string> OptionalText(int column) const;
};

// A table and the columns that a bulk insert fills, all constants of the program.
enum class ColumnType { kInt, kReal, kText, kBlob };
struct Column {
  absl::string_view name;
  ColumnType type;
};
struct BulkTable {
  absl::string_view table;
  std::vector<Column> columns;
};

// An open transaction. All methods map engine errors to statuses: a broken UNIQUE or PRIMARY KEY is
// ALREADY_EXISTS, a broken foreign key FAILED_PRECONDITION, a lost race ABORTED, the deadline
// DEADLINE_EXCEEDED, a caller who has gone CANCELLED, a lost connection UNAVAILABLE, all else
// INTERNAL; messages hold no SQL, metadata "engine_code" has the SQLSTATE or SQLite's code.
// After an error the transaction can only be rolled back: return the status. (Should the closure
// return OK nevertheless, the transaction is rolled back and the error returned.)
class Tx {
 public:
  virtual ~Tx() = default;

  // Runs one statement; gives the number of rows changed, 0 for those that change none.
  virtual absl::StatusOr<int64_t> Exec(absl::string_view sql,
                                       absl::Span<const Value> params = {}) = 0;

  // Calls `each` for each row, in order, while the engine finds more: memory stays bounded however
  // many there are. An error from `each` stops and is returned. Statements may be run inside
  // `each`, but PostgreSQL then keeps the rows that are left in memory: not in answers without a
  // bound.
  virtual absl::Status Query(absl::string_view sql, absl::Span<const Value> params,
                             absl::FunctionRef<absl::Status(const Row&)> each) = 0;

  // Inserts all rows (each as long as table.columns) with as few round trips as the engine needs.
  virtual absl::Status InsertMany(const BulkTable& table,
                                  absl::Span<const std::vector<Value>> rows) = 0;

  // Exactly one row or none; more than one is INTERNAL.
  absl::StatusOr<bool> QueryOne(absl::string_view sql, absl::Span<const Value> params,
                                absl::FunctionRef<void(const Row&)> read);
};

using Work = absl::FunctionRef<absl::Status(Tx&)>;

class Database {
 public:
  virtual ~Database() = default;

  // A consistent snapshot; changing anything in it is an error. RESOURCE_EXHAUSTED with reason
  // OVERLOADED when all connections are in use until the deadline.
  virtual absl::Status Read(const Context& context, Work work) = 0;

  // All or nothing; when it returns OK the change survives kill -9 and power loss. Serializable.
  // Lost races are retried with jitter until the context's deadline. When the connection is lost
  // while COMMIT is under way the answer is UNAVAILABLE with reason COMMIT_OUTCOME_UNKNOWN.
  virtual absl::Status Write(const Context& context, Work work) = 0;

  // The same for one that takes seconds, such as a large import. SQLite, which has one writer at a
  // time, gives it a commit of its own: writes before it are acknowledged first, those after it
  // wait for its end, and as long as their own deadlines, on their own threads.
  virtual absl::Status WriteBulk(const Context& context, Work work) = 0;

  // OK when the engine answers and the schema has all that this program needs; it may have more
  // while a newer program runs beside this one.
  virtual absl::Status Ready(const Context& context) = 0;

  // "sqlite" or "postgres": for logs, and for the few statements that cannot be portable.
  virtual absl::string_view Engine() const = 0;
};

// One step of a schema: embedded, numbered from 1 without gaps, never changed once released.
struct Migration {
  int version;
  absl::string_view name;
  absl::string_view sql;
};

// The same schema for both engines; common/cmake embeds store/migrations/{sqlite,postgres}/*.sql.
struct Migrations {
  std::vector<Migration> sqlite;
  std::vector<Migration> postgres;
};

// Opens the data of service `name` and brings its schema up to date.
//   "sqlite:DIR"        file DIR/<name>.db (the folder is made when missing, mode 0700)
//   "postgresql://…"    schema <name> of that database
// Fails with FAILED_PRECONDITION when the stored schema is newer than this program or a released
// migration was changed, with UNAVAILABLE when the engine does not answer, and with
// INVALID_ARGUMENT for any other URL or a name that is not [a-z][a-z0-9_]* (at most 63, neither
// "common", which the ledger uses, nor pg_…).
absl::StatusOr<std::unique_ptr<Database>> Open(absl::string_view url, absl::string_view name,
                                               const Migrations& migrations);

}  // namespace tarazy::sql
