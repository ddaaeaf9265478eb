-- Documents of cases. A file is stored once, whoever brings it, under the SHA-256 of its bytes in lower-case
-- hex. Files are never updated or deleted.

CREATE TABLE document (
  sha256      text COLLATE "C" PRIMARY KEY,
  size_bytes  bigint NOT NULL CHECK (size_bytes > 0),
  title       text COLLATE "C" NOT NULL,     -- as who brought it first called it
  media_type  text COLLATE "C" NOT NULL,     -- as they said; never acted upon
  created_at  bigint NOT NULL,
  uploaded_by text COLLATE "C" NOT NULL      -- who brought it first
);

-- The file in pieces of 256 KiB, the last one shorter.
CREATE TABLE document_chunk (
  sha256  text COLLATE "C" NOT NULL REFERENCES document,
  ordinal bigint NOT NULL,      -- from 0
  bytes   bytea NOT NULL,
  PRIMARY KEY (sha256, ordinal)
);

-- Documents are compressed already: trying again costs time and gains nothing.
ALTER TABLE document_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Who has uploaded a file, and so may have it.
CREATE TABLE document_access (
  holder      text COLLATE "C" NOT NULL,     -- '' is the agency, "institutions/…", else a token of the commission
  sha256      text COLLATE "C" NOT NULL REFERENCES document,
  title       text COLLATE "C" NOT NULL,     -- as they called it first
  created_at  bigint NOT NULL,
  uploaded_by text COLLATE "C" NOT NULL,
  PRIMARY KEY (holder, sha256)
);

-- For downloads: which cases name a file, uploaded or not. Written with every revision of a case.
CREATE TABLE case_document (
  case_id   text COLLATE "C" NOT NULL REFERENCES accreditation_case,
  sha256    text COLLATE "C" NOT NULL,
  is_public bigint NOT NULL,    -- 1: the case is published and makes it public
  PRIMARY KEY (case_id, sha256)
);
CREATE INDEX case_document_sha256 ON case_document (sha256, case_id);
