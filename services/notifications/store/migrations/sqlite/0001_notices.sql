-- Notices: what is told, to whom, and what became of it. Times are microseconds since 1970 UTC; enums are numbers of
-- tarazy.notifications.v1 (channel, state, role of tarazy.common.v1).

CREATE TABLE topic (
  id         TEXT PRIMARY KEY NOT NULL,
  body       BLOB NOT NULL,                 -- Topic
  changes    INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- Which events a topic tells of.
CREATE TABLE topic_event (
  event TEXT NOT NULL,                      -- "tarazy.accreditation.v1.FindingOpened"
  topic TEXT NOT NULL REFERENCES topic,
  PRIMARY KEY (event, topic)
) STRICT;

CREATE TABLE template (
  id         TEXT NOT NULL,
  version    INTEGER NOT NULL,
  body       BLOB NOT NULL,                 -- Template
  digest     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE recipient (
  id          TEXT PRIMARY KEY NOT NULL,
  role        INTEGER NOT NULL,
  institution TEXT NOT NULL,                -- "institutions/ektu", or empty
  token       TEXT NOT NULL,                -- "tokens/…", or empty
  email       TEXT NOT NULL,                -- in lower case, or empty
  body        BLOB NOT NULL,                -- Recipient
  changes     INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX recipient_audience ON recipient (role, id);
CREATE INDEX recipient_concerned ON recipient (role, institution, id);
CREATE UNIQUE INDEX recipient_token ON recipient (token) WHERE token <> '';

CREATE TABLE subscriber (
  topic     TEXT NOT NULL,
  recipient TEXT NOT NULL REFERENCES recipient,
  PRIMARY KEY (topic, recipient)
) STRICT;

CREATE TABLE endpoint (
  recipient         TEXT PRIMARY KEY NOT NULL REFERENCES recipient,
  url               TEXT NOT NULL,
  sealed_secret     BLOB NOT NULL,          -- under the installation's secret
  sealed_old_secret BLOB,
  old_secret_until  INTEGER,
  state             INTEGER NOT NULL,
  answered_at       INTEGER,                 -- when it last took something, to the minute
  changed_at        INTEGER NOT NULL
) STRICT;

-- Addresses that mail does not reach.
CREATE TABLE suppression (
  address TEXT PRIMARY KEY NOT NULL,        -- in lower case
  reason  TEXT NOT NULL,
  since   INTEGER NOT NULL
) STRICT;

-- What is told once: an event, or a step that follows from one, on a topic.
CREATE TABLE notice (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  event            TEXT NOT NULL,
  step             TEXT NOT NULL,           -- "event", "T-30", "escalation", "digest"
  topic            TEXT NOT NULL,
  content          BLOB NOT NULL,           -- SHA-256 of what was published: the same event is the same notice
  institution      TEXT NOT NULL,
  about            TEXT NOT NULL,
  deadline         TEXT NOT NULL,           -- of a ladder: its name
  generation       INTEGER NOT NULL,            -- of a ladder: how often the deadline had moved
  template         TEXT NOT NULL,
  template_version INTEGER NOT NULL,
  vars             TEXT NOT NULL,           -- the template's variables, JSON
  recipients       TEXT NOT NULL,           -- to these alone, by lines; empty: the topic's audience
  release_at       INTEGER NOT NULL,            -- nobody is told before
  schedule         TEXT NOT NULL,           -- "2027-03-01 09:00 Asia/Almaty", when it was asked for as wall time
  spread_after     TEXT,                    -- the last recipient that has his deliveries; NULL: all have
  cancelled        INTEGER NOT NULL,            -- 1: its reason ceased before it was released
  acknowledge_by   INTEGER,                     -- who has not acknowledged by then is reported; NULL: nobody, or done
  created_at       INTEGER NOT NULL,
  UNIQUE (event, step, topic)
) STRICT;
CREATE INDEX notice_spreading ON notice (release_at, id) WHERE spread_after IS NOT NULL;
CREATE INDEX notice_acknowledge ON notice (acknowledge_by) WHERE acknowledge_by IS NOT NULL;
CREATE INDEX notice_scheduled ON notice (id) WHERE spread_after = '' AND schedule <> '';
CREATE INDEX notice_release ON notice (topic, about, release_at);

-- A notice to one recipient through one channel; never a second one. `next_at` is when a worker looks at it again; NULL:
-- never by itself. Who looks takes a lease: a number of his own, and `next_at` at the lease's end. What he then finds is
-- stored only under that number.
CREATE TABLE delivery (
  id            TEXT PRIMARY KEY NOT NULL,
  notice        INTEGER NOT NULL REFERENCES notice,
  recipient     TEXT NOT NULL REFERENCES recipient,
  channel       INTEGER NOT NULL,
  state         INTEGER NOT NULL,
  next_at       INTEGER,
  lease         INTEGER NOT NULL,               -- 0: nobody's
  attempts      INTEGER NOT NULL,
  first_attempt INTEGER,
  digest        TEXT NOT NULL,              -- of what was rendered
  reason        TEXT NOT NULL,
  gathered_in   TEXT,                       -- the delivery of the digest that it is part of
  receipts      INTEGER NOT NULL,               -- how many there are
  last_receipt  BLOB NOT NULL,              -- the bytes of the last
  created_at    INTEGER NOT NULL,
  changed_at    INTEGER NOT NULL,
  UNIQUE (notice, recipient, channel)
) STRICT;
CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_lease ON delivery (lease) WHERE lease <> 0;
CREATE INDEX delivery_newest ON delivery (created_at, id);
CREATE INDEX delivery_state ON delivery (state, created_at, id, channel);
CREATE INDEX delivery_recipient ON delivery (recipient, created_at, id);
CREATE INDEX delivery_gathered ON delivery (gathered_in) WHERE gathered_in IS NOT NULL;

-- How far each inbox is; its row orders what comes into it.
CREATE TABLE inbox_head (
  recipient  TEXT PRIMARY KEY NOT NULL REFERENCES recipient,
  last       INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX inbox_head_changed ON inbox_head (changed_at);

CREATE TABLE inbox_item (
  recipient       TEXT NOT NULL REFERENCES recipient,
  number          INTEGER NOT NULL,             -- from 1, without gaps
  delivery        TEXT NOT NULL UNIQUE REFERENCES delivery,
  topic           TEXT NOT NULL,
  about           TEXT NOT NULL,
  subject         TEXT NOT NULL,
  content         TEXT NOT NULL,
  acknowledge     INTEGER NOT NULL,             -- 1: it is to be acknowledged
  came_at         INTEGER NOT NULL,
  read_at         INTEGER,
  acknowledged_at INTEGER,
  PRIMARY KEY (recipient, number)
) STRICT;

CREATE TABLE deadline (
  name        TEXT PRIMARY KEY NOT NULL,
  event       TEXT NOT NULL,                -- that told of it last
  sequence    INTEGER NOT NULL,             -- of that event, at its service; 0: it was told by hand
  topic       TEXT NOT NULL,
  institution TEXT NOT NULL,
  about       TEXT NOT NULL,
  day         TEXT NOT NULL,
  clock       TEXT NOT NULL,
  zone        TEXT NOT NULL,
  ended       INTEGER NOT NULL,
  moves       INTEGER NOT NULL,
  vars        TEXT NOT NULL,                -- the variables of its reminders, JSON
  changed_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE ladder_step (
  deadline   TEXT NOT NULL REFERENCES deadline,
  generation INTEGER NOT NULL,                  -- how often the deadline had moved
  step       TEXT NOT NULL,
  fire_at    INTEGER NOT NULL,
  template   TEXT NOT NULL,
  state      INTEGER NOT NULL,
  PRIMARY KEY (deadline, generation, step)
) STRICT;
CREATE INDEX ladder_step_due ON ladder_step (fire_at, deadline, generation, step) WHERE state = 1;
CREATE INDEX ladder_step_waiting ON ladder_step (deadline) WHERE state = 1;

-- Events that were refused for good when they came, until an administrator has them taken in after all.
CREATE TABLE set_aside_event (
  event_id TEXT PRIMARY KEY NOT NULL,
  source   TEXT NOT NULL,
  body     BLOB NOT NULL,                   -- common.v1.Event
  reason   TEXT NOT NULL,                   -- of the last refusal
  time     INTEGER NOT NULL                 -- of the first
) STRICT;
CREATE INDEX set_aside_event_time ON set_aside_event (time, event_id);

-- Reminders to people whom only the service that asks for them knows: how far each is, nothing of whom.
CREATE TABLE reminder_batch (
  batch      TEXT PRIMARY KEY NOT NULL,
  campaign   TEXT NOT NULL,
  strata     TEXT NOT NULL,                 -- by lines
  position   BLOB NOT NULL,                 -- opaque; emptied at the end
  sent       INTEGER NOT NULL,
  failed     INTEGER NOT NULL,
  next_at    INTEGER,                           -- NULL: done
  lease      INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reminder_batch_due ON reminder_batch (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE receipt_block (
  number INTEGER PRIMARY KEY NOT NULL,
  body   BLOB NOT NULL                      -- ReceiptBlock
) STRICT;

CREATE TABLE receipt (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery TEXT NOT NULL,
  number   INTEGER NOT NULL,                    -- from 1, of this delivery
  body     BLOB NOT NULL,                   -- Receipt
  block    INTEGER REFERENCES receipt_block,
  leaf     INTEGER,
  UNIQUE (delivery, number)
) STRICT;
CREATE INDEX receipt_unsealed ON receipt (id) WHERE block IS NULL;
CREATE INDEX receipt_block_leaf ON receipt (block, leaf) WHERE block IS NOT NULL;
