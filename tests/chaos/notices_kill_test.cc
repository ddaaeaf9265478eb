// Kills the notifications service with -9, at random and at every point between two steps that must
// both happen, while notices are published and events come in: afterwards every reader has each of
// them once, through each channel. By e-mail a second copy may exist when the mail server took a
// message and the process died before it could store that: with the same Message-ID.
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"
#include "tarazy/notifications/v1/inbox_service.grpc.pb.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"
#include "tarazy/rankings/v1/event.pb.h"
#include "tests/e2e/deployment.h"
#include "tests/testing/temp_smtp.h"
#include "tests/testing/temp_webhook_receiver.h"

namespace tarazy::e2e {
namespace {

constexpr char kConfig[] = R"(
notices:
  workers: %d
  lease: 3s
  smtp: {host: 127.0.0.1, port: %d, security: none, from: notices@agency.kz, per_second_and_domain: 100000}
  webhooks: {allow_http: true, allow_private: true}
)";
constexpr char kTemplate[] = R"(
id: told
variables: [{name: edition, kind: text, example: x}]
subject: {kk: "Хабар {{edition}}", ru: "Весть {{edition}}", en: "News {{edition}}"}
text: {kk: "Хабар {{edition}}", ru: "Весть {{edition}}", en: "News {{edition}}"}
)";
constexpr char kTopic[] = R"(
id: told
title: {kk: Хабар, ru: Весть, en: News}
events: [tarazy.rankings.v1.EditionWithdrawn]
template: told
channels: [email, webhook]
mandatory: true
urgent: true
audience: [{role: council}]
)";
constexpr char kRecipients[] = R"(
id: kazakh
title: Kazakh
language: kk
role: council
email: kazakh@ektu.kz
---
id: russian
title: Russian
language: ru
role: council
email: russian@ektu.kz
---
id: system
title: System
language: en
role: council
)";
const char* const kReaders[] = {"kazakh", "russian", "system"};

class NoticesKillTest : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    auto smtp = testing::TempSmtp::Start();
    ASSERT_TRUE(smtp.ok()) << smtp.status();
    smtp_ = *std::move(smtp);
    deployment_ = Deployment::Fresh(absl::StrFormat(kConfig, GetParam(), smtp_->port()));
    Must({"notify", "template", "put", deployment_->Write("template.yaml", kTemplate)});
    Must({"notify", "topic", "put", deployment_->Write("topic.yaml", kTopic)});
    Must({"notify", "recipient", "put", deployment_->Write("recipients.yaml", kRecipients)});
    const std::string secret =
        Must({"notify", "webhook", "put", "system", "--url", "http://127.0.0.1:9999/later"})
            .at("secret");
    auto receiver = testing::TempWebhookReceiver::Start(secret);
    ASSERT_TRUE(receiver.ok()) << receiver.status();
    receiver_ = *std::move(receiver);
    Must({"notify", "webhook", "put", "system", "--url", receiver_->Url("/hook")});
  }
  void TearDown() override { unsetenv("TARAZY_TEST_KILL_AT"); }

  nlohmann::json Must(std::vector<std::string> arguments) {
    return deployment_->Must(std::move(arguments));
  }

  std::unique_ptr<grpc::ClientContext> Call() {
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", "Bearer " + deployment_->AdminToken());
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
    return context;
  }

  // Told until it is acknowledged: half of them as events of another service.
  void Tell(int number) {
    while (true) {
      grpc::Status status;
      if (number % 2 == 0) {
        notifications::v1::PublishNoticeRequest request;
        request.set_event(absl::StrCat("e", number));
        request.set_topic("topics/told");
        request.set_request_id(absl::StrCat("r", number));
        (*request.mutable_values())["edition"] = absl::StrCat(number);
        notifications::v1::PublishNoticeResponse response;
        status = notifications::v1::NoticesService::NewStub(deployment_->notifications())
                     ->PublishNotice(Call().get(), request, &response);
      } else {
        rankings::v1::EditionWithdrawn payload;
        payload.set_edition(absl::StrCat(number));
        common::v1::IngestRequest request;
        request.set_source("rankings");
        common::v1::Event& event = *request.add_events();
        event.set_id(absl::StrCat("e", number));
        event.set_aggregate("rankings/r");
        event.mutable_payload()->PackFrom(payload);
        common::v1::IngestResponse response;
        status = common::v1::EventsService::NewStub(deployment_->notifications())
                     ->Ingest(Call().get(), request, &response);
        EXPECT_EQ(response.refused_size(), 0) << response.DebugString();
      }
      if (status.ok()) return;
      ASSERT_NE(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  // All deliveries have come to their ends.
  void AwaitTheEnd(int told) {
    const absl::Time patience = absl::Now() + absl::Seconds(120);
    std::string last;
    while (absl::Now() < patience) {
      int64_t ended = 0;
      last.clear();
      const CliResult counts = deployment_->Run({"notify", "deliveries", "count"});
      if (counts.exit == 0) {
        for (const auto& row : counts.json()) {
          last += row.dump() + "\n";
          const std::string state = row.at("state");
          if (state == "sent" || state == "delivered") ended += row.at("count").get<int64_t>();
        }
      }
      // Inboxes, two by e-mail, one webhook.
      if (ended == int64_t{told} * 6) return;
      absl::SleepFor(absl::Milliseconds(200));
    }
    FAIL() << "not all deliveries ended:\n" << last;
  }

  void AwaitSealed() {
    const std::unique_ptr<sql::Database> data = deployment_->OpenData("notifications");
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    int64_t unsealed = -1;
    while (unsealed != 0 && absl::Now() < patience) {
      const absl::Status read =
          data->Read({.deadline = absl::Now() + absl::Seconds(5)}, [&](sql::Tx& tx) {
            return tx
                .QueryOne("SELECT COUNT(*) FROM receipt WHERE block IS NULL", {},
                          [&](const sql::Row& row) { unsealed = row.Int(0); })
                .status();
          });
      ASSERT_TRUE(read.ok()) << read;
      if (unsealed != 0) absl::SleepFor(absl::Milliseconds(50));
    }
    ASSERT_EQ(unsealed, 0);
  }

  void ExpectEachOnce(int told) {
    std::map<std::string, std::set<std::string>> by_reader;  // of e-mail: Message-IDs
    int copies = 0;
    for (const nlohmann::json& message : smtp_->Messages()) {
      const std::string to = message.at("rcpt_tos")[0];
      std::string id;
      for (const auto& header : message.at("headers")) {
        if (header[0] == "Message-ID") id = header[1];
      }
      EXPECT_NE(id, "");
      if (!by_reader[to].insert(id).second) ++copies;
    }
    EXPECT_EQ(by_reader["kazakh@ektu.kz"].size(), told);
    EXPECT_EQ(by_reader["russian@ektu.kz"].size(), told);
    std::set<std::string> hooks;
    int again = 0;
    for (const nlohmann::json& request : receiver_->Requests()) {
      EXPECT_TRUE(request.at("verified").get<bool>());
      if (!hooks.insert(request.at("headers").at("webhook-id").get<std::string>()).second) ++again;
    }
    EXPECT_EQ(hooks.size(), told);
    for (const char* reader : kReaders) {
      std::set<std::string> subjects;
      const auto inbox = Must({"notify", "inbox", reader, "--page-size", "1000"});
      for (const auto& item : inbox) subjects.insert(item.at("subject").get<std::string>());
      EXPECT_EQ(inbox.size(), told) << reader;
      EXPECT_EQ(subjects.size(), told) << reader;
    }
    RecordProperty("copies_by_mail", copies);
    RecordProperty("repeated_webhooks", again);
    std::cout << told << " notices, copies with the same Message-ID: " << copies
              << ", repeated webhook-ids: " << again << "\n";
  }

  std::unique_ptr<testing::TempSmtp> smtp_;
  std::unique_ptr<testing::TempWebhookReceiver> receiver_;
  std::unique_ptr<Deployment> deployment_;
};

TEST_P(NoticesKillTest, AtRandom) {
  constexpr int kNotices = 60;
  std::atomic<bool> telling{true};
  std::thread teller([&] {
    for (int i = 0; i < kNotices; ++i) {
      Tell(i);
      absl::SleepFor(absl::Milliseconds(30));
    }
    telling = false;
  });
  std::mt19937 lots(GetParam());
  int kills = 0;
  while (telling || kills < 8) {
    absl::SleepFor(absl::Milliseconds(40 + lots() % 400));
    deployment_->KillNotifications();
    deployment_->RestartNotifications();
    ++kills;
  }
  teller.join();
  AwaitTheEnd(kNotices);
  ExpectEachOnce(kNotices);
}

TEST_P(NoticesKillTest, AtEveryPointBetweenTwoSteps) {
  int told = 0;
  for (const char* point : {"ingested", "spread", "taken", "sent", "sealed"}) {
    for (const int times : {1, 3}) {
      // Nothing is left to do: it comes to no point before it is ready.
      AwaitTheEnd(told);
      AwaitSealed();
      setenv("TARAZY_TEST_KILL_AT", absl::StrCat(point, ":", times).c_str(), 1);
      deployment_->KillNotifications();
      deployment_->RestartNotifications();
      // Until it has died: how often it comes to a point depends on how much it does in one commit.
      std::atomic<bool> died{false};
      int count = 0;
      std::thread teller([&] {
        for (; count < 6 || !died; ++count) {
          Tell(told + count);
          absl::SleepFor(absl::Milliseconds(50));
        }
      });
      // It dies at its point, sooner or later; then it is started without one.
      const absl::Time patience = absl::Now() + absl::Seconds(20);
      while (deployment_->NotificationsRun() && absl::Now() < patience) {
        absl::SleepFor(absl::Milliseconds(20));
      }
      EXPECT_FALSE(deployment_->NotificationsRun()) << "never came to " << point;
      died = true;
      unsetenv("TARAZY_TEST_KILL_AT");
      deployment_->KillNotifications();
      deployment_->RestartNotifications();
      teller.join();
      told += count;
    }
  }
  AwaitTheEnd(told);
  ExpectEachOnce(told);
}

INSTANTIATE_TEST_SUITE_P(Workers, NoticesKillTest, ::testing::Values(1, 4));

}  // namespace
}  // namespace tarazy::e2e
