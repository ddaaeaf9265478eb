-- Methodologies, rankings, their values and editions. Times are microseconds since 1970 UTC.
-- Nothing here is ever deleted; methodology_version, ranking_unit, import, value_version and the
-- edition_* tables are never updated either.

CREATE TABLE methodology_version (
  methodology    TEXT NOT NULL,
  version        INTEGER NOT NULL,
  unit_kind      TEXT NOT NULL CHECK (unit_kind IN ('institution', 'programme')),
  title_en       TEXT NOT NULL,
  title_ru       TEXT NOT NULL,
  title_kk       TEXT NOT NULL,
  indicators     INTEGER NOT NULL,
  leaves         INTEGER NOT NULL,
  variables      INTEGER NOT NULL,
  source         TEXT NOT NULL,      -- the YAML file
  canonical_json TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  PRIMARY KEY (methodology, version)
) STRICT;

CREATE TABLE methodology_finding (
  methodology  TEXT NOT NULL,
  version      INTEGER NOT NULL,
  ordinal      INTEGER NOT NULL,
  severity     TEXT NOT NULL,
  rule         TEXT NOT NULL,
  node         TEXT NOT NULL,
  message      TEXT NOT NULL,
  acknowledged INTEGER NOT NULL,
  reason       TEXT NOT NULL,
  PRIMARY KEY (methodology, version, ordinal),
  FOREIGN KEY (methodology, version) REFERENCES methodology_version
) STRICT;

CREATE TABLE ranking (
  id                  TEXT PRIMARY KEY NOT NULL,
  methodology         TEXT NOT NULL,
  methodology_version INTEGER NOT NULL,
  unit_kind           TEXT NOT NULL,
  year                INTEGER NOT NULL,
  revision            INTEGER NOT NULL,  -- the last import
  published_edition   INTEGER NOT NULL,  -- 0 for none
  created_at          INTEGER NOT NULL,
  FOREIGN KEY (methodology, methodology_version) REFERENCES methodology_version
) STRICT;

-- One row per import; everything that it brought carries its revision.
CREATE TABLE import (
  ranking    TEXT NOT NULL REFERENCES ranking,
  revision   INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'verified')),
  entered_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (ranking, revision)
) STRICT;

-- What a unit was called and where it was grouped, version by version.
CREATE TABLE ranking_unit (
  ranking    TEXT NOT NULL,
  unit       TEXT NOT NULL,
  revision   INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'verified')),
  title_en   TEXT NOT NULL,
  title_ru   TEXT NOT NULL,
  title_kk   TEXT NOT NULL,
  group_name TEXT NOT NULL,
  PRIMARY KEY (ranking, unit, revision),
  FOREIGN KEY (ranking, revision) REFERENCES import
) STRICT, WITHOUT ROWID;

-- A cell's versions; the newest verified one as of an edition's revision is what it computed with.
CREATE TABLE value_version (
  ranking        TEXT NOT NULL,
  unit           TEXT NOT NULL,
  variable       TEXT NOT NULL,
  revision       INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'verified')),
  value          REAL,               -- NULL: this version says that there is none
  source         TEXT NOT NULL,
  evidence       TEXT NOT NULL,
  base           REAL,
  standard_error REAL,
  PRIMARY KEY (ranking, unit, variable, revision),
  FOREIGN KEY (ranking, revision) REFERENCES import
) STRICT, WITHOUT ROWID;

CREATE TABLE edition (
  ranking        TEXT NOT NULL REFERENCES ranking,
  number         INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('draft', 'published', 'superseded', 'withdrawn')),
  digest         TEXT NOT NULL,      -- hex SHA-256 of inputs, methodology and engine
  result_digest  TEXT NOT NULL,      -- hex SHA-256 of every figure
  engine_version TEXT NOT NULL,
  revision       INTEGER NOT NULL,   -- computed from the values as of this import
  units          INTEGER NOT NULL,
  excluded       INTEGER NOT NULL,
  erratum        TEXT NOT NULL,
  version        INTEGER NOT NULL,   -- the etag
  created_at     INTEGER NOT NULL,
  published_at   INTEGER,
  embargo_until  INTEGER,
  withdrawn_at   INTEGER,
  PRIMARY KEY (ranking, number)
) STRICT;

CREATE TABLE edition_finding (
  ranking  TEXT NOT NULL,
  number   INTEGER NOT NULL,
  ordinal  INTEGER NOT NULL,
  severity TEXT NOT NULL,
  rule     TEXT NOT NULL,
  node     TEXT NOT NULL,
  unit     TEXT NOT NULL,
  message  TEXT NOT NULL,
  PRIMARY KEY (ranking, number, ordinal),
  FOREIGN KEY (ranking, number) REFERENCES edition
) STRICT, WITHOUT ROWID;

-- The indicators as this edition had them, in tree order.
CREATE TABLE edition_indicator (
  ranking    TEXT NOT NULL,
  number     INTEGER NOT NULL,
  node       INTEGER NOT NULL,
  code       TEXT NOT NULL,
  depth      INTEGER NOT NULL,
  title_en   TEXT NOT NULL,
  title_ru   TEXT NOT NULL,
  title_kk   TEXT NOT NULL,
  max_points REAL NOT NULL,
  PRIMARY KEY (ranking, number, node),
  FOREIGN KEY (ranking, number) REFERENCES edition
) STRICT, WITHOUT ROWID;

-- The table's lines in their order, then the excluded units.
CREATE TABLE edition_unit (
  ranking    TEXT NOT NULL,
  number     INTEGER NOT NULL,
  position   INTEGER NOT NULL,
  unit       TEXT NOT NULL,
  title_en   TEXT NOT NULL,
  title_ru   TEXT NOT NULL,
  title_kk   TEXT NOT NULL,
  group_name TEXT NOT NULL,
  standing   TEXT NOT NULL CHECK (standing IN ('ranked', 'unranked', 'excluded')),
  place      INTEGER,                -- the rank; NULL when not ranked
  score      TEXT NOT NULL,          -- as published; '' when excluded
  exact      REAL,                   -- before rounding; NULL when excluded
  reason     TEXT NOT NULL,          -- why it is not ranked
  PRIMARY KEY (ranking, number, position),
  UNIQUE (ranking, number, unit),
  FOREIGN KEY (ranking, number) REFERENCES edition
) STRICT, WITHOUT ROWID;
CREATE INDEX edition_unit_by_group ON edition_unit (ranking, number, group_name, position);

CREATE TABLE edition_score (
  ranking      TEXT NOT NULL,
  number       INTEGER NOT NULL,
  unit         TEXT NOT NULL,
  node         INTEGER NOT NULL,
  value        REAL,                 -- a leaf's x
  normalised   REAL,
  points       REAL,                 -- the node's value; NULL when missing
  contribution TEXT NOT NULL,        -- to the published score
  place        INTEGER,
  PRIMARY KEY (ranking, number, unit, node),
  FOREIGN KEY (ranking, number) REFERENCES edition
) STRICT, WITHOUT ROWID;
