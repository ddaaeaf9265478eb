// What both engines' transactions share. Included by common/sql only.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"

namespace tarazy::sql {

// Remembers the first engine error: PostgreSQL refuses everything after it, SQLite would go on, and
// a closure that swallowed it must not be committed in either.
class EngineTx : public Tx {
 public:
  const absl::Status& failure() const { return failure_; }

  // Several statements without parameters, as migrations need them.
  virtual absl::Status ExecScript(absl::string_view script) = 0;

 protected:
  absl::Status Fail(absl::Status status) {
    if (failure_.ok()) failure_ = status;
    return status;
  }

 private:
  absl::Status failure_;
};

// OK when both engines keep these values as they are: texts are UTF-8 without NUL (PostgreSQL
// cannot hold others) and numbers are not NaN (SQLite would store NULL).
absl::Status CheckParams(absl::Span<const Value> params);

// OK when each row fits the table's columns and the names are plain lower-case identifiers.
absl::Status CheckBulk(const BulkTable& table, absl::Span<const std::vector<Value>> rows);

// Aborts the program unless `fits`: a column was read as another type than it has.
void RequireColumn(bool fits, int column, const char* asked_for);

}  // namespace tarazy::sql
