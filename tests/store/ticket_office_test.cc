// Tickets are looked at and exchanged, on both engines: a ballot's voucher for one, once, and
// nobody can tell which.
#include "services/surveys/app/roll/ticket_office.h"

#include <atomic>
#include <set>

#include "services/surveys/app/roll/invite_people.h"
#include "services/surveys/app/roll/make_keys.h"
#include "tests/store/roll_fixture.h"

namespace tarazy::testing {
namespace {

using surveys::TicketOffice;
namespace v1 = surveys::v1;

const Secret& TestSecret() {
  static const Secret& secret = *new Secret(Secret::Generate());
  return secret;
}

// Made once: making keys takes a while.
const std::vector<surveys::StratumKey>& KeysOf(const std::string& campaign) {
  static auto& keys = *new std::map<std::string, std::vector<surveys::StratumKey>>;
  std::vector<surveys::StratumKey>& made = keys[campaign];
  if (made.empty()) made = Ok(surveys::MakeKeys(TestSecret(), campaign, {"a", "b", "test"}));
  return made;
}

// A respondent's side.
struct Holder {
  explicit Holder(const std::string& public_key)
      : key(*BlindRsaPublicKey::FromSpki(public_key)),
        prepared(PrepareBlind(RandomHex(32))),
        blinding(*key.Blind(prepared)) {}

  BlindRsaPublicKey key;
  std::string prepared;
  Blinding blinding;
};

class TicketOfficeTest : public RollTest {
 protected:
  void SetUp() override {
    for (const char* id : {"c", "d"}) {
      v1::Campaign campaign;
      campaign.set_id(id);
      campaign.set_kind(v1::CAMPAIGN_KIND_TICKETS);
      for (const char* stratum : {"a", "b"}) campaign.add_strata()->set_id(stratum);
      campaign.mutable_window()->set_opens("2026-03-01T09:00");
      campaign.mutable_window()->set_closes("2026-03-02T09:00");
      campaign.mutable_window()->set_zone("UTC");
      campaign.mutable_window()->set_grace_minutes(30);
      campaigns_[id] = std::make_shared<const v1::Campaign>(campaign);
      ASSERT_OK(db().Write(
          Soon(), [&](sql::Tx& tx) { return surveys::OpenRoll(tx, id, KeysOf(id)).status(); }));
    }
  }

  std::unique_ptr<TicketOffice> NewOffice(surveys::Attempts::Limits limits = {}) {
    return std::make_unique<TicketOffice>(
        db(),
        [this](const Context&,
               absl::string_view id) -> absl::StatusOr<std::shared_ptr<const v1::Campaign>> {
          return campaigns_.at(std::string(id));
        },
        TestSecret(), limits);
  }
  std::string Invite(const std::string& campaign, const surveys::Invitee& person) {
    const auto invited = Ok(InWrite(db(), [&](sql::Tx& tx) {
      return surveys::InvitePeople(tx, codes_, *campaigns_.at(campaign), {person}, now_);
    }));
    return invited.empty() ? "" : codes_.CodeOf(campaign, invited[0].entry);
  }
  std::string KeyOf(const std::string& code) {
    return Ok(office_->LookAt(Soon(), code)).public_key;
  }
  absl::StatusOr<std::string> Exchange(const std::string& code, const std::string& blinded) {
    return office_->Exchange(Soon(), code, blinded, now_);
  }
  absl::Status Close(const std::string& campaign) {
    return db().Write(Soon(), [&](sql::Tx& tx) { return surveys::CloseRoll(tx, campaign); });
  }

  const surveys::TicketCodes codes_{TestSecret()};
  std::map<std::string, std::shared_ptr<const v1::Campaign>> campaigns_;
  absl::Time now_ = absl::FromCivil(absl::CivilHour(2026, 3, 1, 10), absl::UTCTimeZone());
  std::unique_ptr<TicketOffice> office_ = NewOffice();
};
TEST_ON_BOTH_ENGINES(TicketOfficeTest);

TEST_P(TicketOfficeTest, ATicketBuysOneVoucherOfItsStratum) {
  const std::string code = Invite("c", {"anna@example.kz", "b", "ru"});
  const auto view = Ok(office_->LookAt(Soon(), code));
  EXPECT_EQ(view.ticket.campaign, "c");
  EXPECT_EQ(view.ticket.stratum, "b");
  EXPECT_EQ(view.ticket.language, "ru");
  EXPECT_FALSE(view.ticket.taken);
  EXPECT_FALSE(view.ticket.test);
  EXPECT_EQ(view.public_key, KeysOf("c")[1].public_key);

  const Holder holder(view.public_key);
  const std::string answer = Ok(Exchange(code, holder.blinding.blinded_message));
  const std::string voucher =
      Ok(holder.key.Finalize(holder.prepared, answer, holder.blinding.inverse));
  EXPECT_TRUE(holder.key.Verify(holder.prepared, voucher));
  EXPECT_TRUE(Ok(office_->LookAt(Soon(), code)).ticket.taken);
  // No other key takes it for its own.
  for (const std::string& campaign : {std::string("c"), std::string("d")}) {
    for (const surveys::StratumKey& key : KeysOf(campaign)) {
      if (key.public_key == view.public_key) continue;
      EXPECT_FALSE(BlindRsaPublicKey::FromSpki(key.public_key)->Verify(holder.prepared, voucher))
          << campaign << " " << key.stratum;
    }
  }
  // Nothing of the voucher is stored.
  const std::string dump = Dump();
  for (const std::string& secret : {holder.prepared, voucher, holder.blinding.blinded_message,
                                    holder.blinding.inverse, answer}) {
    EXPECT_EQ(dump.find(absl::BytesToHexString(secret)), std::string::npos);
  }
}

TEST_P(TicketOfficeTest, LookingChangesNothing) {
  const std::string code = Invite("c", {"anna@example.kz", "a"});
  const std::string before = Dump();
  for (const std::string& look : {code, std::string("K7QM-2XWP-9RTD-4FHB"), std::string("x")}) {
    office_->LookAt(Soon(), look).status().IgnoreError();
    office_->LookAt(Soon(), absl::AsciiStrToLower(look)).status().IgnoreError();
  }
  EXPECT_EQ(Dump(), before);
}

TEST_P(TicketOfficeTest, ForgedTicketsAreUnknown) {
  const std::string code = Invite("c", {"anna@example.kz", "a"});
  const Holder holder(KeyOf(code));
  std::string bent = code;
  bent[0] = bent[0] == '0' ? '1' : '0';
  const std::string before = Dump();
  for (const std::string& forged : {bent, std::string(), std::string("x"), std::string(19, '-'),
                                    std::string("K7QM-2XWP-9RTD-4FHB"),
                                    // Of another installation, for the same entry.
                                    surveys::TicketCodes(Secret::Generate()).CodeOf("c", "e")}) {
    EXPECT_FAILS(office_->LookAt(Soon(), forged).status(), kNotFound, kTicketUnknown);
    EXPECT_FAILS(Exchange(forged, holder.blinding.blinded_message).status(), kNotFound,
                 kTicketUnknown);
  }
  EXPECT_EQ(Dump(), before);
}

TEST_P(TicketOfficeTest, AnotherCampaignsTicketGivesAnotherCampaignsVoucher) {
  const std::string code = Invite("d", {"anna@example.kz", "a"});
  // What is blinded for one key may be too large for another, by lot: then it is refused as such,
  // and takes nothing.
  for (bool exchanged = false; !exchanged;) {
    const Holder holder(KeysOf("c")[0].public_key);
    const absl::StatusOr<std::string> answer = Exchange(code, holder.blinding.blinded_message);
    exchanged = answer.ok();
    if (!exchanged) {
      ASSERT_TRUE(
          Fails(answer.status(), absl::StatusCode::kInvalidArgument, Reason::kInvalidField));
      now_ += absl::Minutes(1);  // attempts are bounded
      continue;
    }
    EXPECT_FAILS(holder.key.Finalize(holder.prepared, *answer, holder.blinding.inverse).status(),
                 kInvalidArgument, kVoucherInvalid);
  }
}

TEST_P(TicketOfficeTest, ARepeatGetsTheSameBytesAndAnotherVoucherNone) {
  const std::string code = Invite("c", {"anna@example.kz", "a"});
  const Holder holder(KeyOf(code)), other(KeyOf(code));
  const std::string answer = Ok(Exchange(code, holder.blinding.blinded_message));
  const std::string taken = Dump();
  EXPECT_EQ(Ok(Exchange(code, holder.blinding.blinded_message)), answer);
  EXPECT_FAILS(Exchange(code, other.blinding.blinded_message).status(), kFailedPrecondition,
               kTicketTaken);
  // After a crash, by a process that knows nothing of the first.
  office_ = NewOffice();
  EXPECT_EQ(Ok(Exchange(absl::AsciiStrToLower(code), holder.blinding.blinded_message)), answer);
  EXPECT_FAILS(Exchange(code, other.blinding.blinded_message).status(), kFailedPrecondition,
               kTicketTaken);
  EXPECT_EQ(Dump(), taken);
}

TEST_P(TicketOfficeTest, OfParallelExchangesOneVoucherWins) {
  const std::string code = Invite("c", {"anna@example.kz", "a"});
  std::vector<std::unique_ptr<Holder>> holders;
  for (int i = 0; i < 8; ++i) holders.push_back(std::make_unique<Holder>(KeyOf(code)));
  std::atomic<int> won{0}, taken{0};
  InParallel(8, [&](int i) {
    const auto answer = Exchange(code, holders[static_cast<size_t>(i)]->blinding.blinded_message);
    won += answer.ok() ? 1 : 0;
    taken += DetailOf(answer.status()).reason == Reason::kTicketTaken ? 1 : 0;
  });
  EXPECT_EQ(won, 1);
  EXPECT_EQ(taken, 7);
}

TEST_P(TicketOfficeTest, ABlindedVoucherThatIsNoneTakesNothing) {
  const std::string code = Invite("c", {"anna@example.kz", "a"});
  const std::string before = Dump();
  for (const std::string& hostile : {std::string(), std::string(255, 'x'), std::string(257, 'x'),
                                     std::string(256, '\0'), std::string(256, '\xff')}) {
    EXPECT_FAILS(Exchange(code, hostile).status(), kInvalidArgument, kInvalidField);
  }
  EXPECT_EQ(Dump(), before);
}

TEST_P(TicketOfficeTest, TrialsAreSignedWithTheirOwnKey) {
  const std::string code =
      Invite("c", {.contact = "tester", .stratum = "a", .language = "", .test = true});
  const auto view = Ok(office_->LookAt(Soon(), code));
  EXPECT_TRUE(view.ticket.test);
  EXPECT_EQ(view.ticket.stratum, "test");
  EXPECT_EQ(view.public_key, KeysOf("c")[2].public_key);
  const Holder holder(view.public_key);
  const std::string answer = Ok(Exchange(code, holder.blinding.blinded_message));
  EXPECT_OK(holder.key.Finalize(holder.prepared, answer, holder.blinding.inverse).status());
}

TEST_P(TicketOfficeTest, TheWindowDecides) {
  const std::string code = Invite("c", {"anna@example.kz", "a"});
  const std::string late = Invite("c", {"bek@example.kz", "a"});
  const Holder holder(KeyOf(code));
  const std::string& blinded = holder.blinding.blinded_message;
  now_ -= absl::Hours(2);
  EXPECT_FAILS(Exchange(code, blinded).status(), kFailedPrecondition, kCampaignState);
  now_ += absl::Hours(2);
  const std::string answer = Ok(Exchange(code, blinded));
  now_ += absl::Hours(23) + absl::Minutes(10);  // the grace period
  EXPECT_EQ(Ok(Exchange(code, blinded)), answer);
  EXPECT_FAILS(Exchange(late, blinded).status(), kFailedPrecondition, kCampaignState);
  now_ += absl::Minutes(30);
  EXPECT_FAILS(Exchange(code, blinded).status(), kFailedPrecondition, kCampaignState);
}

TEST_P(TicketOfficeTest, AClosedOrErasedTicketIsWorthNothing) {
  const std::string code = Invite("c", {"anna@example.kz", "a"});
  const std::string other = Invite("c", {"bek@example.kz", "a"});
  const Holder holder(KeyOf(code));
  ASSERT_OK(Exchange(code, holder.blinding.blinded_message).status());
  EXPECT_TRUE(Ok(
      InWrite(db(), [](sql::Tx& tx) { return surveys::EraseEntry(tx, "c", "anna@example.kz"); })));
  EXPECT_FAILS(Exchange(code, holder.blinding.blinded_message).status(), kNotFound, kTicketUnknown);
  EXPECT_FAILS(office_->LookAt(Soon(), code).status(), kNotFound, kTicketUnknown);
  ASSERT_OK(Close("c"));
  EXPECT_FAILS(Exchange(other, holder.blinding.blinded_message).status(), kFailedPrecondition,
               kCampaignState);
}

TEST_P(TicketOfficeTest, AttemptsAreBounded) {
  office_ = NewOffice({.per_ticket = 3, .unknown = 2});
  const std::string code = Invite("c", {"anna@example.kz", "a"});
  const Holder holder(KeyOf(code));
  for (int i = 0; i < 2; ++i) {
    EXPECT_FAILS(Exchange("K7QM-2XWP-9RTD-4FHB", "x").status(), kNotFound, kTicketUnknown);
  }
  EXPECT_FAILS(Exchange("K7QM-2XWP-9RTD-4FHB", "x").status(), kResourceExhausted, kRateLimited);
  EXPECT_FAILS(Exchange("nonsense", "x").status(), kResourceExhausted, kRateLimited);
  for (int i = 0; i < 3; ++i) EXPECT_OK(Exchange(code, holder.blinding.blinded_message).status());
  EXPECT_FAILS(Exchange(code, holder.blinding.blinded_message).status(), kResourceExhausted,
               kRateLimited);
  now_ += absl::Minutes(1);
  EXPECT_OK(Exchange(code, holder.blinding.blinded_message).status());
}

}  // namespace
}  // namespace tarazy::testing
