-- What was answered. No column, default or key here says when or after what a row came: keys are random or
-- digests, there is no time and no number in order, and ballots become readable only in groups
-- (docs/anonymity.md).

CREATE TABLE box (
  campaign   text COLLATE "C" PRIMARY KEY,
  mode       bigint NOT NULL,     -- tarazy.surveys.v1.BallotMode
  group_size bigint NOT NULL,     -- ballots are released in groups of at least so many
  state      bigint NOT NULL,     -- 0 open, 1 closing, 2 closed
  revision   bigint NOT NULL      -- how often a group was released
);

CREATE TABLE box_stratum (
  campaign   text COLLATE "C" NOT NULL REFERENCES box,
  stratum    text COLLATE "C" NOT NULL,
  public_key bytea NOT NULL,       -- of its vouchers; of a feedback box empty
  quota      bigint NOT NULL,     -- 0: none
  submitted  bigint NOT NULL,
  over_quota bigint NOT NULL,     -- refused because the quota was full
  released   bigint NOT NULL,     -- counted in tally; the others are pending
  PRIMARY KEY (campaign, stratum)
);

-- Nothing is kept in it: a transaction that writes into a box locks it first (PostgreSQL), so that such
-- transactions wait for each other instead of failing.
CREATE TABLE box_turn (
  unused     bigint PRIMARY KEY
);

-- Vouchers that cannot be used again.
CREATE TABLE spent (
  campaign   text COLLATE "C" NOT NULL,
  voucher_digest    bytea NOT NULL,  -- SHA-256
  submission_digest bytea NOT NULL,  -- SHA-256 of the submission's random id and its content
  PRIMARY KEY (campaign, voucher_digest)
);

-- Ballots that wait for their group.
CREATE TABLE pending (
  campaign   text COLLATE "C" NOT NULL,
  stratum    text COLLATE "C" NOT NULL,
  id         bytea NOT NULL,       -- random; gone with the row
  sealed     bytea NOT NULL,
  PRIMARY KEY (campaign, stratum, id)
);

-- The counts of all released ballots.
CREATE TABLE tally (
  campaign   text COLLATE "C" NOT NULL,
  stratum    text COLLATE "C" NOT NULL,
  question   text COLLATE "C" NOT NULL,
  code       text COLLATE "C" NOT NULL,     -- a choice's or point's, "object/point", or "#missing" and the like
  count      bigint NOT NULL,
  PRIMARY KEY (campaign, stratum, question, code)
);

-- The same in few rows, because most of the time of reading is spent per row: "question|code|count", …
CREATE VIEW stratum_tally AS
  SELECT campaign, stratum, string_agg(question || '|' || code || '|' || count, ',') AS cells
  FROM tally GROUP BY campaign, stratum;

-- Released ballots of campaigns that keep records.
CREATE TABLE ballot (
  campaign   text COLLATE "C" NOT NULL,
  stratum    text COLLATE "C" NOT NULL,
  id         bytea NOT NULL,       -- random, made at the release
  packed     bytea NOT NULL,       -- services/surveys/domain/form/coded_ballot.h, without texts
  PRIMARY KEY (campaign, stratum, id)
);

-- Text answers of released ballots.
CREATE TABLE comment (
  campaign   text COLLATE "C" NOT NULL,
  stratum    text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,     -- random, made at the release
  question   text COLLATE "C" NOT NULL,
  language   text COLLATE "C" NOT NULL,
  text       text COLLATE "C" NOT NULL,
  state      bigint NOT NULL,     -- tarazy.surveys.v1.CommentState
  reason     bigint NOT NULL,     -- tarazy.surveys.v1.CommentReason
  released_text text COLLATE "C" NOT NULL,
  PRIMARY KEY (campaign, id)
);

-- Half-filled ballots under the respondents' own keys.
CREATE TABLE draft (
  campaign   text COLLATE "C" NOT NULL,
  voucher_digest    bytea NOT NULL,
  sealed     bytea NOT NULL,
  PRIMARY KEY (campaign, voucher_digest)
);
-- Nothing in it can be made shorter.
ALTER TABLE pending ALTER COLUMN sealed SET STORAGE EXTERNAL;
