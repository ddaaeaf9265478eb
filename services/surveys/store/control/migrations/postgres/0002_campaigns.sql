-- Campaigns. What is in `body` never changes; a campaign goes from opening (0: the roll and the box are being
-- made) to open (1), closing (2: the box refuses, the rest is being released) and closed (3).

CREATE TABLE campaign (
  id            text COLLATE "C" PRIMARY KEY,
  kind          bigint NOT NULL,            -- tarazy.surveys.v1.CampaignKind
  questionnaire text COLLATE "C" NOT NULL,  -- "questionnaires/ID/versions/N"; empty for published tables
  series        text COLLATE "C" NOT NULL,
  wave          text COLLATE "C" NOT NULL,
  stage         bigint NOT NULL,
  body          bytea NOT NULL,             -- tarazy.surveys.v1.Campaign as opened
  created_at    bigint NOT NULL,
  created_by    text COLLATE "C" NOT NULL,
  closed_at     bigint,
  closed_by     text COLLATE "C",
  participation bytea                       -- tarazy.surveys.v1.ParticipationReport, frozen at the close
);
CREATE INDEX campaign_series ON campaign (series, id);
CREATE INDEX campaign_stage ON campaign (stage, id);
