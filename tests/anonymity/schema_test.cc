// The schemas of the roll and of the ballots hold nothing that says when or after what a row came.
#include <gmock/gmock.h>

#include <set>

#include "tests/anonymity/experiment.h"

namespace tarazy::anonymity {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Every column there is, without its type: INTEGER or bigint, TEXT or text, BLOB or bytea. What is
// added has to be added here, by somebody who has thought about what it tells.
const std::set<std::string> kNumbers = {"box.mode",
                                        "box.group_size",
                                        "box.state",
                                        "box.revision",
                                        "box_stratum.quota",
                                        "box_stratum.submitted",
                                        "box_stratum.over_quota",
                                        "box_stratum.released",
                                        "box_turn.unused",
                                        "tally.count",
                                        "comment.state",
                                        "comment.reason",
                                        "roll.closed",
                                        "entry.test",
                                        "entry.taken"};
const std::set<std::string> kTexts = {"box.campaign",
                                      "box_stratum.campaign",
                                      "box_stratum.stratum",
                                      "spent.campaign",
                                      "pending.campaign",
                                      "pending.stratum",
                                      "tally.campaign",
                                      "tally.stratum",
                                      "tally.question",
                                      "tally.code",
                                      "stratum_tally.campaign",  // a view of tally
                                      "stratum_tally.stratum",
                                      "stratum_tally.cells",
                                      "ballot.campaign",
                                      "ballot.stratum",
                                      "comment.campaign",
                                      "comment.stratum",
                                      "comment.id",
                                      "comment.question",
                                      "comment.language",
                                      "comment.text",
                                      "comment.released_text",
                                      "draft.campaign",
                                      "roll.campaign",
                                      "roll_key.campaign",
                                      "roll_key.stratum",
                                      "entry.campaign",
                                      "entry.contact",
                                      "entry.contact_folded",
                                      "entry.stratum",
                                      "entry.language"};
const std::set<std::string> kBytes = {"box_stratum.public_key",
                                      "spent.voucher_digest",
                                      "spent.submission_digest",
                                      "pending.id",
                                      "pending.sealed",
                                      "ballot.id",
                                      "ballot.packed",
                                      "draft.voucher_digest",
                                      "draft.sealed",
                                      "roll_key.public_key",
                                      "roll_key.sealed_private_key",
                                      "entry.id",
                                      "entry.ticket_digest",
                                      "entry.blinded_digest"};
// Keys: random, digests, or of groups.
const std::set<std::string> kIndexes = {"index on box(campaign)",
                                        "index on box_stratum(campaign,stratum)",
                                        "index on box_turn(unused)",
                                        "index on spent(campaign,voucher_digest)",
                                        "index on pending(campaign,stratum,id)",
                                        "index on tally(campaign,stratum,question,code)",
                                        "index on ballot(campaign,stratum,id)",
                                        "index on comment(campaign,id)",
                                        "index on draft(campaign,voucher_digest)",
                                        "index on roll(campaign)",
                                        "index on roll_key(campaign,stratum)",
                                        "index on entry(campaign,id)",
                                        "index on entry(campaign,contact_folded)",
                                        "index on entry(ticket_digest)"};
// Counts of groups, put together.
const std::set<std::string> kViews = {"view stratum_tally on stratum_tally",
                                      "rule on stratum_tally"};
// What every service's database has (common/sql). All but the schema's own must stay empty here.
const std::set<std::string> kCommon = {"inbox",           "outbox",      "relay_position",
                                       "relay_set_aside", "request_log", "schema_migration",
                                       "sqlite_sequence"};

// What of a catalogue is on no list.
std::vector<std::string> Unexplained(const std::vector<std::string>& catalogue) {
  std::vector<std::string> found;
  for (const std::string& entry : catalogue) {
    const size_t space = entry.find(' ');
    const std::string name = entry.substr(0, space), rest = entry.substr(space + 1);
    const std::string table = name.substr(0, name.find('.'));
    if (kCommon.contains(table)) continue;
    if ((rest == "INTEGER" || rest == "bigint") && kNumbers.contains(name)) continue;
    if ((rest == "TEXT" || rest == "text") && kTexts.contains(name)) continue;
    if ((rest == "BLOB" || rest == "bytea") && kBytes.contains(name)) continue;
    if (kIndexes.contains(entry) || kViews.contains(entry)) continue;
    if (std::any_of(kCommon.begin(), kCommon.end(), [&](const std::string& common) {
          return entry == "rowid of " + common || entry.starts_with("index on " + common + "(") ||
                 entry.starts_with("sequence " + common + "_");
        })) {
      continue;
    }
    found.push_back(entry);
  }
  return found;
}

class SchemaTest : public ::testing::TestWithParam<const char*> {
 protected:
  bool IsSqlite() const { return GetParam() == std::string("sqlite"); }
  Experiment experiment_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, SchemaTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string(info.param); });

TEST_P(SchemaTest, NothingInItIsATimeOrANumberInOrder) {
  EXPECT_THAT(Unexplained(experiment_.RollCatalogue()), IsEmpty());
  EXPECT_THAT(Unexplained(experiment_.BallotsCatalogue()), IsEmpty());
  // The lists are of what is there.
  EXPECT_THAT(experiment_.BallotsCatalogue(),
              Contains(IsSqlite() ? "ballot.packed BLOB" : "ballot.packed bytea"));
}

TEST_P(SchemaTest, APlantedTimeIsFound) {
  for (const char* table : {"spent", "pending", "ballot", "comment"}) {
    // SQLite takes only constants in ALTER TABLE, so that the plant there is a column and a
    // trigger.
    experiment_.RunOnBallots(
        absl::StrCat("ALTER TABLE ", table, " ADD COLUMN created_at ",
                     IsSqlite() ? "TEXT" : "timestamptz NOT NULL DEFAULT now()"));
    EXPECT_THAT(Unexplained(experiment_.BallotsCatalogue()),
                Contains(HasSubstr(absl::StrCat(table, ".created_at"))));
  }
  experiment_.RunOnRoll(
      absl::StrCat("ALTER TABLE entry ADD COLUMN day ", IsSqlite() ? "INTEGER" : "date"));
  EXPECT_THAT(Unexplained(experiment_.RollCatalogue()), Not(IsEmpty()));
}

TEST_P(SchemaTest, APlantedDefaultOfTimeIsFound) {
  if (IsSqlite()) {
    experiment_.RunOnBallots("DROP TABLE ballot");
    experiment_.RunOnBallots(
        "CREATE TABLE ballot (campaign TEXT NOT NULL, stratum TEXT NOT NULL, id BLOB NOT NULL "
        "DEFAULT (strftime('%s')), packed BLOB NOT NULL, PRIMARY KEY (campaign, stratum, id)) "
        "STRICT, WITHOUT ROWID");
  } else {
    experiment_.RunOnBallots(
        "ALTER TABLE ballot ALTER COLUMN id SET DEFAULT decode(to_hex(extract(epoch FROM "
        "now())::bigint), 'hex')");
  }
  EXPECT_THAT(Unexplained(experiment_.BallotsCatalogue()),
              Contains(HasSubstr("ballot.id default")));
}

TEST_P(SchemaTest, APlantedSequenceIsFound) {
  if (IsSqlite()) {
    // A table with rowids counts.
    experiment_.RunOnBallots("DROP TABLE ballot");
    experiment_.RunOnBallots(
        "CREATE TABLE ballot (campaign TEXT NOT NULL, stratum TEXT NOT NULL, id BLOB NOT NULL, "
        "packed BLOB NOT NULL, PRIMARY KEY (campaign, stratum, id)) STRICT");
    EXPECT_THAT(Unexplained(experiment_.BallotsCatalogue()), Contains("rowid of ballot"));
    return;
  }
  experiment_.RunOnBallots("ALTER TABLE ballot ADD COLUMN serial_number bigserial");
  const auto found = Unexplained(experiment_.BallotsCatalogue());
  EXPECT_THAT(found, Contains(HasSubstr("sequence ballot_serial_number_seq")));
  EXPECT_THAT(found, Contains("ballot.serial_number bigint"));
  experiment_.RunOnRoll("ALTER TABLE entry ADD COLUMN place bigint GENERATED ALWAYS AS IDENTITY");
  EXPECT_THAT(Unexplained(experiment_.RollCatalogue()),
              Contains("entry.place identity or generated"));
}

TEST_P(SchemaTest, APlantedTriggerOrIndexIsFound) {
  experiment_.RunOnBallots("CREATE INDEX by_content ON ballot (packed)");
  EXPECT_THAT(Unexplained(experiment_.BallotsCatalogue()), Contains("index on ballot(packed)"));
  if (IsSqlite()) {
    experiment_.RunOnBallots(
        "CREATE TRIGGER watch AFTER INSERT ON spent BEGIN UPDATE box SET revision = 1; END");
  } else {
    experiment_.RunOnBallots(
        "CREATE TRIGGER watch BEFORE UPDATE ON spent FOR EACH ROW EXECUTE FUNCTION "
        "suppress_redundant_updates_trigger()");
  }
  EXPECT_THAT(Unexplained(experiment_.BallotsCatalogue()),
              Contains(HasSubstr("trigger watch on spent")));
}

}  // namespace
}  // namespace tarazy::anonymity
