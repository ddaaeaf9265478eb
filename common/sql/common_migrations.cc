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

// Events that wait for their relay (common/outbox). `transaction_id` is what the relay's fence
// compares with pg_snapshot_xmin: a row may become visible after one with a higher sequence.
constexpr char kOutboxSqlite[] = R"(
CREATE TABLE outbox (
  sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id   TEXT NOT NULL UNIQUE,
  aggregate  TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  type       TEXT NOT NULL,
  payload    BLOB NOT NULL
) STRICT;
)";

constexpr char kOutboxPostgres[] = R"(
CREATE TABLE outbox (
  sequence   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id   TEXT COLLATE "C" NOT NULL UNIQUE,
  aggregate  TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  type       TEXT COLLATE "C" NOT NULL,
  payload    BYTEA NOT NULL,
  transaction_id XID8 NOT NULL DEFAULT pg_current_xact_id()
);
)";

// What events say besides their payload; how far their consumers are; what they refused; what this
// service has taken of others' events (common/outbox).
constexpr char kRelaySqlite[] = R"(
ALTER TABLE outbox ADD COLUMN facts BLOB NOT NULL DEFAULT x'';
CREATE INDEX outbox_created_at ON outbox (created_at);
CREATE TABLE relay_position (
  consumer       TEXT PRIMARY KEY,
  transaction_id INTEGER NOT NULL,
  sequence       INTEGER NOT NULL
) STRICT;
CREATE TABLE relay_set_aside (
  consumer TEXT NOT NULL,
  event_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  reason   TEXT NOT NULL,
  time     INTEGER NOT NULL,
  PRIMARY KEY (consumer, event_id)
) STRICT;
CREATE INDEX relay_set_aside_event ON relay_set_aside (event_id);
CREATE TABLE inbox (
  event_id    TEXT PRIMARY KEY,
  source      TEXT NOT NULL,
  body_hash   BLOB NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
)";

constexpr char kRelayPostgres[] = R"(
ALTER TABLE outbox ADD COLUMN facts BYTEA NOT NULL DEFAULT '';
CREATE INDEX outbox_position ON outbox (transaction_id, sequence);
CREATE INDEX outbox_created_at ON outbox (created_at);
CREATE TABLE relay_position (
  consumer       TEXT COLLATE "C" PRIMARY KEY,
  transaction_id BIGINT NOT NULL,
  sequence       BIGINT NOT NULL
);
CREATE TABLE relay_set_aside (
  consumer TEXT COLLATE "C" NOT NULL,
  event_id TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  reason   TEXT COLLATE "C" NOT NULL,
  time     BIGINT NOT NULL,
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX relay_set_aside_event ON relay_set_aside (event_id);
CREATE TABLE inbox (
  event_id    TEXT COLLATE "C" PRIMARY KEY,
  source      TEXT COLLATE "C" NOT NULL,
  body_hash   BYTEA NOT NULL,
  received_at BIGINT NOT NULL
);
)";

}  // namespace

const Migrations& CommonMigrations() {
  static const auto* const kMigrations =
      new Migrations{.sqlite = {{1, "request_log", kRequestLogSqlite},
                                {2, "outbox", kOutboxSqlite},
                                {3, "relay", kRelaySqlite}},
                     .postgres = {{1, "request_log", kRequestLogPostgres},
                                  {2, "outbox", kOutboxPostgres},
                                  {3, "relay", kRelayPostgres}}};
  return *kMigrations;
}

}  // namespace tarazy::sql
