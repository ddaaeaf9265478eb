-- Files that prove values and objections. A file is stored once, whoever brings it, under the
-- SHA-256 of its bytes in lower-case hex. Nothing here is ever updated or deleted.

CREATE TABLE evidence (
  sha256      text COLLATE "C" PRIMARY KEY,
  size_bytes  bigint NOT NULL CHECK (size_bytes > 0),
  file_name   text COLLATE "C" NOT NULL,     -- as who brought it first called it
  created_at  bigint NOT NULL,
  uploaded_by text COLLATE "C" NOT NULL      -- who brought it first
);

-- The file in pieces of 256 KiB, the last one shorter.
CREATE TABLE evidence_chunk (
  sha256  text COLLATE "C" NOT NULL REFERENCES evidence,
  ordinal bigint NOT NULL,      -- from 0
  bytes   bytea NOT NULL,
  PRIMARY KEY (sha256, ordinal)
);

-- Documents are compressed already: trying again costs time and gains nothing.
ALTER TABLE evidence_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Who has uploaded a file, and so may have it.
CREATE TABLE evidence_access (
  institution text COLLATE "C" NOT NULL,     -- '' is the agency
  sha256      text COLLATE "C" NOT NULL REFERENCES evidence,
  file_name   text COLLATE "C" NOT NULL,     -- as they called it first
  created_at  bigint NOT NULL,
  uploaded_by text COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, sha256)
);
