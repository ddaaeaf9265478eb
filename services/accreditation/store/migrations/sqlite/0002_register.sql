-- The public register. Days are texts "2023-06-10"; times are microseconds since 1970 UTC. Decisions, appeals,
-- acts and changes are only ever added. What a line says is never stored as truth: register_span is an index of
-- what the acts come to, from which searches are answered, and can be made again from register_act.

-- One row: the number and time of the last change. Whoever records a change takes the next number here and
-- holds the row to the end of his transaction, so that the order of commits is the order of numbers and what
-- is rolled back leaves no gap.
CREATE TABLE register_head (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  epoch       TEXT NOT NULL,   -- tells this register's cursors from those of another
  sequence    INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT;
INSERT INTO register_head (id, epoch, sequence, recorded_at) VALUES (1, lower(hex(randomblob(16))), 0, 0);

-- A copy of what the registry says, as of the last decision about it.
CREATE TABLE register_subject (
  subject     TEXT PRIMARY KEY NOT NULL,    -- "programmes/..." or "institutions/..."
  institution TEXT NOT NULL,   -- "institutions/..."
  code        TEXT NOT NULL,   -- of programmes, may be ''
  title       TEXT NOT NULL
) STRICT;
CREATE INDEX register_subject_institution ON register_subject (institution, subject);

-- The beginnings of the codes, of 1 to 8 bytes, so that a page of those that begin so is found in its order.
CREATE TABLE register_code_prefix (
  prefix  TEXT NOT NULL,
  subject TEXT NOT NULL REFERENCES register_subject,
  PRIMARY KEY (prefix, subject)
) STRICT, WITHOUT ROWID;

-- What domain/register reckons with: one row for each decision, each filing and each end of an appeal.
CREATE TABLE register_act (
  sequence    INTEGER PRIMARY KEY,
  subject     TEXT NOT NULL,
  agency      TEXT NOT NULL,
  scope       INTEGER NOT NULL,    -- tarazy.accreditation.v1.ProcedureType
  kind        TEXT NOT NULL,   -- "grant", "withdraw", "file_appeal" ...
  id          TEXT NOT NULL,   -- "decisions/..." or "appeals/..."
  decided_on  TEXT NOT NULL,
  valid_from  TEXT NOT NULL,
  valid_to    TEXT,            -- null: open
  acts_on     TEXT NOT NULL,   -- '' where it acts on nothing
  recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX register_act_line ON register_act (subject, agency, scope, sequence);

CREATE TABLE register_decision (
  name      TEXT PRIMARY KEY NOT NULL,      -- "decisions/..."
  sequence  INTEGER NOT NULL UNIQUE,
  subject   TEXT NOT NULL,
  case_name TEXT NOT NULL,     -- '' without one
  body      BLOB NOT NULL     -- tarazy.accreditation.v1.Decision
) STRICT;
CREATE INDEX register_decision_subject ON register_decision (subject, sequence);
CREATE INDEX register_decision_case ON register_decision (case_name, sequence) WHERE case_name <> '';

CREATE TABLE register_appeal (
  name     TEXT PRIMARY KEY NOT NULL,       -- "appeals/..."
  sequence INTEGER NOT NULL UNIQUE,
  decision TEXT NOT NULL REFERENCES register_decision,
  body     BLOB NOT NULL      -- tarazy.accreditation.v1.Appeal, as filed
) STRICT;
CREATE INDEX register_appeal_decision ON register_appeal (decision);

CREATE TABLE register_appeal_end (
  appeal   TEXT PRIMARY KEY NOT NULL REFERENCES register_appeal,
  sequence INTEGER NOT NULL UNIQUE,
  body     BLOB NOT NULL      -- tarazy.accreditation.v1.Appeal, as ended
) STRICT;

-- The feed.
CREATE TABLE register_change (
  sequence    INTEGER PRIMARY KEY,
  subject     TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  body        BLOB NOT NULL   -- tarazy.accreditation.v1.RegisterChange, with the status before and after
) STRICT;
CREATE INDEX register_change_subject ON register_change (subject, sequence);

-- The stretches of days of one status, as known from known_from up to known_to. Of a row only known_to is ever
-- changed, once, when what is recorded ends it.
CREATE TABLE register_span (
  subject    TEXT NOT NULL,
  agency     TEXT NOT NULL,
  scope      INTEGER NOT NULL,
  known_from INTEGER NOT NULL,
  valid_from TEXT NOT NULL,    -- '' : since ever
  valid_to   TEXT NOT NULL,    -- 'open' : without an end; sorts after all days
  known_to   INTEGER NOT NULL,     -- 9223372036854775807: still known
  status     INTEGER NOT NULL,     -- tarazy.accreditation.v1.RegisterStatus
  meanwhile  INTEGER NOT NULL,     -- 0 but under appeal
  PRIMARY KEY (subject, agency, scope, known_from, valid_from)
) STRICT, WITHOUT ROWID;
-- Each way into the pages of a search, in the order of the pages and with all that a day and a time of knowledge
-- are compared with, so that only rows of the answer are fetched from the table.
CREATE INDEX register_span_line ON register_span
  (subject, agency, scope, valid_from, valid_to, known_from, known_to);
CREATE INDEX register_span_status ON register_span
  (status, subject, agency, scope, valid_from, valid_to, known_from, known_to);
CREATE INDEX register_span_agency ON register_span
  (agency, subject, scope, valid_from, valid_to, known_from, known_to);
-- For days of which next to nothing is known.
CREATE INDEX register_span_status_from ON register_span (status, valid_from);
