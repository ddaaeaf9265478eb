// A service's data in one SQLite file. Included by common/sql and its tests only.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "common/sql/migrate.h"
#include "common/sql/pool.h"
#include "common/sql/sqlite_connection.h"
#include "common/sql/sqlite_writer.h"

namespace tarazy::sql {

// One writer, which groups concurrent writes, and up to eight readers. Several processes may have
// the file open.
class SqliteDatabase final : public Database {
 public:
  // The file is `dir`/`name`.db.
  static absl::StatusOr<std::unique_ptr<Database>> Open(absl::string_view dir,
                                                        absl::string_view name,
                                                        const Migrations& migrations);

  absl::Status Read(const Context& context, Work work) override;
  absl::Status Write(const Context& context, Work work) override;
  absl::Status WriteBulk(const Context& context, Work work) override;
  absl::Status Ready(const Context& context) override;
  absl::string_view Engine() const override { return "sqlite"; }

 private:
  SqliteDatabase(const std::string& path, Schema schema, std::unique_ptr<SqliteConnection> writer);

  absl::Status ReadOnce(const Context& context, Work work);

  const Schema schema_;
  SqliteWriter writer_;
  Pool<SqliteConnection> readers_;  // closed before the writer, which then tidies the journal up
};

}  // namespace tarazy::sql
