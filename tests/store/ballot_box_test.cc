// The use cases of respondents over real databases: whose voucher counts, when, and what is said to
// those who are refused.
#include "services/surveys/app/ballots/ballot_box.h"

#include <utility>

#include "common/base/ids.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/control/campaign_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "tests/store/ballots_fixture.h"

namespace tarazy::testing {
namespace {

using surveys::BallotBox;
using surveys::Receipt;
using surveys::Submitted;
using surveys::VoucherProof;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Answers = google::protobuf::RepeatedPtrField<v1::Answer>;

const BlindRsaKey& Key(int i) {
  static const BlindRsaKey* const keys[] = {new BlindRsaKey(BlindRsaKey::Generate()),
                                            new BlindRsaKey(BlindRsaKey::Generate())};
  return *keys[i];
}

VoucherProof Voucher(const std::string& stratum, const BlindRsaKey& key) {
  const std::string message = PrepareBlind(RandomHex(16));
  const auto blinding = key.Public().Blind(message);
  const auto signature = key.Public().Finalize(
      message, key.SignBlinded(blinding->blinded_message).value(), blinding->inverse);
  return {.stratum = stratum, .message = message, .signature = signature.value()};
}

Answers One(const std::string& question, const std::string& choice) {
  Answers answers;
  v1::Answer& answer = *answers.Add();
  answer.set_question(question);
  answer.set_choice(choice);
  return answers;
}

class BallotBoxTest : public BallotsTest {
 protected:
  BallotBoxTest()
      : control_(OpenOrDie(url(), name() + "_c", surveys::control::SchemaMigrations())) {
    v1::Questionnaire questionnaire = FourQuestions();
    v1::Item& hidden = *questionnaire.mutable_pages(0)->add_items();
    hidden.set_id("hidden");
    hidden.set_type(v1::ITEM_TYPE_SINGLE);
    hidden.add_choices()->set_code("c0");
    hidden.mutable_show_if()->mutable_answer()->set_question("single");
    hidden.mutable_show_if()->mutable_answer()->add_is("c1");
    Must(control_->Write(Soon(), [&](sql::Tx& tx) {
      surveys::QuestionnaireVersion version{.source = "source", .questionnaire = questionnaire};
      return surveys::AddQuestionnaireVersion(tx, version);
    }));
    campaign_.set_id(kCampaign);
    campaign_.set_name(absl::StrCat("campaigns/", kCampaign));
    campaign_.set_questionnaire("questionnaires/four/versions/1");
    campaign_.set_kind(v1::CAMPAIGN_KIND_TICKETS);
    campaign_.mutable_window()->set_opens("2023-04-26T11:15");
    campaign_.mutable_window()->set_closes("2023-04-26T12:00");
    campaign_.mutable_window()->set_zone("Asia/Almaty");
    campaign_.mutable_window()->set_grace_minutes(10);
    for (const char* stratum : {"a", "b"}) campaign_.add_strata()->set_id(stratum);
  }

  static void Must(const absl::Status& status) { ASSERT_TRUE(status.ok()) << status; }

  void OpenCampaign(surveys::BallotBoxOptions options = {}) {
    Must(control_->Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(surveys::InsertCampaign(tx, {.campaign = campaign_}));
      return surveys::MarkOpen(tx, campaign_.id());
    }));
    surveys::Box box{.campaign = campaign_.id(), .group_size = 5};
    if (campaign_.kind() == v1::CAMPAIGN_KIND_BOX) {
      box.strata = {{.id = "all"}};
    } else {
      box.strata = {{.id = "a", .public_key = Key(0).Public().ToSpki()},
                    {.id = "b", .public_key = Key(1).Public().ToSpki()}};
    }
    Open(box);
    campaigns_ = std::make_unique<surveys::RunningCampaigns>(*control_);
    options.writer.release_pause = absl::Hours(1);
    box_ = std::make_unique<BallotBox>(*campaigns_, ballots(), sealer_, options);
  }

  absl::StatusOr<Receipt> Submit(std::optional<VoucherProof> voucher, const Answers& answers,
                                 const std::string& id = RandomHex(16)) {
    return box_->Submit(Soon(),
                        {.campaign = campaign_.id(),
                         .voucher = std::move(voucher),
                         .submission_id = id,
                         .language = "ru",
                         .answers = answers},
                        now_);
  }
  absl::StatusOr<Receipt> Submit(const Submitted& submitted) {
    return box_->Submit(Soon(), submitted, now_);
  }
  static absl::Time Almaty(int hour, int minute) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("Asia/Almaty", &zone));
    return absl::FromCivil(absl::CivilMinute(2023, 4, 26, hour, minute), zone);
  }
  surveys::BallotCount All() {
    surveys::BallotCount a = CountOf("a");
    a.submitted += CountOf("b").submitted;
    return a;
  }

  v1::Campaign campaign_;
  const std::unique_ptr<sql::Database> control_;
  std::unique_ptr<surveys::RunningCampaigns> campaigns_;
  std::unique_ptr<BallotBox> box_;
  absl::Time now_ = Almaty(11, 30);
};
TEST_ON_BOTH_ENGINES(BallotBoxTest);

TEST_P(BallotBoxTest, AVoucherCountsOnceAndARepeatIsTold) {
  OpenCampaign();
  const VoucherProof voucher = Voucher("a", Key(0));
  const std::string id = RandomHex(16);
  const auto first = Submit(voucher, One("single", "c1"), id);
  ASSERT_OK(first.status());
  EXPECT_FALSE(first->repeated);
  const auto again = Submit(voucher, One("single", "c1"), id);
  ASSERT_OK(again.status());
  EXPECT_TRUE(again->repeated);
  EXPECT_FAILS(Submit(voucher, One("single", "c2"), id).status(), kFailedPrecondition,
               kVoucherSpent);
  EXPECT_FAILS(Submit(voucher, One("single", "c1")).status(), kFailedPrecondition, kVoucherSpent);
  EXPECT_EQ(All().submitted, 1);
}

TEST_P(BallotBoxTest, ForgedVouchersAreRefused) {
  OpenCampaign();
  const VoucherProof good = Voucher("a", Key(0));
  std::vector<VoucherProof> forged(7, good);
  forged[0].signature[100] ^= 1;
  forged[1].message[3] ^= 1;
  forged[2].stratum = "b";  // another stratum's
  forged[3].stratum = "nowhere";
  forged[4].signature.clear();
  forged[5].message.clear();
  forged[6] = Voucher("b", Key(0));  // signed for another stratum
  for (const VoucherProof& voucher : forged) {
    EXPECT_FAILS(Submit(voucher, One("single", "c1")).status(), kPermissionDenied, kVoucherInvalid);
    EXPECT_FAILS(box_->SaveDraft(Soon(), kCampaign, voucher, "x", now_), kPermissionDenied,
                 kVoucherInvalid);
    EXPECT_FAILS(box_->LoadDraft(Soon(), kCampaign, voucher).status(), kPermissionDenied,
                 kVoucherInvalid);
  }
  EXPECT_EQ(Submit(std::nullopt, One("single", "c1")).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(All().submitted, 0);
  ASSERT_OK(Submit(good, One("single", "c1")).status());
}

TEST_P(BallotBoxTest, TheWindowIsKept) {
  OpenCampaign();
  const VoucherProof voucher = Voucher("a", Key(0));
  const std::string id = RandomHex(16);
  now_ = Almaty(11, 14);
  const absl::Status early = Submit(voucher, One("single", "c1"), id).status();
  EXPECT_FAILS(early, kFailedPrecondition, kCampaignState);
  EXPECT_THAT(early.message(), HasSubstr("opens at 2023-04-26T11:15 (Asia/Almaty)"));
  now_ = Almaty(12, 9);  // grace
  ASSERT_OK(Submit(voucher, One("single", "c1"), id).status());
  now_ = Almaty(12, 10);
  const absl::Status late = Submit(Voucher("a", Key(0)), One("single", "c1")).status();
  EXPECT_FAILS(late, kFailedPrecondition, kCampaignState);
  EXPECT_THAT(late.message(), HasSubstr("is closed"));
  EXPECT_FAILS(box_->SaveDraft(Soon(), kCampaign, Voucher("a", Key(0)), "x", now_),
               kFailedPrecondition, kCampaignState);
  // Whoever did not get his answer gets it now.
  EXPECT_TRUE(Submit(voucher, One("single", "c1"), id).value().repeated);
}

TEST_P(BallotBoxTest, FaultsOfAnswersAreToldAndSpendNothing) {
  OpenCampaign();
  const VoucherProof voucher = Voucher("a", Key(0));
  const absl::Status faulty = Submit(voucher, One("single", "c9")).status();
  EXPECT_FAILS(faulty, kInvalidArgument, kAnswersInvalid);
  ASSERT_EQ(DetailOf(faulty).fields.size(), 1u);
  EXPECT_EQ(DetailOf(faulty).fields[0].field, "single");
  for (const char* id :
       {"", "short", "0123456789abcdef0123456789abcdeX", "0123456789ABCDEF0123456789ABCDEF"}) {
    EXPECT_EQ(Submit(voucher, One("single", "c1"), id).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  const Answers answers = One("single", "c1");
  EXPECT_EQ(Submit({.campaign = kCampaign,
                    .voucher = voucher,
                    .submission_id = RandomHex(16),
                    .language = "de",
                    .answers = answers})
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
  ASSERT_OK(Submit(voucher, answers).status());
}

TEST_P(BallotBoxTest, HiddenAnswersAreRefusedOrDropped) {
  OpenCampaign();
  const VoucherProof voucher = Voucher("b", Key(1));
  Answers answers = One("single", "c0");
  *answers.Add() = One("hidden", "c0")[0];
  EXPECT_FAILS(Submit(voucher, answers).status(), kInvalidArgument, kAnswersInvalid);
  const std::string id = RandomHex(16);
  const Submitted dropping{.campaign = kCampaign,
                           .voucher = voucher,
                           .submission_id = id,
                           .language = "kk",
                           .answers = answers,
                           .drop_hidden = true};
  for (const bool repeated : {false, true}) {
    const auto receipt = Submit(dropping);
    ASSERT_OK(receipt.status());
    EXPECT_THAT(receipt->dropped, ElementsAre("hidden"));
    EXPECT_EQ(receipt->repeated, repeated);
  }
}

TEST_P(BallotBoxTest, ATrialCheckSpendsNothing) {
  OpenCampaign();
  const VoucherProof voucher = Voucher("a", Key(0));
  const Answers answers = One("single", "c1");
  Submitted check{.campaign = kCampaign,
                  .voucher = voucher,
                  .submission_id = RandomHex(16),
                  .language = "en",
                  .answers = answers,
                  .validate_only = true};
  EXPECT_FALSE(Submit(check).value().repeated);
  EXPECT_EQ(All().submitted, 0);
  ASSERT_OK(Submit(voucher, answers).status());
  EXPECT_FAILS(Submit(check).status(), kFailedPrecondition, kVoucherSpent);
}

TEST_P(BallotBoxTest, ClosedByHandIsClosedAtOnce) {
  OpenCampaign();
  const VoucherProof voucher = Voucher("a", Key(0));
  ASSERT_OK(box_->SaveDraft(Soon(), kCampaign, voucher, "draft", now_));
  EXPECT_EQ(box_->GetForm(Soon(), kCampaign, now_).value().state, v1::CAMPAIGN_STATE_OPEN);
  ASSERT_OK(box_->Close(Soon(), **campaigns_->Find(Soon(), kCampaign)));
  EXPECT_FAILS(Submit(voucher, One("single", "c1")).status(), kFailedPrecondition, kCampaignState);
  EXPECT_FAILS(box_->SaveDraft(Soon(), kCampaign, voucher, "draft", now_), kFailedPrecondition,
               kCampaignState);
  EXPECT_FAILS(box_->LoadDraft(Soon(), kCampaign, voucher).status(), kNotFound, kNotFound);
  EXPECT_EQ(box_->GetForm(Soon(), kCampaign, now_).value().state, v1::CAMPAIGN_STATE_CLOSED);
  EXPECT_FAILS(box_->GetForm(Soon(), "nobody", now_).status(), kNotFound, kNotFound);
}

TEST_P(BallotBoxTest, DraftsAreTheVouchersOwn) {
  OpenCampaign();
  const VoucherProof mine = Voucher("a", Key(0)), other = Voucher("a", Key(0));
  const std::string sealed(64 << 10, '\xfe');
  ASSERT_OK(box_->SaveDraft(Soon(), kCampaign, mine, "older", now_));
  ASSERT_OK(box_->SaveDraft(Soon(), kCampaign, mine, sealed, now_));
  EXPECT_EQ(box_->LoadDraft(Soon(), kCampaign, mine).value(), sealed);
  EXPECT_FAILS(box_->LoadDraft(Soon(), kCampaign, other).status(), kNotFound, kNotFound);
  EXPECT_EQ(box_->SaveDraft(Soon(), kCampaign, mine, sealed + "x", now_).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(box_->SaveDraft(Soon(), kCampaign, mine, "", now_).code(),
            absl::StatusCode::kInvalidArgument);
  ASSERT_OK(Submit(mine, One("single", "c1")).status());
  EXPECT_FAILS(box_->SaveDraft(Soon(), kCampaign, mine, "again", now_), kFailedPrecondition,
               kVoucherSpent);
}

TEST_P(BallotBoxTest, AFeedbackBoxTakesFromAnybodyButNotTooMany) {
  campaign_.set_kind(v1::CAMPAIGN_KIND_BOX);
  campaign_.clear_strata();
  campaign_.clear_window();
  OpenCampaign({.box = {.burst = 5, .per_second = 0.1}});
  const std::string id = RandomHex(16);
  EXPECT_FALSE(Submit(std::nullopt, One("single", "c1"), id).value().repeated);
  EXPECT_TRUE(Submit(std::nullopt, One("single", "c1"), id).value().repeated);
  EXPECT_FAILS(Submit(std::nullopt, One("single", "c2"), id).status(), kFailedPrecondition,
               kVoucherSpent);
  EXPECT_EQ(Submit(Voucher("all", Key(0)), One("single", "c1")).status().code(),
            absl::StatusCode::kInvalidArgument);
  ASSERT_OK(Submit(std::nullopt, One("single", "c1")).status());
  ASSERT_OK(Submit(std::nullopt, One("single", "c1")).status());
  EXPECT_FAILS(Submit(std::nullopt, One("single", "c1")).status(), kResourceExhausted,
               kRateLimited);
  now_ += absl::Seconds(10);
  ASSERT_OK(Submit(std::nullopt, One("single", "c1")).status());
  EXPECT_EQ(CountOf("all").submitted, 4);
}

TEST_P(BallotBoxTest, AVoucherCannotBeTriedForever) {
  OpenCampaign({.voucher = {.burst = 3, .per_second = 0.1}});
  const VoucherProof voucher = Voucher("a", Key(0));
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(box_->SaveDraft(Soon(), kCampaign, voucher, absl::StrCat(i), now_));
  }
  EXPECT_FAILS(box_->SaveDraft(Soon(), kCampaign, voucher, "4", now_), kResourceExhausted,
               kRateLimited);
  ASSERT_OK(Submit(Voucher("a", Key(0)), One("single", "c1")).status());  // nobody else is held up
}

TEST_P(BallotBoxTest, OneOfManyParallelBallotsWins) {
  OpenCampaign();
  for (int round = 0; round < 5; ++round) {
    const VoucherProof voucher = Voucher("a", Key(0));
    std::atomic<int> kept = 0, spent = 0;
    InParallel(8, [&](int i) {
      const Answers answers = One("single", absl::StrCat("c", i % 3));
      const auto receipt = Submit(voucher, answers);
      if (receipt.ok()) ++kept;
      if (DetailOf(receipt.status()).reason == Reason::kVoucherSpent) ++spent;
    });
    EXPECT_EQ(kept, 1);
    EXPECT_EQ(spent, 7);
  }
  EXPECT_EQ(All().submitted, 5);
}

}  // namespace
}  // namespace tarazy::testing
