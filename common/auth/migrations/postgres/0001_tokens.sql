CREATE TABLE token (
  id          text COLLATE "C" PRIMARY KEY,
  hash        bytea NOT NULL UNIQUE,                -- SHA-256 of the secret
  role        text COLLATE "C" NOT NULL,            -- ROLE_ADMIN …
  institution text COLLATE "C" NOT NULL,            -- bare id, or ''
  created_at  bigint NOT NULL,                      -- microseconds since 1970 UTC, as all times
  expires_at  bigint,
  revoked_at  bigint
);
CREATE UNIQUE INDEX token_by_time ON token (created_at, id);

CREATE TABLE signing_key (
  name  text COLLATE "C" PRIMARY KEY,
  value bytea NOT NULL
);
