// The roll on both engines: opened once, people put on it and taken off, tickets taken by one.
#include "services/surveys/store/roll/roll_store.h"

#include <atomic>

#include "common/base/sha256.h"
#include "services/surveys/domain/campaign/strata.h"
#include "tests/store/roll_fixture.h"

namespace tarazy::testing {
namespace {

using surveys::RollCount;
using surveys::RollEntry;
using surveys::StratumKey;
using surveys::Taking;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class RollStoreTest : public RollTest {
 protected:
  absl::StatusOr<std::vector<StratumKey>> Open(const std::string& campaign,
                                               const std::vector<StratumKey>& keys) {
    return InWrite(db(), [&](sql::Tx& tx) { return surveys::OpenRoll(tx, campaign, keys); });
  }
  absl::Status Add(const std::string& campaign, const std::vector<RollEntry>& entries) {
    return db().Write(Soon(),
                      [&](sql::Tx& tx) { return surveys::AddEntries(tx, campaign, entries); });
  }
  absl::StatusOr<Taking> Take(const std::string& ticket, const std::string& blinded) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return surveys::TakeTicket(tx, Sha256Of(ticket), Sha256Of(blinded));
    });
  }
  absl::Status Close(const std::string& campaign) {
    return db().Write(Soon(), [&](sql::Tx& tx) { return surveys::CloseRoll(tx, campaign); });
  }
  auto Count(const std::string& campaign) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return surveys::CountRoll(tx, campaign); }));
  }
  static RollEntry Entry(const std::string& who, const std::string& stratum, bool test = false) {
    return {.id = Sha256Of("id" + who).substr(0, 16),
            .contact = who,
            .stratum = stratum,
            .language = "kk",
            .test = test,
            .ticket_digest = Sha256Of(who)};
  }
  static std::vector<StratumKey> Keys() { return {{"a", "pa", "sa"}, {"test", "pt", "st"}}; }
};
TEST_ON_BOTH_ENGINES(RollStoreTest);

TEST_P(RollStoreTest, IsOpenedOnceAndTheFirstKeysHold) {
  EXPECT_EQ(Ok(Open("c", Keys())).size(), 2u);
  const auto again = Ok(Open("c", {{"test", "other", "other"}, {"a", "other", "other"}}));
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[0].stratum, "a");
  EXPECT_EQ(again[0].public_key, "pa");
  EXPECT_EQ(again[1].sealed_private_key, "st");
  EXPECT_FAILS(Open("c", {{"a", "x", "y"}}).status(), kAlreadyExists, kAlreadyExists);
  EXPECT_FAILS(InRead(db(), [](sql::Tx& tx) { return surveys::LoadKey(tx, "c", "b"); }).status(),
               kNotFound, kNotFound);
}

TEST_P(RollStoreTest, CountsByStratumWithTrialsApart) {
  ASSERT_OK(Open("c", Keys()).status());
  ASSERT_OK(Open("d", Keys()).status());
  ASSERT_OK(Add("c", {Entry("1", "a"), Entry("2", "a"), Entry("3", "b"), Entry("4", "a", true)}));
  ASSERT_OK(Add("d", {Entry("5", "a")}));
  EXPECT_EQ(Ok(Take("1", "x")), Taking::kFirst);
  EXPECT_EQ(Ok(Take("4", "x")), Taking::kFirst);
  EXPECT_THAT(Count("c"), ElementsAre(Pair("a", RollCount{2, 1}), Pair("b", RollCount{1, 0})));
  EXPECT_THAT(Count("nowhere"), IsEmpty());
  const auto trials = [&](const std::string& campaign) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return surveys::CountTrials(tx, campaign); }));
  };
  EXPECT_EQ(trials("c"), (RollCount{1, 1}));
  EXPECT_EQ(trials("d"), (RollCount{0, 0}));
}

TEST_P(RollStoreTest, AContactIsThereOnceInACampaign) {
  ASSERT_OK(Open("c", Keys()).status());
  ASSERT_OK(Open("d", Keys()).status());
  ASSERT_OK(Add("c", {Entry("Anna@example.kz", "a")}));
  RollEntry same = Entry("anna@EXAMPLE.kz", "a");
  EXPECT_FAILS(Add("c", {same}), kAlreadyExists, kAlreadyExists);
  EXPECT_OK(Add("d", {same}));
  const auto found =
      Ok(InRead(db(), [](sql::Tx& tx) { return surveys::FindEntry(tx, "c", "ANNA@example.KZ"); }));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->contact, "Anna@example.kz");
  EXPECT_EQ(found->id, Entry("Anna@example.kz", "a").id);
  for (const char* contact : kOddTexts) {
    if (contact[0] == '\0') continue;
    RollEntry odd = Entry(contact, "a");
    ASSERT_OK(Add("c", {odd}));
    const auto read =
        Ok(InRead(db(), [&](sql::Tx& tx) { return surveys::FindEntry(tx, "c", contact); }));
    ASSERT_TRUE(read.has_value()) << contact;
    EXPECT_EQ(read->contact, contact);
  }
  EXPECT_FALSE(Add("nowhere", {Entry("1", "a")}).ok());
}

TEST_P(RollStoreTest, ATicketIsTakenByOneVoucherAndARepeatIsRecognised) {
  ASSERT_OK(Open("c", Keys()).status());
  ASSERT_OK(Add("c", {Entry("1", "a")}));
  EXPECT_FAILS(Take("2", "x").status(), kNotFound, kTicketUnknown);
  EXPECT_EQ(Ok(Take("1", "x")), Taking::kFirst);
  EXPECT_EQ(Ok(Take("1", "x")), Taking::kRepeated);
  EXPECT_EQ(Ok(Take("1", "y")), Taking::kByAnother);
  EXPECT_EQ(Ok(Take("1", "x")), Taking::kRepeated);
}

TEST_P(RollStoreTest, OfThoseThatTakeATicketAtOnceOneIsTheFirst) {
  ASSERT_OK(Open("c", Keys()).status());
  std::vector<RollEntry> entries;
  for (int i = 0; i < 10; ++i) entries.push_back(Entry(absl::StrCat(i), "a"));
  ASSERT_OK(Add("c", entries));
  std::atomic<int> first{0}, another{0}, failed{0};
  InParallel(8, [&](int thread) {
    for (int i = 0; i < 10; ++i) {
      const auto taking = Take(absl::StrCat(i), absl::StrCat(thread));
      failed += taking.ok() ? 0 : 1;
      first += taking.ok() && *taking == Taking::kFirst ? 1 : 0;
      another += taking.ok() && *taking == Taking::kByAnother ? 1 : 0;
    }
  });
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(first, 10);
  EXPECT_EQ(another, 70);
  EXPECT_THAT(Count("c"), ElementsAre(Pair("a", RollCount{10, 10})));
}

TEST_P(RollStoreTest, AnErasedPersonIsGoneWithHisTicket) {
  ASSERT_OK(Open("c", Keys()).status());
  ASSERT_OK(Add("c", {Entry("one", "a"), Entry("two", "a")}));
  ASSERT_OK(Take("one", "x").status());
  const auto erase = [&](const std::string& contact) {
    return InWrite(db(), [&](sql::Tx& tx) { return surveys::EraseEntry(tx, "c", contact); });
  };
  EXPECT_TRUE(Ok(erase("ONE")));
  EXPECT_FALSE(Ok(erase("two")));
  const absl::Status unknown = erase("secret@example.kz").status();
  EXPECT_FAILS(unknown, kNotFound, kNotFound);
  EXPECT_EQ(unknown.message().find("secret"), absl::string_view::npos);
  EXPECT_FAILS(Take("one", "x").status(), kNotFound, kTicketUnknown);
  EXPECT_THAT(Count("c"), IsEmpty());
}

TEST_P(RollStoreTest, ClosingDestroysTheKeysAndWhatTicketsWereTakenFor) {
  ASSERT_OK(Open("c", Keys()).status());
  ASSERT_OK(Open("d", Keys()).status());
  ASSERT_OK(Add("c", {Entry("1", "a"), Entry("2", "a")}));
  ASSERT_OK(Add("d", {Entry("3", "a")}));
  ASSERT_OK(Take("1", "x").status());
  ASSERT_OK(Take("3", "x").status());
  ASSERT_OK(Close("c"));
  EXPECT_FAILS(Take("1", "x").status(), kFailedPrecondition, kCampaignState);
  EXPECT_FAILS(Take("2", "x").status(), kFailedPrecondition, kCampaignState);
  EXPECT_EQ(Ok(Take("3", "x")), Taking::kRepeated);
  EXPECT_EQ(ReadInt(db(),
                    "SELECT COUNT(*) FROM roll_key WHERE campaign = 'c' AND "
                    "LENGTH(sealed_private_key) > 0"),
            0);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM roll_key WHERE LENGTH(sealed_private_key) > 0"), 2);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM entry WHERE LENGTH(blinded_digest) > 0"), 1);
  EXPECT_THAT(Count("c"), ElementsAre(Pair("a", RollCount{2, 1})));
  const auto closed = [&](const std::string& campaign) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return surveys::RollClosed(tx, campaign); }));
  };
  EXPECT_TRUE(closed("c"));
  EXPECT_FALSE(closed("d"));
  EXPECT_TRUE(closed("nowhere"));
  const std::string before = Dump();
  EXPECT_OK(Close("c"));
  EXPECT_OK(Close("nowhere"));
  EXPECT_EQ(Dump(), before);
}

TEST_P(RollStoreTest, NoColumnSaysWhen) {
  const absl::string_view columns =
      IsSqlite() ? "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE "
                   "m.type = 'table' AND m.name IN ('roll', 'roll_key', 'entry')"
                 : "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM "
                   "information_schema.columns WHERE table_schema = current_schema() AND "
                   "table_name IN ('roll', 'roll_key', 'entry')";
  std::vector<std::string> names;
  ASSERT_OK(db().Read(Soon(), [&](sql::Tx& tx) {
    names.clear();
    return tx.Query(columns, {}, [&](const sql::Row& row) {
      names.push_back(absl::StrCat(row.Text(0), ".", row.Text(1)));
      return absl::OkStatus();
    });
  }));
  EXPECT_THAT(
      names, ::testing::UnorderedElementsAre(
                 "roll.campaign", "roll.closed", "roll_key.campaign", "roll_key.stratum",
                 "roll_key.public_key", "roll_key.sealed_private_key", "entry.campaign", "entry.id",
                 "entry.contact", "entry.contact_folded", "entry.stratum", "entry.language",
                 "entry.test", "entry.ticket_digest", "entry.taken", "entry.blinded_digest"));
  if (IsSqlite()) {
    EXPECT_EQ(ReadInt(db(),
                      "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN "
                      "('roll', 'roll_key', 'entry') AND sql NOT LIKE '%WITHOUT ROWID'"),
              0);
  } else {
    // All entries of a closed campaign come from one transaction.
    ASSERT_OK(Open("c", Keys()).status());
    for (int i = 0; i < 5; ++i) ASSERT_OK(Add("c", {Entry(absl::StrCat(i), "a")}));
    for (int i = 0; i < 5; ++i) ASSERT_OK(Take(absl::StrCat(i), "x").status());
    constexpr char kTransactions[] = "SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM entry";
    EXPECT_EQ(ReadInt(db(), kTransactions), 5);
    ASSERT_OK(Close("c"));
    EXPECT_EQ(ReadInt(db(), kTransactions), 1);
  }
}

}  // namespace
}  // namespace tarazy::testing
