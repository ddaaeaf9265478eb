// A server of inboxes, for tests.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/token_store.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/rpc/page.h"
#include "common/rpc/status_map.h"
#include "common/rpc/worker_pool.h"
#include "services/notifications/rpc/inbox_service.h"
#include "services/notifications/store/delivery_store.h"
#include "services/notifications/store/inbox_store.h"
#include "services/notifications/store/notice_store.h"
#include "services/notifications/store/receipt_store.h"
#include "services/notifications/store/recipient_store.h"
#include "services/notifications/store/topic_store.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::notifications {

// The time, which can be put forward.
class MovedClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now() + absl::Microseconds(ahead_.load()); }
  void Forward(absl::Duration by) { ahead_ += absl::ToInt64Microseconds(by); }

 private:
  std::atomic<int64_t> ahead_{0};
};

class InboxServerTest : public ::testing::Test {
 protected:
  using Reader = std::unique_ptr<grpc::ClientReader<v1::WatchInboxResponse>>;

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
                                    .workers = *workers_});
    runtime_->methods =
        *rpc::ServedMethods::For({"tarazy.notifications.v1.InboxService"}, metrics_);
    service_ = std::make_unique<InboxService>(*runtime_, *database_);
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::InboxService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    admin_ = NewToken(common::v1::ROLE_ADMIN);
    rector_ = NewToken(common::v1::ROLE_INSTITUTION);
    dean_ = NewToken(common::v1::ROLE_INSTITUTION);
    AddRecipient("rector", rector_);
    AddRecipient("dean", dean_);
  }

  void TearDown() override {
    service_->Drain();
    server_->Shutdown(absl::ToChronoTime(absl::Now()));
    server_->Wait();
    service_.reset();
    workers_.reset();
  }

  static void Must(const absl::Status& status) { ASSERT_TRUE(status.ok()) << status; }

  std::string NewToken(auth::Role role) {
    const std::string secret = auth::NewSecret();
    Must(auth_->Write({}, [&](sql::Tx& tx) {
      return auth::InsertToken(tx, {.id = secret.substr(4, 16),
                                    .hash = auth::HashSecret(secret),
                                    .role = role,
                                    .institution = "ektu",
                                    .created = clock_.Now()});
    }));
    return secret;
  }
  static std::string NameOf(const std::string& token) {
    return absl::StrCat("tokens/", token.substr(4, 16));
  }

  void AddRecipient(const std::string& id, const std::string& token) {
    v1::Recipient recipient;
    recipient.set_id(id);
    recipient.set_role(common::v1::ROLE_INSTITUTION);
    if (!token.empty()) recipient.set_token(NameOf(token));
    Must(database_->Write(
        {}, [&](sql::Tx& tx) { return PutRecipient(tx, recipient, clock_.Now()).status(); }));
  }

  // Delivers a notice to each as another process would: nobody here is told. In a transaction that
  // began so long ago. The name of the last delivery.
  std::string Deliver(const std::vector<std::string>& recipients, const std::string& subject,
                      absl::Duration ago = absl::ZeroDuration()) {
    std::string id;
    Must(database_->Write({}, [&](sql::Tx& tx) -> absl::Status {
      const absl::Time now = clock_.Now() - ago;
      ASSIGN_OR_RETURN(const bool made, InsertNotice(tx, {.event = subject,
                                                          .step = "event",
                                                          .topic = "findings",
                                                          .letter = "finding",
                                                          .letter_version = 1,
                                                          .values = "{}",
                                                          .release = now,
                                                          .created = now}));
      EXPECT_TRUE(made) << subject;
      ASSIGN_OR_RETURN(const auto notice, FindNotice(tx, subject, "event", "findings"));
      std::vector<StoredDelivery> deliveries;
      for (const std::string& recipient : recipients) {
        id = absl::StrCat("d-", recipient, "-", subject);
        deliveries.push_back({.id = id,
                              .notice = notice->id,
                              .recipient = recipient,
                              .channel = v1::CHANNEL_INBOX,
                              .state = v1::DELIVERY_STATE_DELIVERED,
                              .digest = "0a",
                              .created = now});
      }
      RETURN_IF_ERROR(InsertDeliveries(tx, deliveries));
      for (const StoredDelivery& delivery : deliveries) {
        StoredItem item{.recipient = delivery.recipient,
                        .delivery = delivery.id,
                        .topic = "findings",
                        .about = "cases/c/findings/f",
                        .subject = subject,
                        .text = "Text.",
                        .acknowledge = true,
                        .came = now};
        RETURN_IF_ERROR(AppendItem(tx, item));
      }
      return absl::OkStatus();
    }));
    return absl::StrCat("deliveries/", id);
  }

  static void Authorize(grpc::ClientContext& context, const std::string& token) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  }

  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (v1::InboxService::Stub::*method)(grpc::ClientContext*,
                                                                   const Request&, Response*),
                    const Request& request, Response* response, const std::string& token) {
    grpc::ClientContext context;
    Authorize(context, token);
    response->Clear();
    return rpc::FromGrpc(((*stub_).*method)(&context, request, response));
  }

  absl::StatusOr<v1::InboxItem> Read(const std::string& recipient, const std::string& delivery,
                                     const std::string& token, const std::string& id = "") {
    v1::MarkReadRequest request;
    request.set_recipient(recipient);
    request.set_delivery(delivery);
    request.set_request_id(id);
    v1::MarkReadResponse response;
    RETURN_IF_ERROR(Call(&v1::InboxService::Stub::MarkRead, request, &response, token));
    return response.item();
  }
  absl::StatusOr<v1::InboxItem> Acknowledge(const std::string& recipient,
                                            const std::string& delivery, const std::string& token,
                                            const std::string& id = "") {
    v1::AcknowledgeRequest request;
    request.set_recipient(recipient);
    request.set_delivery(delivery);
    request.set_request_id(id);
    v1::AcknowledgeResponse response;
    RETURN_IF_ERROR(Call(&v1::InboxService::Stub::Acknowledge, request, &response, token));
    return response.item();
  }

  static v1::WatchInboxRequest UntilNow(const std::string& recipient,
                                        const std::string& cursor = "") {
    v1::WatchInboxRequest request;
    request.set_recipient(recipient);
    request.set_cursor(cursor);
    request.set_until_now(true);
    return request;
  }
  Reader Watch(grpc::ClientContext& context, const std::string& recipient,
               const std::string& token) {
    Authorize(context, token);
    v1::WatchInboxRequest request;
    request.set_recipient(recipient);
    return stub_->WatchInbox(&context, request);
  }
  // The subjects that are there, and how the stream ended.
  std::vector<std::string> ReadAll(const v1::WatchInboxRequest& request, const std::string& token,
                                   absl::Status* end, std::vector<std::string>* cursors = nullptr) {
    grpc::ClientContext context;
    Authorize(context, token);
    const Reader reader = stub_->WatchInbox(&context, request);
    std::vector<std::string> subjects;
    v1::WatchInboxResponse response;
    while (reader->Read(&response)) {
      subjects.push_back(response.item().subject());
      if (cursors != nullptr) cursors->push_back(response.item().cursor());
    }
    *end = rpc::FromGrpc(reader->Finish());
    return subjects;
  }
  static std::string Next(const Reader& reader) {
    v1::WatchInboxResponse response;
    return reader->Read(&response) ? response.item().subject() : "ended";
  }

  // "STATE by PERSON" of each receipt.
  std::vector<std::string> Receipts(const std::string& delivery) {
    std::vector<std::string> receipts;
    std::string previous;
    Must(database_->Read({}, [&](sql::Tx& tx) -> absl::Status {
      receipts.clear();
      ASSIGN_OR_RETURN(const auto stored, ReceiptsOf(tx, delivery.substr(11)));
      for (const StoredReceipt& one : stored) {
        v1::Receipt receipt;
        EXPECT_TRUE(receipt.ParseFromString(one.body));
        EXPECT_EQ(receipt.previous(), previous);
        EXPECT_EQ(receipt.digest(), "0a");
        previous = Sha256Of(one.body);
        receipts.push_back(
            absl::StrCat(v1::DeliveryState_Name(receipt.state()), " ", receipt.reply()));
      }
      return absl::OkStatus();
    }));
    return receipts;
  }
  v1::DeliveryState StateOf(const std::string& delivery) {
    v1::DeliveryState state = v1::DELIVERY_STATE_UNSPECIFIED;
    Must(database_->Read({}, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const StoredDelivery stored, LoadDelivery(tx, delivery.substr(11)));
      state = stored.state;
      return absl::OkStatus();
    }));
    return state;
  }

  testing::TempDir folder_;
  MovedClock clock_;
  obs::Metrics metrics_;
  rpc::Admission admission_{8, absl::Seconds(1)};
  rpc::PageSigner pages_{"key"};
  std::unique_ptr<sql::Database> auth_, database_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<rpc::WorkerPool> workers_ = std::make_unique<rpc::WorkerPool>(2, 1000);
  std::unique_ptr<rpc::Runtime> runtime_;
  std::unique_ptr<InboxService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::InboxService::Stub> stub_;
  std::string admin_, rector_, dean_;
};

}  // namespace tarazy::notifications
