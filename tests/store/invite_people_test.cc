// People are put on a roll, by both engines: with every fault named, and no more than there are.
#include "services/surveys/app/roll/invite_people.h"

#include "services/surveys/app/roll/make_keys.h"
#include "services/surveys/app/roll/ticket_office.h"
#include "tests/store/roll_fixture.h"

namespace tarazy::testing {
namespace {

using surveys::Invited;
using surveys::Invitee;
using ::testing::ElementsAre;
namespace v1 = surveys::v1;

class InvitePeopleTest : public RollTest {
 protected:
  void SetUp() override {
    campaign_.set_id("c");
    campaign_.set_kind(v1::CAMPAIGN_KIND_TICKETS);
    for (const char* id : {"a", "b"}) campaign_.add_strata()->set_id(id);
    campaign_.mutable_strata(0)->set_frame(3);
    campaign_.mutable_window()->set_opens("2026-03-01T09:00");
    campaign_.mutable_window()->set_closes("2026-03-02T09:00");
    campaign_.mutable_window()->set_zone("UTC");
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
      return surveys::OpenRoll(tx, "c", {{"a", "p", "s"}, {"b", "p", "s"}, {"test", "p", "s"}})
          .status();
    }));
  }
  absl::StatusOr<std::vector<Invited>> Invite(const std::vector<Invitee>& people) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return surveys::InvitePeople(tx, codes_, campaign_, people, now_);
    });
  }
  std::vector<std::string> FaultsOf(const std::vector<Invitee>& people) {
    const absl::Status status = Invite(people).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    std::vector<std::string> fields;
    for (const FieldViolation& fault : DetailOf(status).fields) fields.push_back(fault.field);
    return fields;
  }

  const surveys::TicketCodes codes_{Secret::Generate()};
  v1::Campaign campaign_;
  absl::Time now_ = absl::FromCivil(absl::CivilHour(2026, 3, 1, 10), absl::UTCTimeZone());
};
TEST_ON_BOTH_ENGINES(InvitePeopleTest);

TEST_P(InvitePeopleTest, EachGetsATicketAndNothingStoredIsOne) {
  const auto invited = Ok(Invite({{"anna@example.kz", "a"}, {"+7 701 000 00 00", "b", "ru"}}));
  ASSERT_EQ(invited.size(), 2u);
  const std::string dump = Dump();
  for (const Invited& one : invited) {
    EXPECT_FALSE(one.known);
    const std::string code = codes_.CodeOf("c", one.entry);
    EXPECT_EQ(dump.find(code), std::string::npos);
    const auto ticket = Ok(InRead(
        db(), [&](sql::Tx& tx) { return surveys::FindTicket(tx, surveys::TicketDigest(code)); }));
    ASSERT_TRUE(ticket.has_value());
    EXPECT_EQ(ticket->campaign, "c");
    EXPECT_FALSE(ticket->taken);
  }
}

TEST_P(InvitePeopleTest, TheSameContactKeepsHisTicket) {
  const auto first = Ok(Invite({{"anna@example.kz", "a"}}));
  const auto again =
      Ok(Invite({{"bek@example.kz", "a"}, {"Anna@example.kz", "a"}, {"BEK@example.kz", "a"}}));
  ASSERT_EQ(first.size(), 1u);
  ASSERT_EQ(again.size(), 3u);
  EXPECT_EQ(again[1].entry, first[0].entry);
  EXPECT_TRUE(again[1].known);
  EXPECT_EQ(again[2].entry, again[0].entry);
  EXPECT_TRUE(again[2].known);
  EXPECT_FALSE(again[0].known);
}

TEST_P(InvitePeopleTest, EveryFaultIsNamedByRow) {
  ASSERT_OK(Invite({{"anna@example.kz", "a"}}).status());
  EXPECT_THAT(FaultsOf({{"", "a"},
                        {" x@example.kz", "a"},
                        {"y@example.kz", "c", "de"},
                        {"z@example.kz", "test"},
                        {std::string(255, 'x'), "a"},
                        {"line\nbreak", "b"}}),
              ElementsAre("people[0].contact", "people[1].contact", "people[2].stratum",
                          "people[2].language", "people[3].stratum", "people[4].contact",
                          "people[5].contact"));
  EXPECT_THAT(FaultsOf({{"anna@example.kz", "b"},
                        {.contact = "anna@example.kz", .stratum = "a", .test = true}}),
              ElementsAre("people[0].stratum", "people[1].test"));
  EXPECT_THAT(FaultsOf({}), ElementsAre("people"));
  EXPECT_THAT(FaultsOf(std::vector<Invitee>(1001, {"x", "a"})), ElementsAre("people"));
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM entry"), 1);
}

TEST_P(InvitePeopleTest, NoMoreThanTheFrame) {
  ASSERT_OK(
      Invite({{"1", "a"}, {"2", "a"}, {.contact = "t", .stratum = "a", .test = true}}).status());
  EXPECT_FAILS(Invite({{"3", "a"}, {"4", "a"}}).status(), kFailedPrecondition, kCampaignState);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM entry"), 3);
  EXPECT_OK(Invite({{"3", "a"}, {"2", "a"}, {"5", "b"}}).status());
  EXPECT_FAILS(Invite({{"4", "a"}}).status(), kFailedPrecondition, kCampaignState);
  EXPECT_OK(Invite({{.contact = "u", .stratum = "a", .test = true}}).status());
}

TEST_P(InvitePeopleTest, ThoseWhoInviteAtOnceDoNotPassTheFrame) {
  InParallel(4, [&](int thread) {
    for (int i = 0; i < 2; ++i) {
      Invite({{absl::StrCat(thread, "-", i), "a"}}).status().IgnoreError();
    }
  });
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM entry"), 3);
}

TEST_P(InvitePeopleTest, OnlyWhileTicketsAreOrWillBeTaken) {
  now_ -= absl::Hours(24);
  EXPECT_OK(Invite({{"early", "b"}}).status());
  now_ += absl::Hours(48);
  EXPECT_FAILS(Invite({{"late", "b"}}).status(), kFailedPrecondition, kCampaignState);
  now_ -= absl::Hours(24);
  campaign_.set_kind(v1::CAMPAIGN_KIND_BOX);
  EXPECT_FAILS(Invite({{"x", "b"}}).status(), kFailedPrecondition, kCampaignState);
  campaign_.set_kind(v1::CAMPAIGN_KIND_TICKETS);
  ASSERT_OK(db().Write(Soon(), [](sql::Tx& tx) { return surveys::CloseRoll(tx, "c"); }));
  EXPECT_FAILS(Invite({{"x", "b"}}).status(), kFailedPrecondition, kCampaignState);
}

TEST_P(InvitePeopleTest, WhereThereIsOneGroupItNeedsNoName) {
  campaign_.clear_strata();
  ASSERT_OK(Invite({{"x", ""}}).status());
  const auto entry = Ok(InRead(db(), [](sql::Tx& tx) { return surveys::FindEntry(tx, "c", "x"); }));
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->stratum, "all");
  EXPECT_EQ(entry->language, "kk");
}

}  // namespace
}  // namespace tarazy::testing
