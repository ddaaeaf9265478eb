-- Questionnaires. Times are microseconds since 1970 UTC. Versions never change.

CREATE TABLE questionnaire_version (
  questionnaire TEXT NOT NULL,
  version       INTEGER NOT NULL,
  digest        TEXT NOT NULL,   -- SHA-256 of the file
  source        BLOB NOT NULL,              -- the file
  body          BLOB NOT NULL,              -- tarazy.surveys.v1.Questionnaire
  summary       BLOB NOT NULL,              -- the same without pages and scales
  created_at    INTEGER NOT NULL,
  created_by    TEXT NOT NULL,
  PRIMARY KEY (questionnaire, version),
  UNIQUE (questionnaire, digest)
) STRICT;
