#include "common/sql/postgres_tx.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/sql/postgres_array.h"

namespace tarazy::sql {
namespace {

// Bounds of one statement of a bulk insert: its arrays are in memory twice.
constexpr size_t kBatchRows = 5000;
constexpr size_t kBatchBytes = 8 << 20;

absl::string_view ArrayType(ColumnType type) {
  switch (type) {
    case ColumnType::kInt:
      return "bigint[]";
    case ColumnType::kReal:
      return "float8[]";
    case ColumnType::kText:
      return "text[]";
    case ColumnType::kBlob:
      return "bytea[]";
  }
  return "";
}

std::string InsertText(const BulkTable& table) {
  std::string names;
  std::string arrays;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    absl::StrAppend(&names, i == 0 ? "\"" : ", \"", table.columns[i].name, "\"");
    absl::StrAppend(&arrays, i == 0 ? "?" : ", ?", i + 1, "::", ArrayType(table.columns[i].type));
  }
  return absl::StrCat("INSERT INTO \"", table.table, "\" (", names, ") SELECT * FROM unnest(",
                      arrays, ")");
}

size_t SizeOf(const std::vector<Value>& row) {
  size_t size = 0;
  for (const Value& value : row) {
    if (const auto* text = std::get_if<std::string>(&value)) size += text->size();
    if (const auto* blob = std::get_if<Blob>(&value)) size += 2 * blob->bytes.size();
    size += 8;
  }
  return size;
}

// How many of `rows` the next statement takes: at least one.
size_t BatchLength(absl::Span<const std::vector<Value>> rows) {
  size_t bytes = 0;
  size_t length = 0;
  while (length < rows.size() && length < kBatchRows && bytes < kBatchBytes) {
    bytes += SizeOf(rows[length++]);
  }
  return length;
}

}  // namespace

absl::Status PostgresTx::CheckUsable(absl::Span<const Value> params) {
  RETURN_IF_ERROR(failure());
  absl::Status status = CheckParams(params);
  return status.ok() ? status : Fail(std::move(status));
}

absl::StatusOr<PostgresResult> PostgresTx::Run(absl::string_view sql,
                                               absl::Span<const Value> params) {
  RETURN_IF_ERROR(CheckUsable(params));
  absl::StatusOr<PostgresResult> result = connection_.Run(sql, params, context_);
  if (!result.ok()) return Fail(result.status());
  return result;
}

absl::StatusOr<int64_t> PostgresTx::Exec(absl::string_view sql, absl::Span<const Value> params) {
  ASSIGN_OR_RETURN(const PostgresResult result, Run(sql, params));
  return RowsChanged(result.get());
}

absl::Status PostgresTx::Query(absl::string_view sql, absl::Span<const Value> params,
                               absl::FunctionRef<absl::Status(const Row&)> each) {
  RETURN_IF_ERROR(CheckUsable(params));
  absl::Status stopped;
  const absl::Status status = connection_.Stream(sql, params, context_, [&](const Row& row) {
    stopped = each(row);
    return stopped.ok();
  });
  if (!status.ok()) Fail(status).IgnoreError();
  return stopped.ok() ? status : stopped;
}

absl::Status PostgresTx::InsertMany(const BulkTable& table,
                                    absl::Span<const std::vector<Value>> rows) {
  if (absl::Status status = CheckBulk(table, rows); !status.ok()) return Fail(status);
  const std::string sql = InsertText(table);
  while (!rows.empty()) {
    const absl::Span<const std::vector<Value>> batch = rows.first(BatchLength(rows));
    rows.remove_prefix(batch.size());
    std::vector<Value> arrays;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      arrays.emplace_back(ArrayLiteral(batch, i));
    }
    RETURN_IF_ERROR(Run(sql, arrays).status());
  }
  return absl::OkStatus();
}

absl::Status PostgresTx::ExecScript(absl::string_view script) {
  RETURN_IF_ERROR(failure());
  const absl::StatusOr<PostgresResult> result =
      connection_.RunScript(std::string(script), context_);
  if (!result.ok()) return Fail(result.status());
  return connection_.TransactionStatus() == PQTRANS_INTRANS
             ? absl::OkStatus()
             : Fail(Internal("a script ended the transaction that it runs in"));
}

}  // namespace tarazy::sql
