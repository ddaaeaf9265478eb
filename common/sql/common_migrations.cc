#include "common/sql/migrate.h"

namespace tarazy::sql {
namespace {

constexpr char kRequestLogSqlite[] = R"(
CREATE TABLE request_log (
  principal  TEXT NOT NULL,
  method     TEXT NOT NULL,
  request_id TEXT NOT NULL,
  body_hash  BLOB NOT NULL,
  response   BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (principal, method, request_id)
) STRICT;
CREATE INDEX request_log_created_at ON request_log (created_at);
)";

constexpr char kRequestLogPostgres[] = R"(
CREATE TABLE request_log (
  principal  TEXT COLLATE "C" NOT NULL,
  method     TEXT COLLATE "C" NOT NULL,
  request_id TEXT COLLATE "C" NOT NULL,
  body_hash  BYTEA NOT NULL,
  response   BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (principal, method, request_id)
);
CREATE INDEX request_log_created_at ON request_log (created_at);
)";

}  // namespace

const Migrations& CommonMigrations() {
  static const auto* const kMigrations =
      new Migrations{.sqlite = {{1, "request_log", kRequestLogSqlite}},
                     .postgres = {{1, "request_log", kRequestLogPostgres}}};
  return *kMigrations;
}

}  // namespace tarazy::sql
