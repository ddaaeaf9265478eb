// A service's data in one schema of a PostgreSQL database. Included by common/sql and its tests
// only.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "common/sql/migrate.h"
#include "common/sql/pool.h"
#include "common/sql/postgres_connection.h"

namespace tarazy::sql {

struct PostgresOptions {
  int max_connections = 8;
};

class PostgresDatabase final : public Database {
 public:
  static absl::StatusOr<std::unique_ptr<Database>> Open(absl::string_view url,
                                                        absl::string_view name,
                                                        const Migrations& migrations,
                                                        PostgresOptions options = {});

  absl::Status Read(const Context& context, Work work) override;
  absl::Status Write(const Context& context, Work work) override;
  absl::Status WriteBulk(const Context& context, Work work) override;
  absl::Status Ready(const Context& context) override;
  absl::string_view Engine() const override { return "postgres"; }

 private:
  enum class Mode { kRead, kWrite };
  // How one run of a transaction ended, and whether another may do better.
  enum class Fate { kFinal, kLostRace, kLostServer };
  struct Outcome {
    Fate fate = Fate::kFinal;
    absl::Status status;
  };

  PostgresDatabase(const std::string& url, Schema schema, PostgresOptions options);

  absl::Status Migrate(const Context& context);
  absl::Status Transact(const Context& context, Mode mode, Work work);
  Outcome RunOnce(const Context& context, Mode mode, Work work);

  const Schema schema_;
  Pool<PostgresConnection> pool_;
};

}  // namespace tarazy::sql
