-- Documents of cases. A file is stored once, whoever brings it, under the SHA-256 of its bytes in lower-case
-- hex. Files are never updated or deleted.

CREATE TABLE document (
  sha256      TEXT PRIMARY KEY NOT NULL,
  size_bytes  INTEGER NOT NULL CHECK (size_bytes > 0),
  title       TEXT NOT NULL,     -- as who brought it first called it
  media_type  TEXT NOT NULL,     -- as they said; never acted upon
  created_at  INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL      -- who brought it first
) STRICT;

-- The file in pieces of 256 KiB, the last one shorter.
CREATE TABLE document_chunk (
  sha256  TEXT NOT NULL REFERENCES document,
  ordinal INTEGER NOT NULL,      -- from 0
  bytes   BLOB NOT NULL,
  PRIMARY KEY (sha256, ordinal)
) STRICT;

-- Who has uploaded a file, and so may have it.
CREATE TABLE document_access (
  holder      TEXT NOT NULL,     -- '' is the agency, "institutions/…", else a token of the commission
  sha256      TEXT NOT NULL REFERENCES document,
  title       TEXT NOT NULL,     -- as they called it first
  created_at  INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL,
  PRIMARY KEY (holder, sha256)
) STRICT, WITHOUT ROWID;

-- For downloads: which cases name a file, uploaded or not. Written with every revision of a case.
CREATE TABLE case_document (
  case_id   TEXT NOT NULL REFERENCES accreditation_case,
  sha256    TEXT NOT NULL,
  is_public INTEGER NOT NULL,    -- 1: the case is published and makes it public
  PRIMARY KEY (case_id, sha256)
) STRICT;
CREATE INDEX case_document_sha256 ON case_document (sha256, case_id);
