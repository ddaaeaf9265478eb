#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/sql/database.h"
#include "common/sql/postgres_database.h"
#include "common/sql/sqlite_database.h"

namespace tarazy::sql {

absl::StatusOr<std::unique_ptr<Database>> Open(absl::string_view url, absl::string_view name,
                                               const Migrations& migrations) {
  absl::string_view dir = url;
  if (absl::ConsumePrefix(&dir, "sqlite:") && !dir.empty() &&
      dir.find('\0') == absl::string_view::npos) {
    return SqliteDatabase::Open(dir, name, migrations);
  }
  if (absl::StartsWith(url, "postgresql://") || absl::StartsWith(url, "postgres://")) {
    return PostgresDatabase::Open(url, name, migrations);
  }
  return InvalidField("url", "write sqlite:DIR or postgresql://user@host:port/database");
}

}  // namespace tarazy::sql
