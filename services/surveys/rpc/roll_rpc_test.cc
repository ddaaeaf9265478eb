// RollService through a real server: what leaves it, and what stays behind in its database.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/auth/token_store.h"
#include "common/base/blind_rsa.h"
#include "common/rpc/page.h"
#include "common/rpc/worker_pool.h"
#include "services/surveys/app/roll/make_keys.h"
#include "services/surveys/rpc/roll_service.h"
#include "services/surveys/store/control/campaign_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "services/surveys/store/roll/roll_store.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::surveys {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPublicUrl[] = "https://survey.example.kz/";

class SetClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixSeconds(seconds_); }
  void Set(absl::CivilMinute now) {
    seconds_ = absl::ToUnixSeconds(absl::FromCivil(now, absl::UTCTimeZone()));
  }

 private:
  std::atomic<int64_t> seconds_ =
      absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(2026, 3, 1, 10), absl::UTCTimeZone()));
};

class RollRpcTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string url = absl::StrCat("sqlite:", folder_.path());
    auth_ = *sql::Open(url, "auth", auth::SchemaMigrations());
    control_ = *sql::Open(url, "surveys", control::SchemaMigrations());
    roll_ = *sql::Open(url, "surveys_roll", roll::SchemaMigrations());
    OpenCampaign();
    authenticator_ = std::make_unique<auth::Authenticator>(*auth_, clock_);
    runtime_.reset(new rpc::Runtime{.clock = clock_,
                                    .authenticator = *authenticator_,
                                    .metrics = metrics_,
                                    .authentication = admission_,
                                    .admission = admission_,
                                    .pages = pages_,
                                    .workers = workers_});
    runtime_->methods = *rpc::ServedMethods::For({"tarazy.surveys.v1.RollService"}, metrics_);
    campaigns_ = std::make_unique<RunningCampaigns>(*control_);
    service_ = std::make_unique<RollService>(*runtime_, *roll_, *campaigns_, secret_, kPublicUrl);
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::RollService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    admin_ = NewToken(common::v1::ROLE_ADMIN);
    respondent_ = NewToken(common::v1::ROLE_RESPONDENT);
  }
  void TearDown() override {
    server_->Shutdown(absl::ToChronoTime(absl::Now()));
    server_->Wait();
  }

  void OpenCampaign() {
    QuestionnaireVersion questionnaire;
    questionnaire.questionnaire.set_id("q");
    v1::Campaign campaign;
    campaign.set_id("c");
    campaign.set_name("campaigns/c");
    campaign.set_kind(v1::CAMPAIGN_KIND_TICKETS);
    campaign.mutable_window()->set_closes("2026-03-02T09:00");
    campaign.mutable_window()->set_zone("UTC");
    Must(control_->Write({}, [&](sql::Tx& tx) -> absl::Status {
      if (auto status = AddQuestionnaireVersion(tx, questionnaire); !status.ok()) return status;
      campaign.set_questionnaire(questionnaire.questionnaire.name());
      if (auto status = InsertCampaign(tx, {.campaign = campaign, .created = clock_.Now()});
          !status.ok()) {
        return status;
      }
      return MarkOpen(tx, "c");
    }));
    const auto keys = MakeKeys(secret_, "c", {"all", "test"});
    Must(keys.status());
    Must(roll_->Write({}, [&](sql::Tx& tx) { return OpenRoll(tx, "c", *keys).status(); }));
  }
  static void Must(const absl::Status& status) { ASSERT_TRUE(status.ok()) << status; }

  std::string NewToken(auth::Role role) {
    const std::string secret = auth::NewSecret();
    Must(auth_->Write({}, [&](sql::Tx& tx) {
      return auth::InsertToken(tx, {.id = secret.substr(4, 16),
                                    .hash = auth::HashSecret(secret),
                                    .role = role,
                                    .created = clock_.Now()});
    }));
    return secret;
  }

  template <typename Request, typename Response>
  grpc::Status Call(grpc::Status (v1::RollService::Stub::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                    const Request& request, Response* response, const std::string& token) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    response->Clear();
    return ((*stub_).*method)(&context, request, response);
  }
  v1::InvitePeopleResponse Invite(const v1::InvitePeopleRequest& request) {
    v1::InvitePeopleResponse response;
    const grpc::Status status =
        Call(&v1::RollService::Stub::InvitePeople, request, &response, admin_);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  static v1::InvitePeopleRequest Invitation(const std::string& request_id) {
    v1::InvitePeopleRequest request;
    request.set_campaign("campaigns/c");
    request.set_request_id(request_id);
    request.add_people()->set_contact("anna@example.kz");
    request.add_people()->set_contact("bek@example.kz");
    return request;
  }
  // All texts and bytes of the request log.
  std::string RequestLog() {
    std::string log;
    Must(roll_->Read({}, [&](sql::Tx& tx) {
      return tx.Query(
          "SELECT method, request_id, response FROM request_log", {}, [&](const sql::Row& row) {
            absl::StrAppend(&log, row.Text(0), " ", row.Text(1), " ", row.Bytes(2), "\n");
            return absl::OkStatus();
          });
    }));
    return log;
  }

  const testing::TempDir folder_;
  SetClock clock_;
  const Secret secret_ = Secret::Generate();
  obs::Metrics metrics_;
  rpc::Admission admission_{64, absl::Seconds(1)};
  const rpc::PageSigner pages_{"key"};
  rpc::WorkerPool workers_{2, 16};
  std::unique_ptr<sql::Database> auth_, control_, roll_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<rpc::Runtime> runtime_;
  std::unique_ptr<RunningCampaigns> campaigns_;
  std::unique_ptr<RollService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::RollService::Stub> stub_;
  std::string admin_, respondent_;
};

TEST_F(RollRpcTest, ARepeatedInvitationGivesTheSameTicketsFromAnEmptyLog) {
  v1::InvitePeopleRequest request = Invitation("r1");
  request.set_qr(true);
  const v1::InvitePeopleResponse first = Invite(request);
  ASSERT_EQ(first.tickets_size(), 2);
  EXPECT_EQ(first.tickets(0).contact(), "anna@example.kz");
  EXPECT_EQ(first.tickets(0).code().size(), 19u);
  EXPECT_EQ(first.tickets(0).link(),
            absl::StrCat("https://survey.example.kz/t/", first.tickets(0).code()));
  EXPECT_THAT(first.tickets(0).qr_svg(), HasSubstr("<svg "));
  EXPECT_FALSE(first.tickets(0).known());
  EXPECT_EQ(Invite(request).SerializeAsString(), first.SerializeAsString());
  const std::string log = RequestLog();
  EXPECT_THAT(log, HasSubstr("r1"));
  for (const v1::Ticket& ticket : first.tickets()) {
    EXPECT_THAT(log, Not(HasSubstr(ticket.code())));
    EXPECT_THAT(log, Not(HasSubstr(ticket.contact())));
  }
  const v1::InvitePeopleResponse again = Invite(Invitation("r2"));
  EXPECT_TRUE(again.tickets(1).known());
  EXPECT_EQ(again.tickets(1).code(), first.tickets(1).code());
  EXPECT_EQ(again.tickets(1).qr_svg(), "");
}

TEST_F(RollRpcTest, ValidateOnlyGivesNoTicket) {
  v1::InvitePeopleRequest request = Invitation("");
  request.set_validate_only(true);
  const v1::InvitePeopleResponse response = Invite(request);
  ASSERT_EQ(response.tickets_size(), 2);
  EXPECT_EQ(response.tickets(0).contact(), "anna@example.kz");
  EXPECT_EQ(response.tickets(0).code(), "");
  EXPECT_EQ(response.tickets(0).link(), "");
  EXPECT_FALSE(Invite(Invitation("")).tickets(0).known());
}

TEST_F(RollRpcTest, ARespondentLooksAndExchangesAndLeavesNoTrace) {
  const std::string code = Invite(Invitation("r1")).tickets(0).code();
  const std::string log = RequestLog();
  v1::LookAtTicketRequest look;
  look.set_ticket(code);
  v1::LookAtTicketResponse seen;
  ASSERT_TRUE(Call(&v1::RollService::Stub::LookAtTicket, look, &seen, respondent_).ok());
  EXPECT_EQ(seen.campaign(), "campaigns/c");
  EXPECT_EQ(seen.stratum(), "all");
  EXPECT_FALSE(seen.taken());
  const auto key = BlindRsaPublicKey::FromSpki(seen.public_key());
  ASSERT_TRUE(key.ok()) << key.status();
  const std::string prepared = PrepareBlind("voucher");
  const auto blinding = key->Blind(prepared);
  ASSERT_TRUE(blinding.ok()) << blinding.status();
  v1::ExchangeTicketRequest exchange;
  exchange.set_ticket(code);
  exchange.set_blinded_message(blinding->blinded_message);
  v1::ExchangeTicketResponse exchanged;
  ASSERT_TRUE(Call(&v1::RollService::Stub::ExchangeTicket, exchange, &exchanged, respondent_).ok());
  EXPECT_TRUE(key->Finalize(prepared, exchanged.blind_signature(), blinding->inverse).ok());
  ASSERT_TRUE(Call(&v1::RollService::Stub::LookAtTicket, look, &seen, respondent_).ok());
  EXPECT_TRUE(seen.taken());
  EXPECT_EQ(RequestLog(), log);

  exchange.set_blinded_message(key->Blind(prepared)->blinded_message);
  EXPECT_EQ(
      Call(&v1::RollService::Stub::ExchangeTicket, exchange, &exchanged, respondent_).error_code(),
      grpc::StatusCode::FAILED_PRECONDITION);
  exchange.set_ticket("K7QM-2XWP-9RTD-4FHB");
  EXPECT_EQ(
      Call(&v1::RollService::Stub::ExchangeTicket, exchange, &exchanged, respondent_).error_code(),
      grpc::StatusCode::NOT_FOUND);
}

TEST_F(RollRpcTest, WhoIsErasedIsNowhere) {
  const std::string code = Invite(Invitation("r1")).tickets(0).code();
  v1::EraseInviteeRequest erase;
  erase.set_campaign("campaigns/c");
  erase.set_contact("anna@example.kz");
  erase.set_request_id("e1");
  v1::EraseInviteeResponse erased;
  EXPECT_EQ(Call(&v1::RollService::Stub::EraseInvitee, erase, &erased, respondent_).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  for (int i = 0; i < 2; ++i) {  // a repeat, too
    ASSERT_TRUE(Call(&v1::RollService::Stub::EraseInvitee, erase, &erased, admin_).ok());
    EXPECT_FALSE(erased.taken());
  }
  EXPECT_THAT(RequestLog(), Not(HasSubstr("anna")));
  v1::LookAtTicketRequest look;
  look.set_ticket(code);
  v1::LookAtTicketResponse seen;
  EXPECT_EQ(Call(&v1::RollService::Stub::LookAtTicket, look, &seen, respondent_).error_code(),
            grpc::StatusCode::NOT_FOUND);
  int64_t left = -1;
  Must(roll_->Read({}, [&](sql::Tx& tx) {
    return tx
        .QueryOne("SELECT COUNT(*) FROM entry WHERE contact LIKE '%anna%'", {},
                  [&](const sql::Row& row) { left = row.Int(0); })
        .status();
  }));
  EXPECT_EQ(left, 0);
}

TEST_F(RollRpcTest, NobodyIsRemindedOfWhatIsOver) {
  Invite(Invitation("r1"));
  const std::string reminder = NewToken(common::v1::ROLE_SERVICE);
  v1::ListRemindedRequest request;
  request.set_campaign("campaigns/c");
  request.set_batch("b");
  const auto people = [&] {
    v1::ListRemindedResponse response;
    const grpc::Status status =
        Call(&v1::RollService::Stub::ListReminded, request, &response, reminder);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.closes(), "2026-03-02");
    return response.people_size();
  };
  EXPECT_EQ(people(), 2);
  clock_.Set(absl::CivilMinute(2026, 3, 2, 8, 59));
  EXPECT_EQ(people(), 2);
  // Nobody has closed it yet, and its roll is open.
  clock_.Set(absl::CivilMinute(2026, 3, 2, 9, 1));
  EXPECT_EQ(people(), 0);
}

TEST_F(RollRpcTest, FaultsAreNamed) {
  v1::InvitePeopleRequest request = Invitation("r1");
  v1::InvitePeopleResponse response;
  request.set_campaign("campaigns/nowhere");
  EXPECT_EQ(Call(&v1::RollService::Stub::InvitePeople, request, &response, admin_).error_code(),
            grpc::StatusCode::NOT_FOUND);
  request.set_campaign("c");
  EXPECT_EQ(Call(&v1::RollService::Stub::InvitePeople, request, &response, admin_).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  v1::EraseInviteeRequest erase;
  v1::EraseInviteeResponse erased;
  erase.set_campaign("campaigns/c");
  for (const std::string& contact : {std::string("a\0b", 3), std::string(255, 'x')}) {
    erase.set_contact(contact);
    EXPECT_EQ(Call(&v1::RollService::Stub::EraseInvitee, erase, &erased, admin_).error_code(),
              grpc::StatusCode::INVALID_ARGUMENT);
  }
  erase.set_contact("nobody");
  EXPECT_EQ(Call(&v1::RollService::Stub::EraseInvitee, erase, &erased, admin_).error_code(),
            grpc::StatusCode::NOT_FOUND);
  request = Invitation("r1");
  for (int i = 0; i < 100; ++i) request.add_people()->set_contact(absl::StrCat(i));
  request.set_qr(true);
  EXPECT_EQ(Call(&v1::RollService::Stub::InvitePeople, request, &response, admin_).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace tarazy::surveys
