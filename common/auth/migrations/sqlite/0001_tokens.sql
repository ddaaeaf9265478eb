CREATE TABLE token (
  id          TEXT PRIMARY KEY NOT NULL,
  hash        BLOB NOT NULL UNIQUE,     -- SHA-256 of the secret
  role        TEXT NOT NULL,            -- ROLE_ADMIN …
  institution TEXT NOT NULL,            -- bare id, or ''
  created_at  INTEGER NOT NULL,         -- microseconds since 1970 UTC, as all times
  expires_at  INTEGER,
  revoked_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX token_by_time ON token (created_at, id);

CREATE TABLE signing_key (
  name  TEXT PRIMARY KEY NOT NULL,
  value BLOB NOT NULL
) STRICT;
