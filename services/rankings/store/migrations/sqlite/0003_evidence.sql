-- Files that prove values and objections. A file is stored once, whoever brings it, under the
-- SHA-256 of its bytes in lower-case hex. Nothing here is ever updated or deleted.

CREATE TABLE evidence (
  sha256      TEXT PRIMARY KEY NOT NULL,
  size_bytes  INTEGER NOT NULL CHECK (size_bytes > 0),
  file_name   TEXT NOT NULL,     -- as who brought it first called it
  created_at  INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL      -- who brought it first
) STRICT;

-- The file in pieces of 256 KiB, the last one shorter.
CREATE TABLE evidence_chunk (
  sha256  TEXT NOT NULL REFERENCES evidence,
  ordinal INTEGER NOT NULL,      -- from 0
  bytes   BLOB NOT NULL,
  PRIMARY KEY (sha256, ordinal)
) STRICT;

-- Who has uploaded a file, and so may have it.
CREATE TABLE evidence_access (
  institution TEXT NOT NULL,     -- '' is the agency
  sha256      TEXT NOT NULL REFERENCES evidence,
  file_name   TEXT NOT NULL,     -- as they called it first
  created_at  INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL,
  PRIMARY KEY (institution, sha256)
) STRICT, WITHOUT ROWID;
