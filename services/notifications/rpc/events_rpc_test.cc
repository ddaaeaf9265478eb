// Events that are refused, set aside and taken in after all, through a real server.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/auth/token_store.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/page.h"
#include "common/rpc/status_map.h"
#include "common/rpc/worker_pool.h"
#include "services/notifications/rpc/events_service.h"
#include "services/notifications/store/ladder_store.h"
#include "services/notifications/store/topic_store.h"
#include "tarazy/accreditation/v1/event.pb.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::notifications {
namespace {

using common::v1::Event;
using common::v1::EventsService;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kDeadline[] = "cases/oak/findings/r1";

class EventsServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string url = absl::StrCat("sqlite:", folder_.path());
    auth_ = *sql::Open(url, "auth", auth::SchemaMigrations());
    database_ = *sql::Open(url, "notifications", SchemaMigrations());
    authenticator_ = std::make_unique<auth::Authenticator>(*auth_, clock_);
    runtime_.reset(new rpc::Runtime{.clock = clock_,
                                    .authenticator = *authenticator_,
                                    .metrics = metrics_,
                                    .authentication = admission_,
                                    .admission = admission_,
                                    .pages = pages_,
                                    .workers = workers_});
    runtime_->methods = *rpc::ServedMethods::For({"tarazy.common.v1.EventsService"}, metrics_);
    service_ =
        std::make_unique<notifications::EventsService>(*runtime_, *database_, [this] { ++taken_; });
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = EventsService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    admin_ = NewToken(common::v1::ROLE_ADMIN);
    service_token_ = NewToken(common::v1::ROLE_SERVICE);
  }

  std::string NewToken(auth::Role role) {
    const std::string secret = auth::NewSecret();
    EXPECT_TRUE(auth_
                    ->Write({},
                            [&](sql::Tx& tx) {
                              return auth::InsertToken(tx, {.id = secret.substr(4, 16),
                                                            .hash = auth::HashSecret(secret),
                                                            .role = role,
                                                            .created = clock_.Now()});
                            })
                    .ok());
    return secret;
  }

  // Of the same finding, the later the higher; told as ended when `date` is empty.
  static Event Of(const std::string& id, int64_t sequence, const std::string& date) {
    Event event;
    event.set_id(id);
    event.set_sequence(sequence);
    event.set_aggregate("cases/oak");
    event.mutable_payload()->PackFrom(accreditation::v1::FindingOpened());
    common::v1::Deadline& deadline = *event.add_deadlines();
    deadline.set_name(kDeadline);
    deadline.set_topic("due");
    deadline.set_zone("UTC");
    deadline.set_date(date);
    deadline.set_ended(date.empty());
    return event;
  }

  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (EventsService::Stub::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                    const Request& request, Response* response, const std::string& token) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    response->Clear();
    return rpc::FromGrpc(((*stub_).*method)(&context, request, response));
  }
  // The ids of those refused.
  std::vector<std::string> Ingest(const std::vector<Event>& events) {
    common::v1::IngestRequest request;
    request.set_source("accreditation");
    *request.mutable_events() = {events.begin(), events.end()};
    common::v1::IngestResponse response;
    const absl::Status status =
        Call(&EventsService::Stub::Ingest, request, &response, service_token_);
    EXPECT_TRUE(status.ok()) << status;
    std::vector<std::string> refused;
    for (const auto& one : response.refused()) refused.push_back(one.id());
    return refused;
  }
  std::vector<std::string> List(int page_size = 100) {
    common::v1::ListSetAsideEventsRequest request;
    request.set_page_size(page_size);
    std::vector<std::string> ids;
    do {
      common::v1::ListSetAsideEventsResponse response;
      const absl::Status status =
          Call(&EventsService::Stub::ListSetAsideEvents, request, &response, admin_);
      EXPECT_TRUE(status.ok()) << status;
      for (const auto& event : response.events()) {
        ids.push_back(event.id());
        last_ = event;
      }
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  absl::Status Retry(const std::string& id, const std::string& request_id = "") {
    common::v1::RetrySetAsideEventRequest request;
    request.set_id(id);
    request.set_request_id(request_id);
    common::v1::RetrySetAsideEventResponse response;
    return Call(&EventsService::Stub::RetrySetAsideEvent, request, &response, admin_);
  }
  void PutTopicWithReminders() {
    v1::Topic topic;
    topic.set_id("due");
    topic.set_template_("due");
    topic.add_ladder()->set_days(-7);
    v1::Template letter;
    letter.set_id("due");
    for (auto* field : {letter.mutable_subject(), letter.mutable_text()}) {
      field->set_en("It is due");
      field->set_ru("Срок");
      field->set_kk("Мерзімі");
    }
    const absl::Status status = database_->Write({}, [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(PutTemplate(tx, letter, clock_.Now()).status());
      return PutTopic(tx, topic, clock_.Now()).status();
    });
    ASSERT_TRUE(status.ok()) << status;
  }
  std::optional<StoredDeadline> Deadline() {
    std::optional<StoredDeadline> deadline;
    EXPECT_TRUE(database_
                    ->Read({},
                           [&](sql::Tx& tx) -> absl::Status {
                             ASSIGN_OR_RETURN(deadline, FindDeadline(tx, kDeadline));
                             return absl::OkStatus();
                           })
                    .ok());
    return deadline;
  }

  testing::TempDir folder_;
  const SystemClock clock_;
  obs::Metrics metrics_;
  rpc::Admission admission_{8, absl::Seconds(1)};
  rpc::PageSigner pages_{"key"};
  rpc::WorkerPool workers_{2, 1000};
  std::unique_ptr<sql::Database> auth_, database_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<rpc::Runtime> runtime_;
  std::unique_ptr<notifications::EventsService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<EventsService::Stub> stub_;
  std::string admin_, service_token_;
  std::atomic<int> taken_ = 0;
  common::v1::SetAsideEvent last_;
};

TEST_F(EventsServerTest, WhatIsRefusedIsListedAndTakenInAfterAll) {
  EXPECT_THAT(Ingest({Of("e1", 1, "2099-03-01")}), ElementsAre("e1"));
  EXPECT_THAT(List(), ElementsAre("e1"));
  EXPECT_EQ(last_.source(), "accreditation");
  EXPECT_EQ(last_.aggregate(), "cases/oak");
  EXPECT_EQ(last_.type(), "tarazy.accreditation.v1.FindingOpened");
  EXPECT_THAT(last_.reason(), HasSubstr("due"));
  const absl::Status again = Retry("e1", "q1");
  EXPECT_EQ(DetailOf(again).reason, Reason::kDeliveryState) << again;
  EXPECT_THAT(List(), ElementsAre("e1"));
  PutTopicWithReminders();
  const int taken = taken_;
  EXPECT_TRUE(Retry("e1", "q2").ok());
  EXPECT_GT(taken_, taken) << "what it leads to is looked for at once";
  EXPECT_TRUE(Retry("e1", "q2").ok()) << "the same answer";
  EXPECT_EQ(DetailOf(Retry("e1", "q3")).reason, Reason::kNotFound);
  EXPECT_THAT(List(), IsEmpty());
  ASSERT_TRUE(Deadline().has_value());
  EXPECT_EQ(Deadline()->date, "2099-03-01");
  EXPECT_THAT(Ingest({Of("e1", 1, "2099-03-01")}), IsEmpty()) << "a repeat of its relay";
}

TEST_F(EventsServerTest, TheyComeInPages) {
  EXPECT_THAT(Ingest({Of("a", 1, "2099-03-01"), Of("b", 2, "2099-03-01")}), ElementsAre("a", "b"));
  EXPECT_THAT(Ingest({Of("c", 3, "2099-03-01")}), ElementsAre("c"));
  EXPECT_THAT(List(1), ElementsAre("a", "b", "c"));
}

TEST_F(EventsServerTest, WhatEndedMeanwhileStaysEnded) {
  EXPECT_THAT(Ingest({Of("opened", 1, "2099-03-01"), Of("ended", 2, "")}), ElementsAre("opened"));
  PutTopicWithReminders();
  EXPECT_TRUE(Retry("opened").ok());
  ASSERT_TRUE(Deadline().has_value());
  EXPECT_TRUE(Deadline()->ended);
}

TEST_F(EventsServerTest, WhatItsRelayBringsAgainIsLateToo) {
  const std::vector<Event> batch = {Of("opened", 1, "2099-03-01"), Of("ended", 2, "")};
  EXPECT_THAT(Ingest(batch), ElementsAre("opened"));
  PutTopicWithReminders();
  EXPECT_THAT(Ingest(batch), IsEmpty());
  EXPECT_TRUE(Deadline()->ended);
  EXPECT_THAT(List(), IsEmpty());
}

TEST_F(EventsServerTest, OnlyAdministratorsSeeThem) {
  common::v1::ListSetAsideEventsResponse listed;
  EXPECT_EQ(Call(&EventsService::Stub::ListSetAsideEvents, common::v1::ListSetAsideEventsRequest(),
                 &listed, service_token_)
                .code(),
            absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace tarazy::notifications
