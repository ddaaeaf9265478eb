// A transaction on a PostgreSQL connection. Included by common/sql only.
#pragma once

#include "common/base/context.h"
#include "common/sql/engine_tx.h"
#include "common/sql/postgres_connection.h"

namespace tarazy::sql {

// Neither begins nor ends the transaction: whoever owns the connection does.
class PostgresTx final : public EngineTx {
 public:
  PostgresTx(PostgresConnection& connection, const Context& context)
      : connection_(connection), context_(context) {}

  absl::StatusOr<int64_t> Exec(absl::string_view sql, absl::Span<const Value> params) override;
  absl::Status Query(absl::string_view sql, absl::Span<const Value> params,
                     absl::FunctionRef<absl::Status(const Row&)> each) override;
  absl::Status InsertMany(const BulkTable& table,
                          absl::Span<const std::vector<Value>> rows) override;
  absl::Status ExecScript(absl::string_view script) override;

 private:
  absl::Status CheckUsable(absl::Span<const Value> params);
  absl::StatusOr<PostgresResult> Run(absl::string_view sql, absl::Span<const Value> params);

  PostgresConnection& connection_;
  const Context& context_;
};

}  // namespace tarazy::sql
