-- Values that are argued about before they count. An import becomes one kind of act; values get
-- origins and more states, units know their institution, editions can be preliminary, and
-- institutions object. Tables are made anew where a CHECK or a reference changes.

CREATE TABLE value_act (
  ranking    TEXT NOT NULL REFERENCES ranking,
  revision   INTEGER NOT NULL,
  kind       TEXT NOT NULL
             CHECK (kind IN ('import', 'submit', 'verify', 'dispute', 'answer', 'settle')),
  origin     TEXT NOT NULL,          -- whose statement: 'institution', 'agency', a declared source
  reason     TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (ranking, revision)
) STRICT;
INSERT INTO value_act (ranking, revision, kind, origin, reason, entered_by, created_at)
  SELECT ranking, revision, 'import', 'agency', '', entered_by, created_at FROM import;

CREATE TABLE new_ranking_unit (
  ranking     TEXT NOT NULL,
  unit        TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'verified')),
  title_en    TEXT NOT NULL,
  title_ru    TEXT NOT NULL,
  title_kk    TEXT NOT NULL,
  group_name  TEXT NOT NULL,
  institution TEXT NOT NULL,         -- '' for a programme whose institution is not known
  PRIMARY KEY (ranking, unit, revision),
  FOREIGN KEY (ranking, revision) REFERENCES value_act
) STRICT, WITHOUT ROWID;
INSERT INTO new_ranking_unit (ranking, unit, revision, state, title_en, title_ru, title_kk,
                              group_name, institution)
  SELECT u.ranking, u.unit, u.revision, u.state, u.title_en, u.title_ru, u.title_kk, u.group_name,
         CASE r.unit_kind WHEN 'institution' THEN u.unit ELSE '' END
  FROM ranking_unit u JOIN ranking r ON r.id = u.ranking;
DROP TABLE ranking_unit;
ALTER TABLE new_ranking_unit RENAME TO ranking_unit;
CREATE INDEX ranking_unit_by_institution ON ranking_unit (ranking, institution, unit);

CREATE TABLE new_value_version (
  ranking        TEXT NOT NULL,
  unit           TEXT NOT NULL,
  variable       TEXT NOT NULL,
  revision       INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'verified', 'disputed',
                                                'answered', 'rejected')),
  value          REAL,               -- NULL: this version says that there is none
  source         TEXT NOT NULL,
  evidence       TEXT NOT NULL,
  base           REAL,
  standard_error REAL,
  PRIMARY KEY (ranking, unit, variable, revision),
  FOREIGN KEY (ranking, revision) REFERENCES value_act
) STRICT, WITHOUT ROWID;
INSERT INTO new_value_version (ranking, unit, variable, revision, state, value, source, evidence,
                               base, standard_error)
  SELECT ranking, unit, variable, revision, state, value, source, evidence, base, standard_error
  FROM value_version;
DROP TABLE value_version;
ALTER TABLE new_value_version RENAME TO value_version;
DROP TABLE import;

ALTER TABLE ranking ADD COLUMN previous TEXT NOT NULL DEFAULT '';  -- the cycle before, '' for none

CREATE TABLE new_edition (
  ranking          TEXT NOT NULL REFERENCES ranking,
  number           INTEGER NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('draft', 'preliminary', 'published', 'superseded',
                                                  'withdrawn')),
  digest           TEXT NOT NULL,    -- hex SHA-256 of inputs, methodology and engine
  result_digest    TEXT NOT NULL,    -- hex SHA-256 of every figure
  engine_version   TEXT NOT NULL,
  revision         INTEGER NOT NULL, -- computed from the values as of this act
  units            INTEGER NOT NULL,
  excluded         INTEGER NOT NULL,
  erratum          TEXT NOT NULL,
  version          INTEGER NOT NULL, -- the etag
  created_at       INTEGER NOT NULL,
  published_at     INTEGER,
  embargo_until    INTEGER,
  withdrawn_at     INTEGER,
  objections_until INTEGER,
  computed_by      TEXT NOT NULL,
  published_by     TEXT NOT NULL,
  PRIMARY KEY (ranking, number)
) STRICT;
INSERT INTO new_edition (ranking, number, state, digest, result_digest, engine_version, revision,
                         units, excluded, erratum, version, created_at, published_at, embargo_until,
                         withdrawn_at, objections_until, computed_by, published_by)
  SELECT ranking, number, state, digest, result_digest, engine_version, revision, units, excluded,
         erratum, version, created_at, published_at, embargo_until, withdrawn_at, NULL, '', ''
  FROM edition;
DROP TABLE edition;
ALTER TABLE new_edition RENAME TO edition;

-- An institution's objection to its preliminary result.
CREATE TABLE objection (
  ranking     TEXT NOT NULL,
  number      INTEGER NOT NULL,
  ordinal     INTEGER NOT NULL,
  unit        TEXT NOT NULL,
  institution TEXT NOT NULL,
  reason      TEXT NOT NULL,
  evidence    TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
  resolution  TEXT NOT NULL,
  created_by  TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  resolved_by TEXT NOT NULL,
  resolved_at INTEGER,
  PRIMARY KEY (ranking, number, ordinal),
  FOREIGN KEY (ranking, number) REFERENCES edition
) STRICT;
