-- Frameworks and cases. Times are microseconds since 1970 UTC. Framework versions never change. A case is kept
-- in parts (common/record/parts.h): a part is never changed, a later revision closes it and adds another, so
-- that every revision of a case can be put together again.

CREATE TABLE framework_version (
  framework  text COLLATE "C" NOT NULL,
  version    bigint NOT NULL,
  digest     text COLLATE "C" NOT NULL,   -- SHA-256 of the file
  source     bytea NOT NULL,              -- the file
  body       bytea NOT NULL,              -- tarazy.accreditation.v1.Framework
  summary    bytea NOT NULL,              -- the same without standards, crosswalk and rules
  created_at bigint NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  PRIMARY KEY (framework, version),
  UNIQUE (framework, digest)
);

CREATE TABLE accreditation_case (
  id          text COLLATE "C" PRIMARY KEY,
  institution text COLLATE "C" NOT NULL,  -- the bare id
  framework   text COLLATE "C" NOT NULL,
  framework_version bigint NOT NULL,
  state       bigint NOT NULL,            -- tarazy.accreditation.v1.CaseState
  revision    bigint NOT NULL,            -- counts from 1
  header      bytea NOT NULL,             -- the case without its parts
  created_at  bigint NOT NULL,
  updated_at  bigint NOT NULL,
  FOREIGN KEY (framework, framework_version) REFERENCES framework_version (framework, version)
);
CREATE INDEX accreditation_case_institution ON accreditation_case (institution, id);

CREATE TABLE case_revision (
  case_id     text COLLATE "C" NOT NULL REFERENCES accreditation_case,
  revision    bigint NOT NULL,
  recorded_at bigint NOT NULL,
  recorded_by text COLLATE "C" NOT NULL,
  deed        text COLLATE "C" NOT NULL,  -- "import", "advance", "put evaluations" …
  PRIMARY KEY (case_id, revision)
);

CREATE TABLE case_part (
  case_id       text COLLATE "C" NOT NULL REFERENCES accreditation_case,
  field         bigint NOT NULL,
  key           text COLLATE "C" NOT NULL,
  from_revision bigint NOT NULL,
  to_revision   bigint,                   -- the first revision without it; null: the present one has it
  ordinal       bigint NOT NULL,
  bytes         bytea NOT NULL,
  PRIMARY KEY (case_id, field, key, from_revision)
);
CREATE INDEX case_part_present ON case_part (case_id) WHERE to_revision IS NULL;

-- For lists: whose programmes a case holds, and who sits in its commission.
CREATE TABLE case_programme (
  case_id   text COLLATE "C" NOT NULL REFERENCES accreditation_case,
  programme text COLLATE "C" NOT NULL,    -- "programmes/…"
  PRIMARY KEY (case_id, programme)
);
CREATE INDEX case_programme_programme ON case_programme (programme, case_id);

CREATE TABLE case_member (
  case_id text COLLATE "C" NOT NULL REFERENCES accreditation_case,
  token   text COLLATE "C" NOT NULL,
  PRIMARY KEY (case_id, token)
);
CREATE INDEX case_member_token ON case_member (token, case_id);
