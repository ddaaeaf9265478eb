// Results of libpq: what a row holds and what an error means. Included by common/sql only.
#pragma once

#include <libpq-fe.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/sql/database.h"

namespace tarazy::sql {

struct PostgresClear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, PostgresClear>;

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}

  bool IsNull(int column) const override;
  int64_t Int(int column) const override;
  double Real(int column) const override;
  std::string Text(int column) const override;
  std::string Bytes(int column) const override;

 private:
  Oid Type(int column) const;
  absl::string_view Get(int column) const;

  const PGresult* result_;
  int row_;
};

// Rows changed by a statement; rows merely read do not count.
int64_t RowsChanged(PGresult* result);

// The SQLSTATE of a failed result, "" when the connection failed.
absl::string_view SqlState(const PGresult* result);

// True for SQLSTATEs after which the server closes the connection.
bool EndsConnection(absl::string_view sqlstate);

absl::Status PostgresError(absl::string_view sqlstate, const Context& context);

}  // namespace tarazy::sql
