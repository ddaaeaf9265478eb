#include "tests/anonymity/experiment.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/ids.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/ballots/release.h"
#include "services/surveys/app/lifecycle/open_campaign.h"
#include "services/surveys/app/roll/invite_people.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "services/surveys/store/roll/roll_store.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::anonymity {
namespace {

using surveys::v1::Campaign;
namespace v1 = surveys::v1;

constexpr uint64_t kSeed = 5;

void Must(const absl::Status& status) {
  if (status.ok()) return;
  ADD_FAILURE() << status;
  std::abort();
}

Context Soon() { return {.deadline = absl::Now() + absl::Seconds(60)}; }

std::unique_ptr<sql::Database> OpenOrDie(const std::string& url, const std::string& name,
                                         const sql::Migrations& migrations) {
  auto database = sql::Open(url, name, migrations);
  Must(database.status());
  return *std::move(database);
}

void Say(const std::string& text, tarazy::common::v1::Localized& localized) {
  localized.set_kk(text);
  localized.set_ru(text);
  localized.set_en(text);
}

v1::Questionnaire ThreeQuestions() {
  v1::Questionnaire questionnaire;
  questionnaire.set_id("three");
  Say("Three questions", *questionnaire.mutable_title());
  questionnaire.set_respondents(v1::RESPONDENT_CLASS_STUDENTS);
  v1::Page& page = *questionnaire.add_pages();
  page.set_id("p");
  const auto add = [&](const char* id, v1::ItemType type) {
    v1::Item& item = *page.add_items();
    item.set_id(id);
    item.set_type(type);
    Say(id, *item.mutable_text());
    return &item;
  };
  v1::NumberRange& range = *add("number", v1::ITEM_TYPE_NUMBER)->mutable_number();
  range.set_min(0);
  range.set_max(1000000);
  range.set_decimals(3);
  v1::Item& choice = *add("choice", v1::ITEM_TYPE_SINGLE);
  for (const char* code : {"yes", "no"}) {
    v1::Choice& one = *choice.add_choices();
    one.set_code(code);
    Say(code, *one.mutable_label());
  }
  add("text", v1::ITEM_TYPE_TEXT);
  return questionnaire;
}

Campaign CampaignOf() {
  Campaign campaign;
  campaign.set_id(kCampaignId);
  Say("Experiment", *campaign.mutable_title());
  campaign.set_questionnaire("questionnaires/three/versions/1");
  campaign.set_kind(v1::CAMPAIGN_KIND_TICKETS);
  campaign.set_ballots(v1::BALLOT_MODE_RECORDS);
  for (int i = 0; i < kStrata; ++i) {
    v1::Stratum& stratum = *campaign.add_strata();
    stratum.set_id(absl::StrCat("s", i));
    Say(stratum.id(), *stratum.mutable_title());
    stratum.set_frame(kPeople);
  }
  return campaign;
}

}  // namespace

Experiment::Experiment(const std::string& engine)
    : sqlite_(engine == "sqlite"),
      url_(sqlite_ ? "sqlite:" + dir_.path() : testing::TestPostgresUrl()),
      control_name_("c" + RandomHex(6)),
      roll_name_("r" + RandomHex(6)),
      ballots_name_("b" + RandomHex(6)),
      control_(OpenOrDie(url_, control_name_, surveys::control::SchemaMigrations())),
      roll_(OpenOrDie(url_, roll_name_, surveys::roll::SchemaMigrations())),
      ballots_(OpenOrDie(url_, ballots_name_, surveys::ballots::SchemaMigrations())),
      campaigns_(std::make_unique<surveys::RunningCampaigns>(*control_)),
      office_(std::make_unique<surveys::TicketOffice>(
          *roll_,
          [this](const Context& context,
                 absl::string_view id) -> absl::StatusOr<std::shared_ptr<const Campaign>> {
            ASSIGN_OR_RETURN(const auto running, campaigns_->Find(context, id));
            return std::shared_ptr<const Campaign>(running, &running->campaign);
          },
          secret_)),
      box_(std::make_unique<surveys::BallotBox>(
          *campaigns_, *ballots_, sealer_,
          surveys::BallotBoxOptions{.writer = {.release_pause = absl::Hours(1)}})) {
  std::vector<int64_t> numbers(kPeople);
  std::iota(numbers.begin(), numbers.end(), int64_t{300000000});
  for (int64_t& number : numbers) number += 1000 * (number - 300000000);
  std::mt19937_64 random(kSeed);
  std::shuffle(numbers.begin(), numbers.end(), random);
  for (int i = 0; i < kPeople; ++i) {
    Person& person = people_.emplace_back();
    person.stratum = absl::StrCat("s", i % kStrata);
    person.number = numbers[static_cast<size_t>(i)];
    by_number_[person.number] = i;
    if (i % 3 == 0) {
      person.text = absl::StrCat("remark ", person.number, " ", std::string(random() % 200, 'x'));
    }
  }
}

void Experiment::Open(int group_size) {
  Must(control_->Write(Soon(), [&](sql::Tx& tx) {
    surveys::QuestionnaireVersion version{
        .source = "source", .created = now_, .questionnaire = ThreeQuestions()};
    return surveys::AddQuestionnaireVersion(tx, version);
  }));
  surveys::OpenedCampaign opened;
  Must(control_->Read(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(opened, surveys::PrepareCampaign(tx, CampaignOf(), now_));
    return absl::OkStatus();
  }));
  Must(surveys::OpenCampaign(Soon(), {*control_, *roll_, *ballots_}, secret_, opened, "the test",
                             now_, [](sql::Tx&) { return absl::OkStatus(); }));
  if (group_size != kGroupSize) {
    RunOnBallots(absl::StrCat("UPDATE box SET group_size = ", group_size));
  }
  const auto running = campaigns_->Find(Soon(), kCampaignId);
  Must(running.status());
  running_ = *running;
  InviteAll();
}

void Experiment::InviteAll() {
  const surveys::TicketCodes codes(secret_);
  std::vector<surveys::Invitee> invitees;
  for (int i = 0; i < kPeople; ++i) {
    invitees.push_back({.contact = absl::StrFormat("person%03d@example.invalid", i),
                        .stratum = people_[static_cast<size_t>(i)].stratum,
                        .language = "ru"});
  }
  std::vector<surveys::Invited> invited;
  Must(roll_->Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(invited, surveys::InvitePeople(tx, codes, running_->campaign, invitees, now_));
    return absl::OkStatus();
  }));
  for (size_t i = 0; i < invited.size(); ++i) {
    people_[i].code = codes.CodeOf(kCampaignId, invited[i].entry);
  }
}

void Experiment::CastAll(int every) {
  for (int i = 0; i < kPeople; ++i) {
    Cast(i);
    if ((i + 1) % every == 0) Release();
  }
}

void Experiment::Cast(int person) {
  Person& one = people_[static_cast<size_t>(person)];
  const auto view = office_->LookAt(Soon(), one.code);
  Must(view.status());
  const auto key = BlindRsaPublicKey::FromSpki(view->public_key);
  Must(key.status());
  const std::string voucher = PrepareBlind(absl::HexStringToBytes(RandomHex(32)));
  one.voucher_digest = absl::BytesToHexString(Sha256Of(voucher));
  const auto blinding = key->Blind(voucher);
  Must(blinding.status());
  const auto blind_signature = office_->Exchange(Soon(), one.code, blinding->blinded_message, now_);
  Must(blind_signature.status());
  const auto signature = key->Finalize(voucher, *blind_signature, blinding->inverse);
  Must(signature.status());

  google::protobuf::RepeatedPtrField<v1::Answer> answers;
  v1::Answer& number = *answers.Add();
  number.set_question("number");
  number.set_number(static_cast<double>(one.number) / 1000);
  v1::Answer& choice = *answers.Add();
  choice.set_question("choice");
  choice.set_choice(person % 2 == 0 ? "yes" : "no");
  if (!one.text.empty()) {
    v1::Answer& text = *answers.Add();
    text.set_question("text");
    text.set_text(one.text);
  }
  Must(box_->Submit(Soon(),
                    {.campaign = kCampaignId,
                     .voucher =
                         surveys::VoucherProof{
                             .stratum = one.stratum, .message = voucher, .signature = *signature},
                     .submission_id = RandomHex(16),
                     .language = "ru",
                     .answers = answers},
                    now_)
           .status());
}

void Experiment::Release() {
  LookAtWaiting();
  for (int i = 0; i < kStrata; ++i) {
    Must(ballots_->Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(surveys::AwaitTurn(tx, ballots_->Engine()));
      return surveys::ReleaseGroup(tx, ballots_->Engine(), sealer_, *running_->form, kCampaignId,
                                   absl::StrCat("s", i))
          .status();
    }));
  }
  LookAtReleased(++steps_);
}

void Experiment::Close() {
  LookAtWaiting();
  Must(box_->Close(Soon(), *running_));
  Must(roll_->Write(Soon(), [&](sql::Tx& tx) { return surveys::CloseRoll(tx, kCampaignId); }));
}

void Experiment::ShutDown() {
  box_.reset();
  office_.reset();
  campaigns_.reset();
  control_.reset();
  roll_.reset();
  ballots_.reset();
}

void Experiment::RunOn(sql::Database& db, const std::string& sql) {
  Must(db.Write(Soon(), [&](sql::Tx& tx) { return tx.Exec(sql).status(); }));
}

void Experiment::LookAtWaiting() {
  const Table now = Ballots().at("pending");
  Table& seen = waiting_["pending"];
  if (seen.columns.empty()) seen.columns = now.columns;
  const size_t id = now.Column("id");
  for (const auto& row : now.rows) {
    const auto before = std::find_if(seen.rows.begin(), seen.rows.end(),
                                     [&](const auto& old) { return old[id] == row[id]; });
    if (before == seen.rows.end()) {
      seen.rows.push_back(row);
    } else {
      *before = row;
    }
  }
}

void Experiment::LookAtReleased(int step) {
  const Table ballots = Ballots().at("ballot");
  const std::vector<int> people = PeopleOf("ballot", ballots);
  for (const int person : people) {
    if (groups_.contains(person)) continue;
    groups_[person] = absl::StrCat(people_[static_cast<size_t>(person)].stratum, " ", step);
  }
}

int Experiment::ByNumber(const std::string& packed_hex) const {
  surveys::CodedBallot ballot;
  Must(surveys::Unpack(*running_->form, absl::HexStringToBytes(packed_hex), ballot));
  return by_number_.at(ballot.answers[0].value);
}

std::vector<int> Experiment::PeopleOf(const std::string& table, const Table& rows) const {
  std::vector<int> people;
  for (const auto& row : rows.rows) {
    int person = -1;
    if (table == "ballot") {
      person = ByNumber(row[rows.Column("packed")]);
    } else if (table == "comment") {
      int64_t number = 0;
      if (std::sscanf(row[rows.Column("text")].c_str(), "remark %ld", &number) == 1) {
        person = by_number_.at(number);
      }
    } else if (table == "pending") {
      const auto cast = sealer_.Unseal(*running_->form, kCampaignId, row[rows.Column("stratum")],
                                       absl::HexStringToBytes(row[rows.Column("sealed")]));
      Must(cast.status());
      person = by_number_.at(cast->ballot.answers[0].value);
    } else if (table == "spent") {
      for (size_t i = 0; i < people_.size(); ++i) {
        if (people_[i].voucher_digest == row[rows.Column("voucher_digest")]) {
          person = static_cast<int>(i);
        }
      }
    } else {
      std::sscanf(row[rows.Column("contact")].c_str(), "person%d", &person);
    }
    people.push_back(person);
  }
  return people;
}

std::vector<Trait> Experiment::Comings() const {
  std::vector<Trait> traits;
  const auto add = [&](const std::string& name, const Table& table) {
    for (Trait& trait : TraitsOf(name, table, PeopleOf(name, table))) {
      traits.push_back(std::move(trait));
    }
  };
  add("entry", Roll().at("entry"));
  add("spent", Ballots().at("spent"));
  add("pending", waiting_.at("pending"));
  return traits;
}

std::vector<Trait> Experiment::BallotTraits() const {
  const Table table = Ballots().at("ballot");
  return TraitsOf("ballot", table, PeopleOf("ballot", table));
}

std::vector<Trait> Experiment::CommentTraits() const {
  const Table table = Ballots().at("comment");
  return TraitsOf("comment", table, PeopleOf("comment", table));
}

Cells Experiment::Strata() const {
  Cells cells;
  for (size_t i = 0; i < people_.size(); ++i) cells[static_cast<int>(i)] = people_[i].stratum;
  return cells;
}

std::map<int, std::string> Experiment::Records() const {
  std::map<int, std::string> records;
  for (size_t i = 0; i < people_.size(); ++i) {
    const surveys::CodedBallot ballot{
        .answers = {{.state = surveys::AnswerState::kAnswered, .value = people_[i].number},
                    {.state = surveys::AnswerState::kAnswered, .value = i % 2 == 0 ? 0 : 1},
                    {.state = surveys::AnswerState::kMissing}}};
    records[static_cast<int>(i)] = surveys::RecordOf(*running_->form, ballot);
  }
  return records;
}

std::map<int, std::string> Experiment::Texts() const {
  std::map<int, std::string> texts;
  for (size_t i = 0; i < people_.size(); ++i) {
    if (!people_[i].text.empty()) texts[static_cast<int>(i)] = people_[i].text;
  }
  return texts;
}

}  // namespace tarazy::anonymity
