-- Institutions and programmes; ids are unique within a kind.
CREATE TABLE unit (
  kind        text COLLATE "C" NOT NULL CHECK (kind IN ('institution', 'programme')),
  id          text COLLATE "C" NOT NULL,
  institution text COLLATE "C" NOT NULL,   -- a programme's, '' while unknown
  title_en    text COLLATE "C" NOT NULL,   -- '' where missing, as the other languages
  title_ru    text COLLATE "C" NOT NULL,
  title_kk    text COLLATE "C" NOT NULL,
  group_name  text COLLATE "C" NOT NULL,   -- '' for none
  version     bigint NOT NULL,
  created_at  bigint NOT NULL,
  updated_at  bigint NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX unit_by_institution ON unit (kind, institution, id);
CREATE INDEX unit_by_title_en ON unit (kind, title_en);
CREATE INDEX unit_by_title_ru ON unit (kind, title_ru);
CREATE INDEX unit_by_title_kk ON unit (kind, title_kk);
