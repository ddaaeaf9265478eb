#include "common/sql/sqlite_tx.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/sql/engine_error.h"

namespace tarazy::sql {
namespace {

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool IsNull(int column) const override { return Type(column) == SQLITE_NULL; }
  int64_t Int(int column) const override {
    RequireColumn(Type(column) == SQLITE_INTEGER, column, "an integer");
    return sqlite3_column_int64(statement_, column);
  }
  double Real(int column) const override {
    RequireColumn(Type(column) == SQLITE_FLOAT || Type(column) == SQLITE_INTEGER, column,
                  "a number");
    return sqlite3_column_double(statement_, column);
  }
  std::string Text(int column) const override {
    RequireColumn(Type(column) == SQLITE_TEXT, column, "a text");
    return Copy(column);
  }
  std::string Bytes(int column) const override {
    RequireColumn(Type(column) == SQLITE_BLOB, column, "bytes");
    return Copy(column);
  }

 private:
  int Type(int column) const {
    RequireColumn(column >= 0 && column < sqlite3_data_count(statement_), column, "anything");
    return sqlite3_column_type(statement_, column);
  }
  std::string Copy(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return data == nullptr ? std::string() : std::string(data, static_cast<size_t>(size));
  }

  sqlite3_stmt* statement_;
};

// The values must live until the statement has run.
int BindOne(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    return sqlite3_bind_int64(statement, index, *number);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return sqlite3_bind_double(statement, index, *real);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  if (const auto* blob = std::get_if<Blob>(&value)) {
    return sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(),
                               SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, index);
}

int Bind(sqlite3_stmt* statement, absl::Span<const Value> values) {
  for (size_t i = 0; i < values.size(); ++i) {
    const int code = BindOne(statement, static_cast<int>(i) + 1, values[i]);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

std::string InsertText(const BulkTable& table) {
  std::string names;
  std::string places;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    absl::StrAppend(&names, i == 0 ? "\"" : ", \"", table.columns[i].name, "\"");
    absl::StrAppend(&places, i == 0 ? "?" : ", ?", i + 1);
  }
  return absl::StrCat("INSERT INTO \"", table.table, "\" (", names, ") VALUES (", places, ")");
}

}  // namespace

absl::Status SqliteTx::CheckUsable(absl::Span<const Value> params) {
  RETURN_IF_ERROR(failure());
  // Statements too short for the progress handler must notice the deadline as well.
  RETURN_IF_ERROR(CheckWaiting(context_));
  return CheckParams(params);
}

absl::StatusOr<SqliteStatement> SqliteTx::Start(absl::string_view sql,
                                                absl::Span<const Value> params) {
  RETURN_IF_ERROR(CheckUsable(params));
  absl::StatusOr<SqliteStatement> statement = connection_.Prepare(sql);
  if (!statement.ok()) return statement;
  if (sqlite3_bind_parameter_count(statement->get()) != static_cast<int>(params.size())) {
    return Internal("a statement got another number of values than it has places");
  }
  const int code = Bind(statement->get(), params);
  if (code != SQLITE_OK) return connection_.Error(code);
  return statement;
}

absl::StatusOr<int64_t> SqliteTx::Exec(absl::string_view sql, absl::Span<const Value> params) {
  absl::StatusOr<SqliteStatement> statement = Start(sql, params);
  if (!statement.ok()) return Fail(statement.status());
  const int64_t before = sqlite3_total_changes64(connection_.db());
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement->get());
  if (code != SQLITE_DONE) return Fail(connection_.Error(code));
  // sqlite3_changes keeps the last count over statements that change no rows.
  const bool changed = sqlite3_total_changes64(connection_.db()) != before;
  return changed ? sqlite3_changes64(connection_.db()) : 0;
}

absl::Status SqliteTx::Query(absl::string_view sql, absl::Span<const Value> params,
                             absl::FunctionRef<absl::Status(const Row&)> each) {
  absl::StatusOr<SqliteStatement> statement = Start(sql, params);
  if (!statement.ok()) return Fail(statement.status());
  const SqliteRow row(statement->get());
  int code = sqlite3_step(statement->get());
  while (code == SQLITE_ROW) {
    RETURN_IF_ERROR(each(row));
    code = sqlite3_step(statement->get());
  }
  return code == SQLITE_DONE ? absl::OkStatus() : Fail(connection_.Error(code));
}

absl::Status SqliteTx::InsertMany(const BulkTable& table,
                                  absl::Span<const std::vector<Value>> rows) {
  if (absl::Status status = CheckBulk(table, rows); !status.ok()) return Fail(status);
  if (absl::Status status = CheckUsable({}); !status.ok()) return Fail(status);
  if (rows.empty()) return absl::OkStatus();
  absl::StatusOr<SqliteStatement> statement = connection_.Prepare(InsertText(table));
  if (!statement.ok()) return Fail(statement.status());
  for (const std::vector<Value>& row : rows) {
    if (context_.Expired()) return Fail(Stopped(context_));
    int code = Bind(statement->get(), row);
    if (code == SQLITE_OK) code = sqlite3_step(statement->get());
    if (code != SQLITE_DONE) return Fail(connection_.Error(code));
    sqlite3_reset(statement->get());
  }
  return absl::OkStatus();
}

absl::Status SqliteTx::ExecScript(absl::string_view script) {
  if (absl::Status status = CheckUsable({}); !status.ok()) return Fail(status);
  const absl::Status status = connection_.RunScript(std::string(script));
  if (!status.ok()) return Fail(status);
  return connection_.InTransaction()
             ? absl::OkStatus()
             : Fail(Internal("a script ended the transaction that it runs in"));
}

}  // namespace tarazy::sql
