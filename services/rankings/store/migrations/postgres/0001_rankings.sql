-- Methodologies, rankings, their values and editions. Times are microseconds since 1970 UTC.
-- Nothing here is ever deleted; methodology_version, ranking_unit, import, value_version and the
-- edition_* tables are never updated either.

CREATE TABLE methodology_version (
  methodology    text COLLATE "C" NOT NULL,
  version        bigint NOT NULL,
  unit_kind      text COLLATE "C" NOT NULL CHECK (unit_kind IN ('institution', 'programme')),
  title_en       text COLLATE "C" NOT NULL,
  title_ru       text COLLATE "C" NOT NULL,
  title_kk       text COLLATE "C" NOT NULL,
  indicators     bigint NOT NULL,
  leaves         bigint NOT NULL,
  variables      bigint NOT NULL,
  source         text COLLATE "C" NOT NULL,      -- the YAML file
  canonical_json text COLLATE "C" NOT NULL,
  created_at     bigint NOT NULL,
  PRIMARY KEY (methodology, version)
);

CREATE TABLE methodology_finding (
  methodology  text COLLATE "C" NOT NULL,
  version      bigint NOT NULL,
  ordinal      bigint NOT NULL,
  severity     text COLLATE "C" NOT NULL,
  rule         text COLLATE "C" NOT NULL,
  node         text COLLATE "C" NOT NULL,
  message      text COLLATE "C" NOT NULL,
  acknowledged bigint NOT NULL,
  reason       text COLLATE "C" NOT NULL,
  PRIMARY KEY (methodology, version, ordinal),
  FOREIGN KEY (methodology, version) REFERENCES methodology_version
);

CREATE TABLE ranking (
  id                  text COLLATE "C" PRIMARY KEY,
  methodology         text COLLATE "C" NOT NULL,
  methodology_version bigint NOT NULL,
  unit_kind           text COLLATE "C" NOT NULL,
  year                bigint NOT NULL,
  revision            bigint NOT NULL,  -- the last import
  published_edition   bigint NOT NULL,  -- 0 for none
  created_at          bigint NOT NULL,
  FOREIGN KEY (methodology, methodology_version) REFERENCES methodology_version
);

-- One row per import; everything that it brought carries its revision.
CREATE TABLE import (
  ranking    text COLLATE "C" NOT NULL REFERENCES ranking,
  revision   bigint NOT NULL,
  state      text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'submitted', 'verified')),
  entered_by text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (ranking, revision)
);

-- What a unit was called and where it was grouped, version by version.
CREATE TABLE ranking_unit (
  ranking    text COLLATE "C" NOT NULL,
  unit       text COLLATE "C" NOT NULL,
  revision   bigint NOT NULL,
  state      text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'submitted', 'verified')),
  title_en   text COLLATE "C" NOT NULL,
  title_ru   text COLLATE "C" NOT NULL,
  title_kk   text COLLATE "C" NOT NULL,
  group_name text COLLATE "C" NOT NULL,
  PRIMARY KEY (ranking, unit, revision),
  FOREIGN KEY (ranking, revision) REFERENCES import
);

-- A cell's versions; the newest verified one as of an edition's revision is what it computed with.
CREATE TABLE value_version (
  ranking        text COLLATE "C" NOT NULL,
  unit           text COLLATE "C" NOT NULL,
  variable       text COLLATE "C" NOT NULL,
  revision       bigint NOT NULL,
  state          text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'submitted', 'verified')),
  value          double precision,               -- NULL: this version says that there is none
  source         text COLLATE "C" NOT NULL,
  evidence       text COLLATE "C" NOT NULL,
  base           double precision,
  standard_error double precision,
  PRIMARY KEY (ranking, unit, variable, revision),
  FOREIGN KEY (ranking, revision) REFERENCES import
);

CREATE TABLE edition (
  ranking        text COLLATE "C" NOT NULL REFERENCES ranking,
  number         bigint NOT NULL,
  state          text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'published', 'superseded', 'withdrawn')),
  digest         text COLLATE "C" NOT NULL,      -- hex SHA-256 of inputs, methodology and engine
  result_digest  text COLLATE "C" NOT NULL,      -- hex SHA-256 of every figure
  engine_version text COLLATE "C" NOT NULL,
  revision       bigint NOT NULL,   -- computed from the values as of this import
  units          bigint NOT NULL,
  excluded       bigint NOT NULL,
  erratum        text COLLATE "C" NOT NULL,
  version        bigint NOT NULL,   -- the etag
  created_at     bigint NOT NULL,
  published_at   bigint,
  embargo_until  bigint,
  withdrawn_at   bigint,
  PRIMARY KEY (ranking, number)
);

CREATE TABLE edition_finding (
  ranking  text COLLATE "C" NOT NULL,
  number   bigint NOT NULL,
  ordinal  bigint NOT NULL,
  severity text COLLATE "C" NOT NULL,
  rule     text COLLATE "C" NOT NULL,
  node     text COLLATE "C" NOT NULL,
  unit     text COLLATE "C" NOT NULL,
  message  text COLLATE "C" NOT NULL,
  PRIMARY KEY (ranking, number, ordinal),
  FOREIGN KEY (ranking, number) REFERENCES edition
);

-- The indicators as this edition had them, in tree order.
CREATE TABLE edition_indicator (
  ranking    text COLLATE "C" NOT NULL,
  number     bigint NOT NULL,
  node       bigint NOT NULL,
  code       text COLLATE "C" NOT NULL,
  depth      bigint NOT NULL,
  title_en   text COLLATE "C" NOT NULL,
  title_ru   text COLLATE "C" NOT NULL,
  title_kk   text COLLATE "C" NOT NULL,
  max_points double precision NOT NULL,
  PRIMARY KEY (ranking, number, node),
  FOREIGN KEY (ranking, number) REFERENCES edition
);

-- The table's lines in their order, then the excluded units.
CREATE TABLE edition_unit (
  ranking    text COLLATE "C" NOT NULL,
  number     bigint NOT NULL,
  position   bigint NOT NULL,
  unit       text COLLATE "C" NOT NULL,
  title_en   text COLLATE "C" NOT NULL,
  title_ru   text COLLATE "C" NOT NULL,
  title_kk   text COLLATE "C" NOT NULL,
  group_name text COLLATE "C" NOT NULL,
  standing   text COLLATE "C" NOT NULL CHECK (standing IN ('ranked', 'unranked', 'excluded')),
  place      bigint,                -- the rank; NULL when not ranked
  score      text COLLATE "C" NOT NULL,          -- as published; '' when excluded
  exact      double precision,                   -- before rounding; NULL when excluded
  reason     text COLLATE "C" NOT NULL,          -- why it is not ranked
  PRIMARY KEY (ranking, number, position),
  UNIQUE (ranking, number, unit),
  FOREIGN KEY (ranking, number) REFERENCES edition
);
CREATE INDEX edition_unit_by_group ON edition_unit (ranking, number, group_name, position);

CREATE TABLE edition_score (
  ranking      text COLLATE "C" NOT NULL,
  number       bigint NOT NULL,
  unit         text COLLATE "C" NOT NULL,
  node         bigint NOT NULL,
  value        double precision,                 -- a leaf's x
  normalised   double precision,
  points       double precision,                 -- the node's value; NULL when missing
  contribution text COLLATE "C" NOT NULL,        -- to the published score
  place        bigint,
  PRIMARY KEY (ranking, number, unit, node),
  FOREIGN KEY (ranking, number) REFERENCES edition
);
