-- Campaigns. What is in `body` never changes; a campaign goes from opening (0: the roll and the box are being
-- made) to open (1), closing (2: the box refuses, the rest is being released) and closed (3).

CREATE TABLE campaign (
  id            TEXT PRIMARY KEY,
  kind          INTEGER NOT NULL,            -- tarazy.surveys.v1.CampaignKind
  questionnaire TEXT NOT NULL,  -- "questionnaires/ID/versions/N"; empty for published tables
  series        TEXT NOT NULL,
  wave          TEXT NOT NULL,
  stage         INTEGER NOT NULL,
  body          BLOB NOT NULL,             -- tarazy.surveys.v1.Campaign as opened
  created_at    INTEGER NOT NULL,
  created_by    TEXT NOT NULL,
  closed_at     INTEGER,
  closed_by     TEXT,
  participation BLOB                       -- tarazy.surveys.v1.ParticipationReport, frozen at the close
) STRICT;
CREATE INDEX campaign_series ON campaign (series, id);
CREATE INDEX campaign_stage ON campaign (stage, id);
