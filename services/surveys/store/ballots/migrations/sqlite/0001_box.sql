-- What was answered. No column, default or key here says when or after what a row came: keys are random or
-- digests, there is no time and no number in order, and ballots become readable only in groups
-- (docs/anonymity.md).

CREATE TABLE box (
  campaign   TEXT PRIMARY KEY,
  mode       INTEGER NOT NULL,     -- tarazy.surveys.v1.BallotMode
  group_size INTEGER NOT NULL,     -- ballots are released in groups of at least so many
  state      INTEGER NOT NULL,     -- 0 open, 1 closing, 2 closed
  revision   INTEGER NOT NULL      -- how often a group was released
) STRICT, WITHOUT ROWID;

CREATE TABLE box_stratum (
  campaign   TEXT NOT NULL REFERENCES box,
  stratum    TEXT NOT NULL,
  public_key BLOB NOT NULL,       -- of its vouchers; of a feedback box empty
  quota      INTEGER NOT NULL,     -- 0: none
  submitted  INTEGER NOT NULL,
  over_quota INTEGER NOT NULL,     -- refused because the quota was full
  released   INTEGER NOT NULL,     -- counted in tally; the others are pending
  PRIMARY KEY (campaign, stratum)
) STRICT, WITHOUT ROWID;

-- Nothing is kept in it: a transaction that writes into a box locks it first (PostgreSQL), so that such
-- transactions wait for each other instead of failing.
CREATE TABLE box_turn (
  unused     INTEGER PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Vouchers that cannot be used again.
CREATE TABLE spent (
  campaign   TEXT NOT NULL,
  voucher_digest    BLOB NOT NULL,  -- SHA-256
  submission_digest BLOB NOT NULL,  -- SHA-256 of the submission's random id and its content
  PRIMARY KEY (campaign, voucher_digest)
) STRICT, WITHOUT ROWID;

-- Ballots that wait for their group.
CREATE TABLE pending (
  campaign   TEXT NOT NULL,
  stratum    TEXT NOT NULL,
  id         BLOB NOT NULL,       -- random; gone with the row
  sealed     BLOB NOT NULL,
  PRIMARY KEY (campaign, stratum, id)
) STRICT, WITHOUT ROWID;

-- The counts of all released ballots.
CREATE TABLE tally (
  campaign   TEXT NOT NULL,
  stratum    TEXT NOT NULL,
  question   TEXT NOT NULL,
  code       TEXT NOT NULL,     -- a choice's or point's, "object/point", or "#missing" and the like
  count      INTEGER NOT NULL,
  PRIMARY KEY (campaign, stratum, question, code)
) STRICT, WITHOUT ROWID;

-- The same in few rows, because most of the time of reading is spent per row: "question|code|count", …
CREATE VIEW stratum_tally AS
  SELECT campaign, stratum, group_concat(question || '|' || code || '|' || count, ',') AS cells
  FROM tally GROUP BY campaign, stratum;

-- Released ballots of campaigns that keep records.
CREATE TABLE ballot (
  campaign   TEXT NOT NULL,
  stratum    TEXT NOT NULL,
  id         BLOB NOT NULL,       -- random, made at the release
  packed     BLOB NOT NULL,       -- services/surveys/domain/form/coded_ballot.h, without texts
  PRIMARY KEY (campaign, stratum, id)
) STRICT, WITHOUT ROWID;

-- Text answers of released ballots.
CREATE TABLE comment (
  campaign   TEXT NOT NULL,
  stratum    TEXT NOT NULL,
  id         TEXT NOT NULL,     -- random, made at the release
  question   TEXT NOT NULL,
  language   TEXT NOT NULL,
  text       TEXT NOT NULL,
  state      INTEGER NOT NULL,     -- tarazy.surveys.v1.CommentState
  reason     INTEGER NOT NULL,     -- tarazy.surveys.v1.CommentReason
  released_text TEXT NOT NULL,
  PRIMARY KEY (campaign, id)
) STRICT, WITHOUT ROWID;

-- Half-filled ballots under the respondents' own keys.
CREATE TABLE draft (
  campaign   TEXT NOT NULL,
  voucher_digest    BLOB NOT NULL,
  sealed     BLOB NOT NULL,
  PRIMARY KEY (campaign, voucher_digest)
) STRICT, WITHOUT ROWID;
