-- The public register. Days are texts "2023-06-10"; times are microseconds since 1970 UTC. Decisions, appeals,
-- acts and changes are only ever added. What a line says is never stored as truth: register_span is an index of
-- what the acts come to, from which searches are answered, and can be made again from register_act.

-- One row: the number and time of the last change. Whoever records a change takes the next number here and
-- holds the row to the end of his transaction, so that the order of commits is the order of numbers and what
-- is rolled back leaves no gap.
CREATE TABLE register_head (
  id          bigint PRIMARY KEY CHECK (id = 1),
  epoch       text COLLATE "C" NOT NULL,   -- tells this register's cursors from those of another
  sequence    bigint NOT NULL,
  recorded_at bigint NOT NULL
);
INSERT INTO register_head (id, epoch, sequence, recorded_at) VALUES (1, replace(gen_random_uuid()::text, '-', ''), 0, 0);

-- A copy of what the registry says, as of the last decision about it.
CREATE TABLE register_subject (
  subject     text COLLATE "C" PRIMARY KEY,    -- "programmes/..." or "institutions/..."
  institution text COLLATE "C" NOT NULL,   -- "institutions/..."
  code        text COLLATE "C" NOT NULL,   -- of programmes, may be ''
  title       text COLLATE "C" NOT NULL
);
CREATE INDEX register_subject_institution ON register_subject (institution, subject);

-- The beginnings of the codes, of 1 to 8 bytes, so that a page of those that begin so is found in its order.
CREATE TABLE register_code_prefix (
  prefix  text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL REFERENCES register_subject,
  PRIMARY KEY (prefix, subject)
);

-- What domain/register reckons with: one row for each decision, each filing and each end of an appeal.
CREATE TABLE register_act (
  sequence    bigint PRIMARY KEY,
  subject     text COLLATE "C" NOT NULL,
  agency      text COLLATE "C" NOT NULL,
  scope       bigint NOT NULL,    -- tarazy.accreditation.v1.ProcedureType
  kind        text COLLATE "C" NOT NULL,   -- "grant", "withdraw", "file_appeal" ...
  id          text COLLATE "C" NOT NULL,   -- "decisions/..." or "appeals/..."
  decided_on  text COLLATE "C" NOT NULL,
  valid_from  text COLLATE "C" NOT NULL,
  valid_to    text COLLATE "C",            -- null: open
  acts_on     text COLLATE "C" NOT NULL,   -- '' where it acts on nothing
  recorded_at bigint NOT NULL
);
CREATE INDEX register_act_line ON register_act (subject, agency, scope, sequence);

CREATE TABLE register_decision (
  name      text COLLATE "C" PRIMARY KEY,      -- "decisions/..."
  sequence  bigint NOT NULL UNIQUE,
  subject   text COLLATE "C" NOT NULL,
  case_name text COLLATE "C" NOT NULL,     -- '' without one
  body      bytea NOT NULL     -- tarazy.accreditation.v1.Decision
);
CREATE INDEX register_decision_subject ON register_decision (subject, sequence);
CREATE INDEX register_decision_case ON register_decision (case_name, sequence) WHERE case_name <> '';

CREATE TABLE register_appeal (
  name     text COLLATE "C" PRIMARY KEY,       -- "appeals/..."
  sequence bigint NOT NULL UNIQUE,
  decision text COLLATE "C" NOT NULL REFERENCES register_decision,
  body     bytea NOT NULL      -- tarazy.accreditation.v1.Appeal, as filed
);
CREATE INDEX register_appeal_decision ON register_appeal (decision);

CREATE TABLE register_appeal_end (
  appeal   text COLLATE "C" PRIMARY KEY REFERENCES register_appeal,
  sequence bigint NOT NULL UNIQUE,
  body     bytea NOT NULL      -- tarazy.accreditation.v1.Appeal, as ended
);

-- The feed.
CREATE TABLE register_change (
  sequence    bigint PRIMARY KEY,
  subject     text COLLATE "C" NOT NULL,
  recorded_at bigint NOT NULL,
  body        bytea NOT NULL   -- tarazy.accreditation.v1.RegisterChange, with the status before and after
);
CREATE INDEX register_change_subject ON register_change (subject, sequence);

-- The stretches of days of one status, as known from known_from up to known_to. Of a row only known_to is ever
-- changed, once, when what is recorded ends it.
CREATE TABLE register_span (
  subject    text COLLATE "C" NOT NULL,
  agency     text COLLATE "C" NOT NULL,
  scope      bigint NOT NULL,
  known_from bigint NOT NULL,
  valid_from text COLLATE "C" NOT NULL,    -- '' : since ever
  valid_to   text COLLATE "C" NOT NULL,    -- 'open' : without an end; sorts after all days
  known_to   bigint NOT NULL,     -- 9223372036854775807: still known
  status     bigint NOT NULL,     -- tarazy.accreditation.v1.RegisterStatus
  meanwhile  bigint NOT NULL,     -- 0 but under appeal
  PRIMARY KEY (subject, agency, scope, known_from, valid_from)
);
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
