-- Certificates and what was done to them. Nothing here is ever updated or deleted: whether a
-- certificate holds on a day is derived from its acts.

CREATE TABLE certificate (
  id         TEXT NOT NULL PRIMARY KEY,   -- the number in lower case
  number     TEXT NOT NULL UNIQUE,        -- "IAAR-2023-000017"
  agency     TEXT NOT NULL,
  year       INTEGER NOT NULL,            -- of the decision
  serial     INTEGER NOT NULL,            -- from 1 in each agency's year
  decision   TEXT NOT NULL UNIQUE,        -- "decisions/…"
  root       TEXT NOT NULL,               -- the grant: the decision itself, or what it extends
  subject    TEXT NOT NULL,               -- "programmes/…" or "institutions/…"
  valid_from TEXT NOT NULL,               -- "2023-06-01"
  valid_to   TEXT NOT NULL,
  document   TEXT NOT NULL,               -- signed
  created_at INTEGER NOT NULL,
  UNIQUE (agency, year, serial)
) STRICT;
CREATE INDEX certificate_by_root ON certificate (root, id);

CREATE TABLE certificate_act (
  certificate TEXT NOT NULL REFERENCES certificate,
  ordinal     INTEGER NOT NULL,           -- from 0, in the order of recording
  kind        TEXT NOT NULL CHECK (kind IN ('revoke', 'suspend', 'reinstate', 'annul', 'restore')),
  from_day    TEXT NOT NULL,              -- '' of annul
  to_day      TEXT NOT NULL,              -- '' for open
  reason      TEXT NOT NULL,
  done_by     TEXT NOT NULL,              -- "decisions/…", "appeals/…", '' for a person
  target      TEXT NOT NULL,              -- of annul and restore: whose acts
  recorded_at INTEGER NOT NULL,
  entered_by  TEXT NOT NULL,              -- the role and the token
  PRIMARY KEY (certificate, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_act_by_done_by ON certificate_act (done_by, certificate);

-- The public keys that certificates were signed with.
CREATE TABLE signing_key (
  did        TEXT NOT NULL PRIMARY KEY,   -- "did:key:z6Mk…"
  first_used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
