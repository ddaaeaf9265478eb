-- Who may answer, and whether his ticket was taken; nothing of what was answered. No column, default or key
-- says when or after whom somebody came: keys are random or digests, there is no time and no number in order
-- (docs/anonymity.md).

CREATE TABLE roll (
  campaign text COLLATE "C" PRIMARY KEY,
  closed   bigint NOT NULL                -- 1: nobody is added, nothing is signed any more
);

-- A key pair for each stratum without children, and "test".
CREATE TABLE roll_key (
  campaign           text COLLATE "C" NOT NULL REFERENCES roll,
  stratum            text COLLATE "C" NOT NULL,
  public_key         bytea NOT NULL,      -- SubjectPublicKeyInfo
  sealed_private_key bytea NOT NULL,      -- PKCS #8 under the installation's secret; empty once the roll is closed
  PRIMARY KEY (campaign, stratum)
);

-- Half of each page is left free and no index holds what taking a ticket changes: a row then changes in its
-- place, and tickets that are taken at once do not fail each other's transactions.
CREATE TABLE entry (
  campaign       text COLLATE "C" NOT NULL REFERENCES roll,
  id             bytea NOT NULL,          -- random; the ticket is made of it and the installation's secret
  contact        text COLLATE "C" NOT NULL,
  contact_folded text COLLATE "C" NOT NULL,  -- how one contact is told from another
  stratum        text COLLATE "C" NOT NULL,
  language       text COLLATE "C" NOT NULL,
  test           bigint NOT NULL,         -- 1: a trial, signed with the key "test"
  ticket_digest  bytea NOT NULL,          -- SHA-256
  taken          bigint NOT NULL,
  blinded_digest bytea NOT NULL,          -- SHA-256 of the blinded voucher; empty until taken and once closed
  PRIMARY KEY (campaign, id)
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX entry_contact ON entry (campaign, contact_folded);
CREATE UNIQUE INDEX entry_ticket ON entry (ticket_digest);
