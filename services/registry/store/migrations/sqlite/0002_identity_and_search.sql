-- Identity and history of institutions and programmes, and the words by which they are found. Dates
-- are texts, 'YYYY-MM-DD', '' where there is none. A unit without a row in institution_detail or
-- programme_detail is one of which nothing more is known.
ALTER TABLE unit ADD COLUMN code TEXT NOT NULL DEFAULT '';   -- a programme's, '' for none
ALTER TABLE unit ADD COLUMN level TEXT NOT NULL DEFAULT '';  -- a programme's, '' while unknown
ALTER TABLE unit ADD COLUMN words TEXT NOT NULL DEFAULT '';  -- ' word word': those of unit_word
-- The version of which `words` are; 0 for none. What another program changed is behind.
ALTER TABLE unit ADD COLUMN words_version INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX unit_by_institution_and_code ON unit (institution, code) WHERE code <> '';
CREATE INDEX unit_by_code ON unit (code, id) WHERE code <> '';
CREATE INDEX unit_behind ON unit (kind, id) WHERE words_version <> version;

CREATE TABLE unit_word (
  kind TEXT NOT NULL,
  word TEXT NOT NULL,   -- as SpellingWords gives it
  id   TEXT NOT NULL,
  PRIMARY KEY (kind, word, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit_name (
  kind       TEXT NOT NULL,
  id         TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to   TEXT NOT NULL,
  title_en   TEXT NOT NULL,
  title_ru   TEXT NOT NULL,
  title_kk   TEXT NOT NULL,
  PRIMARY KEY (kind, id, valid_from)   -- no two names at once
) STRICT, WITHOUT ROWID;

CREATE TABLE institution_detail (
  id          TEXT NOT NULL PRIMARY KEY,
  bin         TEXT NOT NULL,
  city        TEXT NOT NULL,
  country     TEXT NOT NULL,
  legal_form  TEXT NOT NULL,
  web_address TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX institution_by_bin ON institution_detail (bin) WHERE bin <> '';

CREATE TABLE licence (
  institution TEXT NOT NULL,
  position    INTEGER NOT NULL,   -- 0, 1, 2 …: their order
  number      TEXT NOT NULL,
  number_key  TEXT NOT NULL,      -- as LicenceKey gives it
  issued_on   TEXT NOT NULL,
  issuer      TEXT NOT NULL,
  valid_from  TEXT NOT NULL,
  valid_to    TEXT NOT NULL,
  scope       TEXT NOT NULL,
  PRIMARY KEY (institution, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX licence_by_number ON licence (number_key);

CREATE TABLE institution_relation (
  institution  TEXT NOT NULL,   -- that ended, or was spun off
  kind         TEXT NOT NULL
    CHECK (kind IN ('merged_into', 'succeeded_by', 'spun_off_from', 'renamed_to')),
  other        TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  PRIMARY KEY (institution, kind, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX institution_relation_by_other ON institution_relation (other, kind);

CREATE TABLE programme_detail (
  id              TEXT NOT NULL PRIMARY KEY,
  duration_months INTEGER NOT NULL,   -- 0 while unknown
  languages       TEXT NOT NULL       -- 'kk,ru,en'
) STRICT, WITHOUT ROWID;

CREATE TABLE programme_ects (
  programme   TEXT NOT NULL,
  approved_on TEXT NOT NULL,
  ects        INTEGER NOT NULL,
  PRIMARY KEY (programme, approved_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE programme_partner (
  programme        TEXT NOT NULL,
  position         INTEGER NOT NULL,   -- 0, 1, 2 …: their order
  institution      TEXT NOT NULL,      -- '' for one that is not registered
  external_name    TEXT NOT NULL,
  code             TEXT NOT NULL,
  title_en         TEXT NOT NULL,
  title_ru         TEXT NOT NULL,
  title_kk         TEXT NOT NULL,
  agreement_number TEXT NOT NULL,
  agreement_on     TEXT NOT NULL,
  PRIMARY KEY (programme, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE programme_old_code (
  programme   TEXT NOT NULL,
  position    INTEGER NOT NULL,   -- 0, 1, 2 …: their order
  code        TEXT NOT NULL,
  replaced_on TEXT NOT NULL,
  PRIMARY KEY (programme, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX programme_old_code_by_code ON programme_old_code (code, programme);
