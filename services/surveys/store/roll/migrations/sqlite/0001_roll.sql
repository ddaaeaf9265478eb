-- Who may answer, and whether his ticket was taken; nothing of what was answered. No column, default or key
-- says when or after whom somebody came: keys are random or digests, there is no time and no number in order
-- (docs/anonymity.md).

CREATE TABLE roll (
  campaign TEXT PRIMARY KEY NOT NULL,
  closed   INTEGER NOT NULL               -- 1: nobody is added, nothing is signed any more
) STRICT, WITHOUT ROWID;

-- A key pair for each stratum without children, and "test".
CREATE TABLE roll_key (
  campaign           TEXT NOT NULL REFERENCES roll,
  stratum            TEXT NOT NULL,
  public_key         BLOB NOT NULL,       -- SubjectPublicKeyInfo
  sealed_private_key BLOB NOT NULL,       -- PKCS #8 under the installation's secret; empty once the roll is closed
  PRIMARY KEY (campaign, stratum)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
  campaign       TEXT NOT NULL REFERENCES roll,
  id             BLOB NOT NULL,           -- random; the ticket is made of it and the installation's secret
  contact        TEXT NOT NULL,
  contact_folded TEXT NOT NULL,           -- how one contact is told from another
  stratum        TEXT NOT NULL,
  language       TEXT NOT NULL,
  test           INTEGER NOT NULL,        -- 1: a trial, signed with the key "test"
  ticket_digest  BLOB NOT NULL,           -- SHA-256
  taken          INTEGER NOT NULL,
  blinded_digest BLOB NOT NULL,           -- SHA-256 of the blinded voucher; empty until taken and once closed
  PRIMARY KEY (campaign, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entry_contact ON entry (campaign, contact_folded);
CREATE UNIQUE INDEX entry_ticket ON entry (ticket_digest);
