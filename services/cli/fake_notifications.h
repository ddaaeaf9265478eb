// The part of the fake server that tells: what was sent is kept, what is answered is canned.
#pragma once

#include <grpcpp/grpcpp.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/fake_refusal.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"
#include "tarazy/notifications/v1/inbox_service.grpc.pb.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"
#include "tarazy/notifications/v1/recipients_service.grpc.pb.h"
#include "tarazy/notifications/v1/topics_service.grpc.pb.h"

namespace tarazy::cli {

class FakeTopics final : public notifications::v1::TopicsService::Service {
 public:
  // Knows "finding-due" with the etag 7.
  grpc::Status PutTopic(grpc::ServerContext*, const notifications::v1::PutTopicRequest* request,
                        notifications::v1::PutTopicResponse* response) override {
    put.push_back(*request);
    if (request->topic().id() == "finding-due" && request->topic().etag() != "7") {
      return RefusalOf(grpc::StatusCode::ABORTED, "topics/finding-due has changed", "STALE_ETAG",
                       {});
    }
    *response->mutable_topic() = request->topic();
    response->mutable_topic()->set_etag("8");
    return grpc::Status::OK;
  }

  grpc::Status GetTopic(grpc::ServerContext*, const notifications::v1::GetTopicRequest* request,
                        notifications::v1::GetTopicResponse* response) override {
    if (request->name() != "topics/finding-due") {
      return RefusalOf(grpc::StatusCode::NOT_FOUND, "no such topic", "NOT_FOUND", {});
    }
    auto& topic = *response->mutable_topic();
    topic.set_name(request->name());
    topic.set_id("finding-due");
    topic.mutable_title()->set_en("Findings");
    topic.add_channels(notifications::v1::CHANNEL_EMAIL);
    auto* audience = topic.add_audience();
    audience->set_role(common::v1::ROLE_INSTITUTION);
    audience->set_concerned(true);
    topic.add_ladder()->set_days(-30);
    topic.set_etag("7");
    return grpc::Status::OK;
  }

  grpc::Status PutTemplate(grpc::ServerContext*,
                           const notifications::v1::PutTemplateRequest* request,
                           notifications::v1::PutTemplateResponse* response) override {
    put_templates.push_back(*request);
    *response->mutable_template_() = request->template_();
    response->mutable_template_()->set_name(
        absl::StrCat("templates/", request->template_().id(), "/versions/1"));
    return grpc::Status::OK;
  }

  grpc::Status PreviewTemplate(grpc::ServerContext*,
                               const notifications::v1::PreviewTemplateRequest* request,
                               notifications::v1::PreviewTemplateResponse* response) override {
    preview = *request;
    for (const char* language : {"kk", "ru"}) {
      auto* letter = response->add_rendered();
      letter->set_language(language);
      letter->set_subject("Due");
      letter->set_text("First line\nsecond\x1b[2J line");
      letter->set_sms("Due soon");
    }
    return grpc::Status::OK;
  }

  std::vector<notifications::v1::PutTopicRequest> put;
  std::vector<notifications::v1::PutTemplateRequest> put_templates;
  notifications::v1::PreviewTemplateRequest preview;
};

class FakeRecipients final : public notifications::v1::RecipientsService::Service {
 public:
  grpc::Status PutRecipient(grpc::ServerContext*,
                            const notifications::v1::PutRecipientRequest* request,
                            notifications::v1::PutRecipientResponse* response) override {
    put.push_back(*request);
    *response->mutable_recipient() = request->recipient();
    return grpc::Status::OK;
  }

  grpc::Status SetPreference(grpc::ServerContext*,
                             const notifications::v1::SetPreferenceRequest* request,
                             notifications::v1::SetPreferenceResponse* response) override {
    preference = *request;
    response->mutable_recipient()->set_id("rector");
    *response->mutable_recipient()->add_preferences() = request->preference();
    return grpc::Status::OK;
  }

  grpc::Status PutEndpoint(grpc::ServerContext*,
                           const notifications::v1::PutEndpointRequest* request,
                           notifications::v1::PutEndpointResponse* response) override {
    endpoint = *request;
    response->mutable_endpoint()->set_name(absl::StrCat(request->recipient(), "/endpoint"));
    response->mutable_endpoint()->set_url(request->url());
    response->mutable_endpoint()->set_state(notifications::v1::ENDPOINT_STATE_ENABLED);
    response->set_secret("whsec_c2VjcmV0");
    return grpc::Status::OK;
  }

  grpc::Status RotateSecret(grpc::ServerContext*,
                            const notifications::v1::RotateSecretRequest* request,
                            notifications::v1::RotateSecretResponse* response) override {
    rotate = *request;
    response->mutable_endpoint()->set_name(request->name());
    response->mutable_endpoint()->mutable_old_secret_until()->set_seconds(1'800'000'000);
    response->set_secret("whsec_bmV3");
    return grpc::Status::OK;
  }

  grpc::Status LiftSuppression(grpc::ServerContext*,
                               const notifications::v1::LiftSuppressionRequest* request,
                               notifications::v1::LiftSuppressionResponse* response) override {
    lift = *request;
    response->mutable_since()->set_seconds(1'800'000'000);
    return grpc::Status::OK;
  }

  grpc::Status ReportBounce(grpc::ServerContext*,
                            const notifications::v1::ReportBounceRequest* request,
                            notifications::v1::ReportBounceResponse* response) override {
    bounce = *request;
    response->set_delivery("deliveries/7f");
    response->set_suppressed(true);
    return grpc::Status::OK;
  }

  std::vector<notifications::v1::PutRecipientRequest> put;
  notifications::v1::SetPreferenceRequest preference;
  notifications::v1::PutEndpointRequest endpoint;
  notifications::v1::RotateSecretRequest rotate;
  notifications::v1::LiftSuppressionRequest lift;
  notifications::v1::ReportBounceRequest bounce;
};

class FakeNotices final : public notifications::v1::NoticesService::Service {
 public:
  grpc::Status PublishNotice(grpc::ServerContext*,
                             const notifications::v1::PublishNoticeRequest* request,
                             notifications::v1::PublishNoticeResponse* response) override {
    publish = *request;
    response->set_event(request->event().empty() ? "random" : request->event());
    response->mutable_time()->set_seconds(1'800'000'000);
    return grpc::Status::OK;
  }

  // Two pages of one.
  grpc::Status ListDeliveries(grpc::ServerContext*,
                              const notifications::v1::ListDeliveriesRequest* request,
                              notifications::v1::ListDeliveriesResponse* response) override {
    list = *request;
    const bool first = request->page_token().empty();
    auto* delivery = response->add_deliveries();
    delivery->set_name(first ? "deliveries/a" : "deliveries/b");
    delivery->set_channel(notifications::v1::CHANNEL_EMAIL);
    delivery->set_state(notifications::v1::DELIVERY_STATE_DEAD);
    delivery->set_reason("550 5.1.1 no such user");
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  grpc::Status CountDeliveries(grpc::ServerContext*,
                               const notifications::v1::CountDeliveriesRequest* request,
                               notifications::v1::CountDeliveriesResponse* response) override {
    count = *request;
    auto* line = response->add_counts();
    line->set_channel(notifications::v1::CHANNEL_SMS);
    line->set_state(notifications::v1::DELIVERY_STATE_SENT);
    line->set_count(12);
    return grpc::Status::OK;
  }

  // Those in `taken` were tried again by somebody else.
  grpc::Status RedriveDelivery(grpc::ServerContext*,
                               const notifications::v1::RedriveDeliveryRequest* request,
                               notifications::v1::RedriveDeliveryResponse* response) override {
    redriven.push_back(*request);
    if (taken.contains(request->name())) {
      return RefusalOf(grpc::StatusCode::FAILED_PRECONDITION, "it is not dead", "DELIVERY_STATE",
                       {});
    }
    if (request->name() == "deliveries/unknown") {
      return RefusalOf(grpc::StatusCode::NOT_FOUND, "no such delivery", "NOT_FOUND", {});
    }
    response->mutable_delivery()->set_name(request->name());
    response->mutable_delivery()->set_state(notifications::v1::DELIVERY_STATE_QUEUED);
    return grpc::Status::OK;
  }

  grpc::Status ListLadders(grpc::ServerContext*,
                           const notifications::v1::ListLaddersRequest* request,
                           notifications::v1::ListLaddersResponse* response) override {
    ladders = *request;
    auto* ladder = response->add_ladders();
    ladder->set_deadline("cases/oak/findings/r1");
    ladder->set_date("2027-03-01");
    for (const auto& [step, state] : {std::pair{"T-30", notifications::v1::STEP_STATE_RELEASED},
                                      {"T-7", notifications::v1::STEP_STATE_WAITING},
                                      {"T", notifications::v1::STEP_STATE_WAITING}}) {
      ladder->add_steps()->set_step(step);
      ladder->mutable_steps(ladder->steps_size() - 1)->set_state(state);
    }
    return grpc::Status::OK;
  }

  grpc::Status GetProof(grpc::ServerContext*, const notifications::v1::GetProofRequest* request,
                        notifications::v1::GetProofResponse* response) override {
    asked_proof = request->name();
    *response->mutable_proof() = proof;
    return grpc::Status::OK;
  }

  notifications::v1::PublishNoticeRequest publish;
  notifications::v1::ListDeliveriesRequest list;
  notifications::v1::CountDeliveriesRequest count;
  std::vector<notifications::v1::RedriveDeliveryRequest> redriven;
  std::set<std::string> taken;
  notifications::v1::ListLaddersRequest ladders;
  std::string asked_proof;
  notifications::v1::Proof proof;
};

class FakeEvents final : public common::v1::EventsService::Service {
 public:
  // Two pages.
  grpc::Status ListSetAsideEvents(grpc::ServerContext*,
                                  const common::v1::ListSetAsideEventsRequest* request,
                                  common::v1::ListSetAsideEventsResponse* response) override {
    const bool first = request->page_token().empty();
    *response->add_events() = Event(first ? "5b" : "6c");
    if (first) response->set_next_page_token("more");
    return grpc::Status::OK;
  }

  grpc::Status RetrySetAsideEvent(grpc::ServerContext*,
                                  const common::v1::RetrySetAsideEventRequest* request,
                                  common::v1::RetrySetAsideEventResponse* response) override {
    retry = *request;
    if (request->id() != "5b") {
      return RefusalOf(grpc::StatusCode::FAILED_PRECONDITION, "it is refused again: no topic",
                       "DELIVERY_STATE", {});
    }
    *response->mutable_event() = Event("5b");
    return grpc::Status::OK;
  }

  common::v1::RetrySetAsideEventRequest retry;

 private:
  static common::v1::SetAsideEvent Event(const std::string& id) {
    common::v1::SetAsideEvent event;
    event.set_id(id);
    event.set_source("accreditation");
    event.set_type("tarazy.accreditation.v1.FindingOpened");
    event.set_aggregate("cases/oak");
    event.set_reason("there is no topic");
    event.mutable_time()->set_seconds(1'800'000'000);
    return event;
  }
};

class FakeInbox final : public notifications::v1::InboxService::Service {
 public:
  grpc::Status ListInbox(grpc::ServerContext*, const notifications::v1::ListInboxRequest* request,
                         notifications::v1::ListInboxResponse* response) override {
    list = *request;
    *response->add_items() = Item(1);
    return grpc::Status::OK;
  }

  // Two notices, and then the end.
  grpc::Status WatchInbox(
      grpc::ServerContext*, const notifications::v1::WatchInboxRequest* request,
      grpc::ServerWriter<notifications::v1::WatchInboxResponse>* writer) override {
    watch = *request;
    for (int i = 1; i <= 2; ++i) {
      notifications::v1::WatchInboxResponse response;
      *response.mutable_item() = Item(i);
      writer->Write(response);
    }
    return grpc::Status::OK;
  }

  grpc::Status MarkRead(grpc::ServerContext*, const notifications::v1::MarkReadRequest* request,
                        notifications::v1::MarkReadResponse* response) override {
    read = *request;
    *response->mutable_item() = Item(1);
    response->mutable_item()->mutable_read_time()->set_seconds(1'800'000'000);
    return grpc::Status::OK;
  }

  grpc::Status Acknowledge(grpc::ServerContext*,
                           const notifications::v1::AcknowledgeRequest* request,
                           notifications::v1::AcknowledgeResponse* response) override {
    acknowledge = *request;
    *response->mutable_item() = Item(1);
    response->mutable_item()->mutable_acknowledge_time()->set_seconds(1'800'000'000);
    return grpc::Status::OK;
  }

  notifications::v1::ListInboxRequest list;
  notifications::v1::WatchInboxRequest watch;
  notifications::v1::MarkReadRequest read;
  notifications::v1::AcknowledgeRequest acknowledge;

 private:
  static notifications::v1::InboxItem Item(int number) {
    notifications::v1::InboxItem item;
    item.set_delivery(absl::StrCat("deliveries/", number));
    item.set_cursor(absl::StrCat("c", number));
    item.set_topic("topics/finding-due");
    item.set_subject("A finding is due");
    item.set_acknowledge(true);
    return item;
  }
};

}  // namespace tarazy::cli
