// Brings a schema up to date and remembers in a ledger what was applied, for both engines.
// Included by common/sql only.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/sql/engine_tx.h"

namespace tarazy::sql {

// The tables that every service's data have, such as request_log; ledger component "common".
const Migrations& CommonMigrations();

// What one database must hold: the parts in the order in which they are applied.
class Schema {
 public:
  enum class Engine { kSqlite, kPostgres };

  // INVALID_ARGUMENT unless `service` is 1 to 63 of a-z, 0-9, '_' that start with a letter, and
  // not "common"; INTERNAL when the numbers of the migrations are not 1, 2, 3 …
  static absl::StatusOr<Schema> Make(absl::string_view service, const Migrations& own,
                                     Engine engine);

  // Applies what is missing, in the caller's transaction, which must exclude other migrators;
  // gives the number of steps applied. FAILED_PRECONDITION when the ledger holds more steps than
  // this program knows, or others.
  absl::StatusOr<int> Apply(EngineTx& tx, absl::Time now) const;

  // FAILED_PRECONDITION unless the ledger holds at least the steps that this program needs (more
  // of them while a newer program runs beside this one).
  absl::Status Check(Tx& tx) const;

  const std::string& service() const { return service_; }

 private:
  struct Part {
    std::string component;
    std::vector<Migration> steps;
  };

  absl::StatusOr<int> ApplyPart(EngineTx& tx, const Part& part, absl::Time now) const;

  std::string service_;
  absl::string_view ledger_;  // the statement that makes it
  std::vector<Part> parts_;
};

}  // namespace tarazy::sql
