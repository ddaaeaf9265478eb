// With both databases whole in hand, nobody finds out whose ballot is whose. Each attack is also
// shown to find what was planted for it.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/anonymity/experiment.h"

namespace tarazy::anonymity {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr uint64_t kSeed = 2023;

class LinkingTest : public ::testing::TestWithParam<const char*> {
 protected:
  bool IsSqlite() const { return GetParam() == std::string("sqlite"); }

  // All orders of both databases within the cells.
  std::vector<std::string> OrderFindings(const Cells& cells) {
    std::vector<std::string> found =
        OrdersThatAgree(experiment_.Comings(), experiment_.BallotTraits(), cells, kSeed);
    for (std::string& more :
         OrdersThatAgree(experiment_.Comings(), experiment_.CommentTraits(), cells, kSeed)) {
      found.push_back(std::move(more));
    }
    return found;
  }
  std::vector<std::string> ValueFindings() {
    std::vector<std::string> found = ValuesInCommon(experiment_.Roll(), experiment_.Ballots());
    for (std::string& more : TransactionsInCommon(experiment_.Roll(), experiment_.Ballots())) {
      found.push_back(std::move(more));
    }
    return found;
  }
  // Between what waited and what came out.
  std::vector<std::string> ReleaseFindings() {
    Dump out = experiment_.Ballots();
    out.erase("pending");
    out.erase("box");
    out.erase("box_stratum");
    return ValuesInCommon(experiment_.Waiting(), out);
  }
  // Groups that came out together and have fewer than k members.
  std::vector<std::string> SmallGroups() const {
    std::map<std::string, int> sizes;
    for (const auto& [person, group] : experiment_.Groups()) ++sizes[group];
    std::vector<std::string> found;
    for (const auto& [group, size] : sizes) {
      if (size < kGroupSize) found.push_back(absl::StrCat(group, ": ", size));
    }
    return found;
  }
  std::vector<std::string> PlainBytes(const std::string& bytes) const {
    std::vector<std::string> found;
    for (const auto& [person, record] : experiment_.Records()) {
      if (absl::StrContains(bytes, record)) found.push_back(absl::StrCat("record of ", person));
    }
    for (const auto& [person, text] : experiment_.Texts()) {
      if (absl::StrContains(bytes, text)) found.push_back(absl::StrCat("text of ", person));
    }
    return found;
  }
  // Of columns, all values of which must be as long as each other.
  std::set<size_t> SealedLengths() const {
    const Table& waiting = experiment_.Waiting().at("pending");
    std::set<size_t> lengths;
    for (const auto& row : waiting.rows) lengths.insert(row[waiting.Column("sealed")].size());
    return lengths;
  }
  // The ids of the records, in the order in which each transaction wrote them.
  std::vector<std::string> UnsortedTransactions(const std::string& table) const {
    const Table rows = experiment_.Ballots().at(table);
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> written;
    for (const auto& row : rows.rows) {
      int block = 0, item = 0;
      std::sscanf(row[rows.Column("(ctid)")].c_str(), "(%d,%d)", &block, &item);
      written[row[rows.Column("(xmin)")]].emplace_back(
          absl::StrCat(absl::Dec(block, absl::kZeroPad8), absl::Dec(item, absl::kZeroPad8)),
          (table == "ballot" ? row[rows.Column("stratum")] : "") + row[rows.Column("id")]);
    }
    std::vector<std::string> found;
    for (auto& [transaction, ids] : written) {
      std::sort(ids.begin(), ids.end());
      const bool sorted = std::is_sorted(
          ids.begin(), ids.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
      if (!sorted) found.push_back(absl::StrCat(table, " in transaction ", transaction));
    }
    return found;
  }

  Experiment experiment_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, LinkingTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string(info.param); });

TEST_P(LinkingTest, WhileTheCampaignRuns) {
  experiment_.Open();
  experiment_.CastAll();
  EXPECT_THAT(experiment_.Groups(), SizeIs(::testing::Gt(kPeople / 2)));
  EXPECT_THAT(ValueFindings(), IsEmpty());
  EXPECT_THAT(ReleaseFindings(), IsEmpty());
  EXPECT_THAT(SmallGroups(), IsEmpty());
  EXPECT_THAT(SealedLengths(), SizeIs(1));
  EXPECT_THAT(OrderFindings(experiment_.Groups()), IsEmpty());
  if (!IsSqlite()) {
    EXPECT_THAT(UnsortedTransactions("ballot"), IsEmpty());
    EXPECT_THAT(UnsortedTransactions("comment"), IsEmpty());
  }
}

TEST_P(LinkingTest, AfterTheClose) {
  experiment_.Open();
  experiment_.CastAll();
  experiment_.Close();
  EXPECT_THAT(experiment_.Ballots().at("ballot").rows, SizeIs(kPeople));
  EXPECT_THAT(experiment_.Ballots().at("pending").rows, IsEmpty());
  EXPECT_THAT(ValueFindings(), IsEmpty());
  EXPECT_THAT(ReleaseFindings(), IsEmpty());
  EXPECT_THAT(OrderFindings(experiment_.Strata()), IsEmpty());
  if (IsSqlite()) return;
  EXPECT_THAT(UnsortedTransactions("ballot"), IsEmpty());
  for (const char* table : {"ballot", "comment", "spent"}) {
    const Table rows = experiment_.Ballots().at(table);
    std::set<std::string> transactions;
    for (const auto& row : rows.rows) transactions.insert(row[rows.Column("(xmin)")]);
    EXPECT_THAT(transactions, SizeIs(1)) << table;
  }
}

TEST_P(LinkingTest, WhatSqliteHasOnTheDisk) {
  if (!IsSqlite()) return;  // a PostgreSQL file holds what its ctids say
  experiment_.Open();
  experiment_.CastAll(/*every=*/kPeople + 1);
  EXPECT_THAT(PlainBytes(experiment_.File() + experiment_.Journal()), IsEmpty());
  experiment_.Release();
  // Within a group, the journal's order is the one of random ids.
  const Trait journal = PlacesIn("journal", experiment_.Journal(), experiment_.Records());
  EXPECT_THAT(journal.of, SizeIs(experiment_.Groups().size()));
  EXPECT_THAT(OrdersThatAgree(experiment_.Comings(), {journal}, experiment_.Groups(), kSeed),
              IsEmpty());
  const std::vector<Trait> comings = experiment_.Comings();
  experiment_.Close();
  experiment_.ShutDown();
  const std::string file = experiment_.File();
  EXPECT_THAT(experiment_.Journal(), IsEmpty());
  const Trait places = PlacesIn("file", file, experiment_.Records());
  EXPECT_THAT(places.of, SizeIs(kPeople));
  EXPECT_THAT(OrdersThatAgree(comings, {places}, experiment_.Strata(), kSeed), IsEmpty());
  // What was released in groups is not there a second time.
  for (const auto& [person, record] : experiment_.Records()) {
    EXPECT_EQ(file.find(record, file.find(record) + 1), std::string::npos) << person;
  }
  const Table& waiting = experiment_.Waiting().at("pending");
  for (const auto& row : waiting.rows) {
    EXPECT_FALSE(absl::StrContains(
        file, absl::HexStringToBytes(row[waiting.Column("sealed")]).substr(0, 32)));
  }
}

TEST_P(LinkingTest, NoRequestIsKept) {
  experiment_.Open();
  experiment_.CastAll(/*every=*/100);
  for (const char* table :
       {"request_log", "outbox", "relay_position", "relay_set_aside", "inbox"}) {
    EXPECT_THAT(experiment_.Roll().at(table).rows, IsEmpty());
    EXPECT_THAT(experiment_.Ballots().at(table).rows, IsEmpty());
  }
}

// Plants: what each attack is there for.

TEST_P(LinkingTest, APlantedCommonKeyIsFound) {
  experiment_.Open();
  experiment_.CastAll();
  const Table entries = experiment_.Roll().at("entry");
  const std::string id = entries.rows[7][entries.Column("id")];
  experiment_.RunOnBallots(
      absl::StrCat("UPDATE spent SET submission_digest = ",
                   IsSqlite() ? "x'00" + id + "'" : "decode('00" + id + "', 'hex')",
                   " WHERE voucher_digest = (SELECT voucher_digest FROM spent ORDER BY "
                   "voucher_digest LIMIT 1)"));
  EXPECT_THAT(ValueFindings(), Contains(HasSubstr("entry.id and spent.submission_digest")));
}

TEST_P(LinkingTest, AnIdThatIsCopiedFromPendingIsFound) {
  experiment_.Open();
  experiment_.CastAll(/*every=*/kPeople + 1);
  experiment_.RunOnBallots(
      "INSERT INTO ballot (campaign, stratum, id, packed) SELECT campaign, stratum, id, id FROM "
      "pending");
  experiment_.RunOnBallots("UPDATE box_stratum SET released = submitted");
  const Table pending = experiment_.Ballots().at("pending");
  Dump out = experiment_.Ballots();
  out.erase("pending");
  EXPECT_THAT(ValuesInCommon({{"pending", pending}}, out), SizeIs(::testing::Ge(kPeople)));
}

TEST_P(LinkingTest, APlantedColumnInTheOrderOfComingIsFound) {
  experiment_.Open();
  experiment_.CastAll();
  experiment_.Close();
  Table ballots = experiment_.Ballots().at("ballot");
  std::vector<Trait> traits = experiment_.BallotTraits();
  experiment_.RunOnBallots(IsSqlite() ? "ALTER TABLE ballot ADD COLUMN created_at INTEGER"
                                      : "ALTER TABLE ballot ADD COLUMN created_at bigint");
  for (const auto& [person, id] :
       std::find_if(traits.begin(), traits.end(), [](const Trait& trait) {
         return trait.name == "ballot.id";
       })->of) {
    // The hour in which it came.
    experiment_.RunOnBallots(
        absl::StrCat("UPDATE ballot SET created_at = ", person / 20,
                     " WHERE id = ", IsSqlite() ? "x'" + id + "'" : "decode('" + id + "', 'hex')"));
  }
  EXPECT_THAT(OrderFindings(experiment_.Strata()), Contains(HasSubstr("ballot.created_at")));
}

// Groups of one, let out as they come and never written anew; in SQLite into a table that counts
// its rows.
TEST_P(LinkingTest, AReleaseInTheOrderOfComingIsFound) {
  experiment_.Open(/*group_size=*/1);
  if (IsSqlite()) {
    experiment_.RunOnBallots("DROP TABLE ballot");
    experiment_.RunOnBallots(
        "CREATE TABLE ballot (campaign TEXT NOT NULL, stratum TEXT NOT NULL, id BLOB NOT NULL, "
        "packed BLOB NOT NULL, PRIMARY KEY (campaign, stratum, id)) STRICT");
  }
  experiment_.CastAll(/*every=*/1);
  EXPECT_THAT(SmallGroups(), Not(IsEmpty()));
  const auto found = OrderFindings(experiment_.Strata());
  if (IsSqlite()) {
    EXPECT_THAT(found, Contains(HasSubstr("ballot.(rowid)")));
    EXPECT_THAT(found, Contains(HasSubstr("ballot.(scan)")));
  } else {
    EXPECT_THAT(found, Contains(HasSubstr("ballot.(xmin)")));
    EXPECT_THAT(found, Contains(HasSubstr("ballot.(ctid)")));
    EXPECT_THAT(found, Contains(HasSubstr("comment.(ctid)")));
  }
}

TEST_P(LinkingTest, RecordsThatAreWrittenAsTheyComeAreFoundInTheJournal) {
  if (!IsSqlite()) return;
  experiment_.Open();
  experiment_.CastAll(/*every=*/kPeople + 1);
  experiment_.Release();  // remembers what waited
  experiment_.EmptyJournal();
  experiment_.RunOnBallots("DELETE FROM ballot");
  for (const auto& [person, record] : experiment_.Records()) {
    experiment_.RunOnBallots(absl::StrCat("INSERT INTO ballot VALUES ('", kCampaignId, "', '",
                                          experiment_.Strata().at(person), "', randomblob(16), x'",
                                          absl::BytesToHexString(record), "')"));
  }
  const Trait journal = PlacesIn("journal", experiment_.Journal(), experiment_.Records());
  EXPECT_THAT(OrdersThatAgree(experiment_.Comings(), {journal}, experiment_.Strata(), kSeed),
              Contains(HasSubstr("and journal")));
}

// Within a group, ids in the order of coming instead of random ones.
TEST_P(LinkingTest, AGroupThatIsNotShuffledIsFound) {
  experiment_.Open();
  experiment_.CastAll();
  std::vector<Trait> traits = experiment_.BallotTraits();
  for (const auto& [person, id] :
       std::find_if(traits.begin(), traits.end(), [](const Trait& trait) {
         return trait.name == "ballot.id";
       })->of) {
    const std::string now = absl::StrCat(absl::Hex(person, absl::kZeroPad8), id.substr(8));
    experiment_.RunOnBallots(absl::StrCat(
        "UPDATE ballot SET id = ", IsSqlite() ? "x'" + now + "'" : "decode('" + now + "', 'hex')",
        " WHERE id = ", IsSqlite() ? "x'" + id + "'" : "decode('" + id + "', 'hex')"));
  }
  EXPECT_THAT(OrderFindings(experiment_.Groups()), Contains(HasSubstr("ballot.id")));
}

TEST_P(LinkingTest, BallotsThatWaitUnsealedAreFound) {
  if (!IsSqlite()) return;
  experiment_.Open();
  experiment_.CastAll(/*every=*/kPeople + 1);
  const auto records = experiment_.Records();
  experiment_.RunOnBallots(absl::StrCat("UPDATE pending SET sealed = x'",
                                        absl::BytesToHexString(records.at(11)),
                                        "' WHERE id = (SELECT min(id) FROM pending)"));
  EXPECT_THAT(PlainBytes(experiment_.File() + experiment_.Journal()), Contains("record of 11"));
}

}  // namespace
}  // namespace tarazy::anonymity
