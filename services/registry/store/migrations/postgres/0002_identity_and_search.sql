-- Identity and history of institutions and programmes, and the words by which they are found. Dates
-- are texts, 'YYYY-MM-DD', '' where there is none. A unit without a row in institution_detail or
-- programme_detail is one of which nothing more is known.
ALTER TABLE unit ADD COLUMN code text COLLATE "C" NOT NULL DEFAULT '';   -- a programme's, '' for none
ALTER TABLE unit ADD COLUMN level text COLLATE "C" NOT NULL DEFAULT '';  -- a programme's, '' while unknown
ALTER TABLE unit ADD COLUMN words text COLLATE "C" NOT NULL DEFAULT '';  -- ' word word': those of unit_word
-- The version of which `words` are; 0 for none. What another program changed is behind.
ALTER TABLE unit ADD COLUMN words_version bigint NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX unit_by_institution_and_code ON unit (institution, code) WHERE code <> '';
CREATE INDEX unit_by_code ON unit (code, id) WHERE code <> '';
CREATE INDEX unit_behind ON unit (kind, id) WHERE words_version <> version;

CREATE TABLE unit_word (
  kind text COLLATE "C" NOT NULL,
  word text COLLATE "C" NOT NULL,   -- as SpellingWords gives it
  id   text COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, word, id)
);

CREATE TABLE unit_name (
  kind       text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  valid_from text COLLATE "C" NOT NULL,
  valid_to   text COLLATE "C" NOT NULL,
  title_en   text COLLATE "C" NOT NULL,
  title_ru   text COLLATE "C" NOT NULL,
  title_kk   text COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, id, valid_from)   -- no two names at once
);

CREATE TABLE institution_detail (
  id          text COLLATE "C" NOT NULL PRIMARY KEY,
  bin         text COLLATE "C" NOT NULL,
  city        text COLLATE "C" NOT NULL,
  country     text COLLATE "C" NOT NULL,
  legal_form  text COLLATE "C" NOT NULL,
  web_address text COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX institution_by_bin ON institution_detail (bin) WHERE bin <> '';

CREATE TABLE licence (
  institution text COLLATE "C" NOT NULL,
  position    bigint NOT NULL,   -- 0, 1, 2 …: their order
  number      text COLLATE "C" NOT NULL,
  number_key  text COLLATE "C" NOT NULL,      -- as LicenceKey gives it
  issued_on   text COLLATE "C" NOT NULL,
  issuer      text COLLATE "C" NOT NULL,
  valid_from  text COLLATE "C" NOT NULL,
  valid_to    text COLLATE "C" NOT NULL,
  scope       text COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, position)
);
CREATE INDEX licence_by_number ON licence (number_key);

CREATE TABLE institution_relation (
  institution  text COLLATE "C" NOT NULL,   -- that ended, or was spun off
  kind         text COLLATE "C" NOT NULL
    CHECK (kind IN ('merged_into', 'succeeded_by', 'spun_off_from', 'renamed_to')),
  other        text COLLATE "C" NOT NULL,
  effective_on text COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, kind, other)
);
CREATE INDEX institution_relation_by_other ON institution_relation (other, kind);

CREATE TABLE programme_detail (
  id              text COLLATE "C" NOT NULL PRIMARY KEY,
  duration_months bigint NOT NULL,   -- 0 while unknown
  languages       text COLLATE "C" NOT NULL       -- 'kk,ru,en'
);

CREATE TABLE programme_ects (
  programme   text COLLATE "C" NOT NULL,
  approved_on text COLLATE "C" NOT NULL,
  ects        bigint NOT NULL,
  PRIMARY KEY (programme, approved_on)
);

CREATE TABLE programme_partner (
  programme        text COLLATE "C" NOT NULL,
  position         bigint NOT NULL,   -- 0, 1, 2 …: their order
  institution      text COLLATE "C" NOT NULL,      -- '' for one that is not registered
  external_name    text COLLATE "C" NOT NULL,
  code             text COLLATE "C" NOT NULL,
  title_en         text COLLATE "C" NOT NULL,
  title_ru         text COLLATE "C" NOT NULL,
  title_kk         text COLLATE "C" NOT NULL,
  agreement_number text COLLATE "C" NOT NULL,
  agreement_on     text COLLATE "C" NOT NULL,
  PRIMARY KEY (programme, position)
);

CREATE TABLE programme_old_code (
  programme   text COLLATE "C" NOT NULL,
  position    bigint NOT NULL,   -- 0, 1, 2 …: their order
  code        text COLLATE "C" NOT NULL,
  replaced_on text COLLATE "C" NOT NULL,
  PRIMARY KEY (programme, position)
);
CREATE INDEX programme_old_code_by_code ON programme_old_code (code, programme);
