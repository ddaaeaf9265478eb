-- What results need besides ballots.

-- Tables that somebody published, of campaigns of the kind TABLES. They never change.
CREATE TABLE published_tables (
  campaign   TEXT PRIMARY KEY,
  source     BLOB NOT NULL,   -- the file
  population TEXT NOT NULL,   -- which of several in it; empty: it holds one
  body       BLOB NOT NULL    -- tarazy.surveys.v1.PublishedTables
) STRICT;

-- Requests for the records of a closed campaign: nobody approves his own.
CREATE TABLE record_request (
  campaign       TEXT NOT NULL,
  number         INTEGER NOT NULL,   -- from 1
  reason         TEXT NOT NULL,
  requested_at   INTEGER NOT NULL,
  requested_by   TEXT NOT NULL,
  approved_by    TEXT,
  approved_until INTEGER,            -- null: not approved
  PRIMARY KEY (campaign, number)
) STRICT;
