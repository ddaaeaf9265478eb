-- Questionnaires. Times are microseconds since 1970 UTC. Versions never change.

CREATE TABLE questionnaire_version (
  questionnaire text COLLATE "C" NOT NULL,
  version       bigint NOT NULL,
  digest        text COLLATE "C" NOT NULL,   -- SHA-256 of the file
  source        bytea NOT NULL,              -- the file
  body          bytea NOT NULL,              -- tarazy.surveys.v1.Questionnaire
  summary       bytea NOT NULL,              -- the same without pages and scales
  created_at    bigint NOT NULL,
  created_by    text COLLATE "C" NOT NULL,
  PRIMARY KEY (questionnaire, version),
  UNIQUE (questionnaire, digest)
);
