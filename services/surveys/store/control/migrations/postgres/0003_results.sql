-- What results need besides ballots.

-- Tables that somebody published, of campaigns of the kind TABLES. They never change.
CREATE TABLE published_tables (
  campaign   text COLLATE "C" PRIMARY KEY,
  source     bytea NOT NULL,            -- the file
  population text COLLATE "C" NOT NULL, -- which of several in it; empty: it holds one
  body       bytea NOT NULL             -- tarazy.surveys.v1.PublishedTables
);

-- Requests for the records of a closed campaign: nobody approves his own.
CREATE TABLE record_request (
  campaign       text COLLATE "C" NOT NULL,
  number         bigint NOT NULL,       -- from 1
  reason         text COLLATE "C" NOT NULL,
  requested_at   bigint NOT NULL,
  requested_by   text COLLATE "C" NOT NULL,
  approved_by    text COLLATE "C",
  approved_until bigint,                -- null: not approved
  PRIMARY KEY (campaign, number)
);
