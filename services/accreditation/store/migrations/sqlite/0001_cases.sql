-- Frameworks and cases. Times are microseconds since 1970 UTC. Framework versions never change. A case is kept
-- in parts (common/record/parts.h): a part is never changed, a later revision closes it and adds another, so
-- that every revision of a case can be put together again.

CREATE TABLE framework_version (
  framework  TEXT NOT NULL,
  version    INTEGER NOT NULL,
  digest     TEXT NOT NULL,   -- SHA-256 of the file
  source     BLOB NOT NULL,              -- the file
  body       BLOB NOT NULL,              -- tarazy.accreditation.v1.Framework
  summary    BLOB NOT NULL,              -- the same without standards, crosswalk and rules
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (framework, version),
  UNIQUE (framework, digest)
) STRICT;

CREATE TABLE accreditation_case (
  id          TEXT PRIMARY KEY NOT NULL,
  institution TEXT NOT NULL,  -- the bare id
  framework   TEXT NOT NULL,
  framework_version INTEGER NOT NULL,
  state       INTEGER NOT NULL,            -- tarazy.accreditation.v1.CaseState
  revision    INTEGER NOT NULL,            -- counts from 1
  header      BLOB NOT NULL,             -- the case without its parts
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  FOREIGN KEY (framework, framework_version) REFERENCES framework_version (framework, version)
) STRICT;
CREATE INDEX accreditation_case_institution ON accreditation_case (institution, id);

CREATE TABLE case_revision (
  case_id     TEXT NOT NULL REFERENCES accreditation_case,
  revision    INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  deed        TEXT NOT NULL,  -- "import", "advance", "put evaluations" …
  PRIMARY KEY (case_id, revision)
) STRICT;

CREATE TABLE case_part (
  case_id       TEXT NOT NULL REFERENCES accreditation_case,
  field         INTEGER NOT NULL,
  key           TEXT NOT NULL,
  from_revision INTEGER NOT NULL,
  to_revision   INTEGER,                   -- the first revision without it; null: the present one has it
  ordinal       INTEGER NOT NULL,
  bytes         BLOB NOT NULL,
  PRIMARY KEY (case_id, field, key, from_revision)
) STRICT;
CREATE INDEX case_part_present ON case_part (case_id) WHERE to_revision IS NULL;

-- For lists: whose programmes a case holds, and who sits in its commission.
CREATE TABLE case_programme (
  case_id   TEXT NOT NULL REFERENCES accreditation_case,
  programme TEXT NOT NULL,    -- "programmes/…"
  PRIMARY KEY (case_id, programme)
) STRICT;
CREATE INDEX case_programme_programme ON case_programme (programme, case_id);

CREATE TABLE case_member (
  case_id TEXT NOT NULL REFERENCES accreditation_case,
  token   TEXT NOT NULL,
  PRIMARY KEY (case_id, token)
) STRICT;
CREATE INDEX case_member_token ON case_member (token, case_id);
