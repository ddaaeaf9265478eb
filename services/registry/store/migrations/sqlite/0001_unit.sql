-- Institutions and programmes; ids are unique within a kind.
CREATE TABLE unit (
  kind        TEXT NOT NULL CHECK (kind IN ('institution', 'programme')),
  id          TEXT NOT NULL,
  institution TEXT NOT NULL,   -- a programme's, '' while unknown
  title_en    TEXT NOT NULL,   -- '' where missing, as the other languages
  title_ru    TEXT NOT NULL,
  title_kk    TEXT NOT NULL,
  group_name  TEXT NOT NULL,   -- '' for none
  version     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
CREATE INDEX unit_by_institution ON unit (kind, institution, id);
CREATE INDEX unit_by_title_en ON unit (kind, title_en);
CREATE INDEX unit_by_title_ru ON unit (kind, title_ru);
CREATE INDEX unit_by_title_kk ON unit (kind, title_kk);
