-- Values that are argued about before they count. An import becomes one kind of act; values get
-- origins and more states, units know their institution, editions can be preliminary, and
-- institutions object.

ALTER TABLE import RENAME TO value_act;
ALTER TABLE value_act DROP COLUMN state;
ALTER TABLE value_act ADD COLUMN kind TEXT NOT NULL DEFAULT 'import'
  CHECK (kind IN ('import', 'submit', 'verify', 'dispute', 'answer', 'settle'));
ALTER TABLE value_act ALTER COLUMN kind DROP DEFAULT;
-- Whose statement: 'institution', 'agency', a declared source.
ALTER TABLE value_act ADD COLUMN origin text COLLATE "C" NOT NULL DEFAULT 'agency';
ALTER TABLE value_act ALTER COLUMN origin DROP DEFAULT;
ALTER TABLE value_act ADD COLUMN reason text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE value_act ALTER COLUMN reason DROP DEFAULT;

-- '' for a programme whose institution is not known.
ALTER TABLE ranking_unit ADD COLUMN institution text COLLATE "C" NOT NULL DEFAULT '';
UPDATE ranking_unit u SET institution = u.unit FROM ranking r
  WHERE r.id = u.ranking AND r.unit_kind = 'institution';
ALTER TABLE ranking_unit ALTER COLUMN institution DROP DEFAULT;
CREATE INDEX ranking_unit_by_institution ON ranking_unit (ranking, institution, unit);

ALTER TABLE value_version DROP CONSTRAINT value_version_state_check;
ALTER TABLE value_version ADD CONSTRAINT value_version_state_check
  CHECK (state IN ('draft', 'submitted', 'verified', 'disputed', 'answered', 'rejected'));

-- The cycle before, '' for none.
ALTER TABLE ranking ADD COLUMN previous text COLLATE "C" NOT NULL DEFAULT '';

ALTER TABLE edition DROP CONSTRAINT edition_state_check;
ALTER TABLE edition ADD CONSTRAINT edition_state_check
  CHECK (state IN ('draft', 'preliminary', 'published', 'superseded', 'withdrawn'));
ALTER TABLE edition ADD COLUMN objections_until bigint;
ALTER TABLE edition ADD COLUMN computed_by text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE edition ADD COLUMN published_by text COLLATE "C" NOT NULL DEFAULT '';

-- An institution's objection to its preliminary result.
CREATE TABLE objection (
  ranking     text COLLATE "C" NOT NULL,
  number      bigint NOT NULL,
  ordinal     bigint NOT NULL,
  unit        text COLLATE "C" NOT NULL,
  institution text COLLATE "C" NOT NULL,
  reason      text COLLATE "C" NOT NULL,
  evidence    text COLLATE "C" NOT NULL,
  state       text COLLATE "C" NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
  resolution  text COLLATE "C" NOT NULL,
  created_by  text COLLATE "C" NOT NULL,
  created_at  bigint NOT NULL,
  resolved_by text COLLATE "C" NOT NULL,
  resolved_at bigint,
  PRIMARY KEY (ranking, number, ordinal),
  FOREIGN KEY (ranking, number) REFERENCES edition
);
