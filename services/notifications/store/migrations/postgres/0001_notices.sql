-- Notices: what is told, to whom, and what became of it. Times are microseconds since 1970 UTC; enums are numbers of
-- tarazy.notifications.v1 (channel, state, role of tarazy.common.v1).

CREATE TABLE topic (
  id         text COLLATE "C" PRIMARY KEY,
  body       bytea NOT NULL,                 -- Topic
  changes    bigint NOT NULL,
  changed_at bigint NOT NULL
);

-- Which events a topic tells of.
CREATE TABLE topic_event (
  event text COLLATE "C" NOT NULL,                      -- "tarazy.accreditation.v1.FindingOpened"
  topic text COLLATE "C" NOT NULL REFERENCES topic,
  PRIMARY KEY (event, topic)
);

CREATE TABLE template (
  id         text COLLATE "C" NOT NULL,
  version    bigint NOT NULL,
  body       bytea NOT NULL,                 -- Template
  digest     text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (id, version)
);

CREATE TABLE recipient (
  id          text COLLATE "C" PRIMARY KEY,
  role        bigint NOT NULL,
  institution text COLLATE "C" NOT NULL,                -- "institutions/ektu", or empty
  token       text COLLATE "C" NOT NULL,                -- "tokens/…", or empty
  email       text COLLATE "C" NOT NULL,                -- in lower case, or empty
  body        bytea NOT NULL,                -- Recipient
  changes     bigint NOT NULL,
  changed_at  bigint NOT NULL
);
CREATE INDEX recipient_audience ON recipient (role, id);
CREATE INDEX recipient_concerned ON recipient (role, institution, id);
CREATE UNIQUE INDEX recipient_token ON recipient (token) WHERE token <> '';

CREATE TABLE subscriber (
  topic     text COLLATE "C" NOT NULL,
  recipient text COLLATE "C" NOT NULL REFERENCES recipient,
  PRIMARY KEY (topic, recipient)
);

CREATE TABLE endpoint (
  recipient         text COLLATE "C" PRIMARY KEY REFERENCES recipient,
  url               text COLLATE "C" NOT NULL,
  sealed_secret     bytea NOT NULL,          -- under the installation's secret
  sealed_old_secret bytea,
  old_secret_until  bigint,
  state             bigint NOT NULL,
  answered_at       bigint,                  -- when it last took something, to the minute
  changed_at        bigint NOT NULL
);

-- Addresses that mail does not reach.
CREATE TABLE suppression (
  address text COLLATE "C" PRIMARY KEY,        -- in lower case
  reason  text COLLATE "C" NOT NULL,
  since   bigint NOT NULL
);

-- What is told once: an event, or a step that follows from one, on a topic.
CREATE TABLE notice (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event            text COLLATE "C" NOT NULL,
  step             text COLLATE "C" NOT NULL,           -- "event", "T-30", "escalation", "digest"
  topic            text COLLATE "C" NOT NULL,
  content          bytea NOT NULL,           -- SHA-256 of what was published: the same event is the same notice
  institution      text COLLATE "C" NOT NULL,
  about            text COLLATE "C" NOT NULL,
  deadline         text COLLATE "C" NOT NULL,           -- of a ladder: its name
  generation       bigint NOT NULL,            -- of a ladder: how often the deadline had moved
  template         text COLLATE "C" NOT NULL,
  template_version bigint NOT NULL,
  vars             text COLLATE "C" NOT NULL,           -- the template's variables, JSON
  recipients       text COLLATE "C" NOT NULL,           -- to these alone, by lines; empty: the topic's audience
  release_at       bigint NOT NULL,            -- nobody is told before
  schedule         text COLLATE "C" NOT NULL,           -- "2027-03-01 09:00 Asia/Almaty", when it was asked for as wall time
  spread_after     text COLLATE "C",                    -- the last recipient that has his deliveries; NULL: all have
  cancelled        bigint NOT NULL,            -- 1: its reason ceased before it was released
  acknowledge_by   bigint,                     -- who has not acknowledged by then is reported; NULL: nobody, or done
  created_at       bigint NOT NULL,
  UNIQUE (event, step, topic)
);
CREATE INDEX notice_spreading ON notice (release_at, id) WHERE spread_after IS NOT NULL;
CREATE INDEX notice_acknowledge ON notice (acknowledge_by) WHERE acknowledge_by IS NOT NULL;
CREATE INDEX notice_scheduled ON notice (id) WHERE spread_after = '' AND schedule <> '';
CREATE INDEX notice_release ON notice (topic, about, release_at);

-- A notice to one recipient through one channel; never a second one. `next_at` is when a worker looks at it again; NULL:
-- never by itself. Who looks takes a lease: a number of his own, and `next_at` at the lease's end. What he then finds is
-- stored only under that number.
CREATE TABLE delivery (
  id            text COLLATE "C" PRIMARY KEY,
  notice        bigint NOT NULL REFERENCES notice,
  recipient     text COLLATE "C" NOT NULL REFERENCES recipient,
  channel       bigint NOT NULL,
  state         bigint NOT NULL,
  next_at       bigint,
  lease         bigint NOT NULL,               -- 0: nobody's
  attempts      bigint NOT NULL,
  first_attempt bigint,
  digest        text COLLATE "C" NOT NULL,              -- of what was rendered
  reason        text COLLATE "C" NOT NULL,
  gathered_in   text COLLATE "C",                       -- the delivery of the digest that it is part of
  receipts      bigint NOT NULL,               -- how many there are
  last_receipt  bytea NOT NULL,              -- the bytes of the last
  created_at    bigint NOT NULL,
  changed_at    bigint NOT NULL,
  UNIQUE (notice, recipient, channel)
);
CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_lease ON delivery (lease) WHERE lease <> 0;
CREATE INDEX delivery_newest ON delivery (created_at, id);
CREATE INDEX delivery_state ON delivery (state, created_at, id, channel);
CREATE INDEX delivery_recipient ON delivery (recipient, created_at, id);
CREATE INDEX delivery_gathered ON delivery (gathered_in) WHERE gathered_in IS NOT NULL;

-- How far each inbox is; its row orders what comes into it.
CREATE TABLE inbox_head (
  recipient  text COLLATE "C" PRIMARY KEY REFERENCES recipient,
  last       bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX inbox_head_changed ON inbox_head (changed_at);

CREATE TABLE inbox_item (
  recipient       text COLLATE "C" NOT NULL REFERENCES recipient,
  number          bigint NOT NULL,             -- from 1, without gaps
  delivery        text COLLATE "C" NOT NULL UNIQUE REFERENCES delivery,
  topic           text COLLATE "C" NOT NULL,
  about           text COLLATE "C" NOT NULL,
  subject         text COLLATE "C" NOT NULL,
  content         text COLLATE "C" NOT NULL,
  acknowledge     bigint NOT NULL,             -- 1: it is to be acknowledged
  came_at         bigint NOT NULL,
  read_at         bigint,
  acknowledged_at bigint,
  PRIMARY KEY (recipient, number)
);

CREATE TABLE deadline (
  name        text COLLATE "C" PRIMARY KEY,
  event       text COLLATE "C" NOT NULL,                -- that told of it last
  sequence    bigint NOT NULL,             -- of that event, at its service; 0: it was told by hand
  topic       text COLLATE "C" NOT NULL,
  institution text COLLATE "C" NOT NULL,
  about       text COLLATE "C" NOT NULL,
  day         text COLLATE "C" NOT NULL,
  clock       text COLLATE "C" NOT NULL,
  zone        text COLLATE "C" NOT NULL,
  ended       bigint NOT NULL,
  moves       bigint NOT NULL,
  vars        text COLLATE "C" NOT NULL,                -- the variables of its reminders, JSON
  changed_at  bigint NOT NULL
);

CREATE TABLE ladder_step (
  deadline   text COLLATE "C" NOT NULL REFERENCES deadline,
  generation bigint NOT NULL,                  -- how often the deadline had moved
  step       text COLLATE "C" NOT NULL,
  fire_at    bigint NOT NULL,
  template   text COLLATE "C" NOT NULL,
  state      bigint NOT NULL,
  PRIMARY KEY (deadline, generation, step)
);
CREATE INDEX ladder_step_due ON ladder_step (fire_at, deadline, generation, step) WHERE state = 1;
CREATE INDEX ladder_step_waiting ON ladder_step (deadline) WHERE state = 1;

-- Events that were refused for good when they came, until an administrator has them taken in after all.
CREATE TABLE set_aside_event (
  event_id text COLLATE "C" PRIMARY KEY,
  source   text COLLATE "C" NOT NULL,
  body     bytea NOT NULL,                   -- common.v1.Event
  reason   text COLLATE "C" NOT NULL,                   -- of the last refusal
  time     bigint NOT NULL                 -- of the first
);
CREATE INDEX set_aside_event_time ON set_aside_event (time, event_id);

-- Reminders to people whom only the service that asks for them knows: how far each is, nothing of whom.
CREATE TABLE reminder_batch (
  batch      text COLLATE "C" PRIMARY KEY,
  campaign   text COLLATE "C" NOT NULL,
  strata     text COLLATE "C" NOT NULL,                 -- by lines
  position   bytea NOT NULL,                 -- opaque; emptied at the end
  sent       bigint NOT NULL,
  failed     bigint NOT NULL,
  next_at    bigint,                           -- NULL: done
  lease      bigint NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX reminder_batch_due ON reminder_batch (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE receipt_block (
  number bigint PRIMARY KEY,
  body   bytea NOT NULL                      -- ReceiptBlock
);

CREATE TABLE receipt (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery text COLLATE "C" NOT NULL,
  number   bigint NOT NULL,                    -- from 1, of this delivery
  body     bytea NOT NULL,                   -- Receipt
  block    bigint REFERENCES receipt_block,
  leaf     bigint,
  UNIQUE (delivery, number)
);
CREATE INDEX receipt_unsealed ON receipt (id) WHERE block IS NULL;
CREATE INDEX receipt_block_leaf ON receipt (block, leaf) WHERE block IS NOT NULL;
