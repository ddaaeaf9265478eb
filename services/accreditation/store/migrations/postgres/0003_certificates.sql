-- Certificates and what was done to them. Nothing here is ever updated or deleted: whether a
-- certificate holds on a day is derived from its acts.

CREATE TABLE certificate (
  id         text COLLATE "C" NOT NULL PRIMARY KEY,   -- the number in lower case
  number     text COLLATE "C" NOT NULL UNIQUE,        -- "IAAR-2023-000017"
  agency     text COLLATE "C" NOT NULL,
  year       bigint NOT NULL,            -- of the decision
  serial     bigint NOT NULL,            -- from 1 in each agency's year
  decision   text COLLATE "C" NOT NULL UNIQUE,        -- "decisions/…"
  root       text COLLATE "C" NOT NULL,               -- the grant: the decision itself, or what it extends
  subject    text COLLATE "C" NOT NULL,               -- "programmes/…" or "institutions/…"
  valid_from text COLLATE "C" NOT NULL,               -- "2023-06-01"
  valid_to   text COLLATE "C" NOT NULL,
  document   text COLLATE "C" NOT NULL,               -- signed
  created_at bigint NOT NULL,
  UNIQUE (agency, year, serial)
);
CREATE INDEX certificate_by_root ON certificate (root, id);

CREATE TABLE certificate_act (
  certificate text COLLATE "C" NOT NULL REFERENCES certificate,
  ordinal     bigint NOT NULL,           -- from 0, in the order of recording
  kind        text COLLATE "C" NOT NULL CHECK (kind IN ('revoke', 'suspend', 'reinstate', 'annul', 'restore')),
  from_day    text COLLATE "C" NOT NULL,              -- '' of annul
  to_day      text COLLATE "C" NOT NULL,              -- '' for open
  reason      text COLLATE "C" NOT NULL,
  done_by     text COLLATE "C" NOT NULL,              -- "decisions/…", "appeals/…", '' for a person
  target      text COLLATE "C" NOT NULL,              -- of annul and restore: whose acts
  recorded_at bigint NOT NULL,
  entered_by  text COLLATE "C" NOT NULL,              -- the role and the token
  PRIMARY KEY (certificate, ordinal)
);
CREATE INDEX certificate_act_by_done_by ON certificate_act (done_by, certificate);

-- The public keys that certificates were signed with.
CREATE TABLE signing_key (
  did        text COLLATE "C" NOT NULL PRIMARY KEY,   -- "did:key:z6Mk…"
  first_used bigint NOT NULL
);
