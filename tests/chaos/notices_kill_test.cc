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
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"
#include "tarazy/notifications/v1/inbox_service.grpc.pb.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"
#include "tarazy/rankings/v1/event.pb.h"
#include "tests/e2e/accreditation_files.h"
#include "tests/e2e/deployment.h"
#include "tests/testing/temp_smtp.h"
#include "tests/testing/temp_webhook_receiver.h"

namespace tarazy::e2e {
namespace {

constexpr char kConfig[] = R"(
notices:
  workers: %d
  lease: 3s
  smtp: {host: 127.0.0.1, port: %d, security: none, from: notices@agency.kz}
  webhooks: {allow_http: true, allow_private: true}
  rates: {per_second_and_host: -1, per_minute_and_recipient: -1}
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
ladder: [{days: -1, clock: "00:00"}]
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
constexpr char kOffice[] = R"(
id: office
title: Office
language: en
role: institution
institution: institutions/rowan
email: office@rowan.kz
)";
constexpr char kFinding[] = R"(state: finalised
findings:
  - id: r-1
    kind: recommendation
    standard: "2"
    programmes: ["6B04101"]
    text: {en: Ask every student}
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

  // Told until it is acknowledged: half of them as events of another service, or as reminders that
  // are due at once.
  void Tell(int number, bool reminders = false) {
    while (true) {
      grpc::Status status;
      if (number % 2 == 0 || reminders) {
        notifications::v1::PublishNoticeRequest request;
        request.set_event(absl::StrCat("e", number));
        request.set_topic("topics/told");
        request.set_request_id(absl::StrCat("r", number));
        (*request.mutable_values())["edition"] = absl::StrCat(number);
        if (reminders) {
          request.mutable_deadline()->set_name(absl::StrCat("deadlines/", number));
          request.mutable_deadline()->set_topic("told");
          request.mutable_deadline()->set_date(Day(1));
          request.mutable_deadline()->set_zone("Asia/Almaty");
        }
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

  // Somebody has the proof of it, for which what is not sealed yet has to be.
  void Prove(int number) {
    while (true) {
      notifications::v1::ListDeliveriesRequest list;
      list.set_event(absl::StrCat("e", number));
      list.set_page_size(1);
      notifications::v1::ListDeliveriesResponse listed;
      const auto notices = notifications::v1::NoticesService::NewStub(deployment_->notifications());
      if (notices->ListDeliveries(Call().get(), list, &listed).ok() &&
          listed.deliveries_size() == 1) {
        notifications::v1::GetProofRequest request;
        request.set_name(listed.deliveries(0).name());
        notifications::v1::GetProofResponse response;
        if (notices->GetProof(Call().get(), request, &response).ok()) return;
      }
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  // `most_again`: how many may have come twice.
  void ExpectEachOnce(int told, int most_again) {
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
    EXPECT_LE(copies + again, most_again);
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
  // Of a kill those come again that were on the wire, or were not stored yet: a few.
  ExpectEachOnce(kNotices, kills * (GetParam() + 5));
}

TEST_P(NoticesKillTest, AStopThatIsAskedForRepeatsNothing) {
  constexpr int kNotices = 40;
  std::atomic<bool> telling{true};
  std::thread teller([&] {
    for (int i = 0; i < kNotices; ++i) {
      Tell(i);
      absl::SleepFor(absl::Milliseconds(30));
    }
    telling = false;
  });
  std::mt19937 lots(GetParam());
  for (int stops = 0; telling || stops < 5; ++stops) {
    absl::SleepFor(absl::Milliseconds(40 + lots() % 400));
    EXPECT_EQ(deployment_->StopNotifications(), 0);
    deployment_->RestartNotifications();
  }
  teller.join();
  AwaitTheEnd(kNotices);
  ExpectEachOnce(kNotices, 0);
}

// Cases come in while every process is killed: those that tell as well as those that are told.
TEST_P(NoticesKillTest, EveryProcessAtRandom) {
  constexpr int kCases = 12;
  Must({"framework", "put", deployment_->Write("birch.yaml", kBirchFramework)});
  Must({"institution", "put", "rowan", "--title", "Rowan University"});
  for (const char* code : {"6b04101", "7m04101"}) {
    Must({"programme", "put", absl::StrCat("rowan-", code), "--institution", "rowan", "--title",
          "Forestry"});
  }
  Must({"notify", "recipient", "put", deployment_->Write("office.yaml", kOffice)});
  std::mt19937 lots(GetParam());
  for (int i = 0; i < kCases; ++i) {
    Must({"case", "import",
          deployment_->Write("rowan.yaml", Dated(absl::StrReplaceAll(
                                               absl::StrCat(kRowanCase, kFinding),
                                               {{"rowan-2026", absl::StrCat("rowan-", i)}})))});
    // What was accepted is somewhere between the outbox and the readers.
    absl::SleepFor(absl::Milliseconds(lots() % 250));
    deployment_->KillAll();
    deployment_->Restart();
  }
  const std::multiset<std::string> expected = [] {
    std::multiset<std::string> all;
    for (int i = 0; i < kCases; ++i) {
      for (const char* topic : {"topics/case-state", "topics/finding-opened"}) {
        all.insert(absl::StrCat(topic, " cases/rowan-", i));
      }
    }
    return all;
  }();
  const auto told = [&] {
    std::multiset<std::string> all;
    for (const auto& item : Must({"notify", "inbox", "office", "--page-size", "1000"})) {
      all.insert(absl::StrCat(item.at("topic").get<std::string>(), " ",
                              item.at("about").get<std::string>()));
    }
    return all;
  };
  const absl::Time patience = absl::Now() + absl::Seconds(120);
  while (told().size() < expected.size() && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(200));
  }
  EXPECT_EQ(told(), expected);
  std::map<std::string, std::set<std::string>> by_subject;  // Message-IDs
  const auto sent = [&] {
    int messages = 0;
    by_subject.clear();
    for (const nlohmann::json& message : smtp_->Messages()) {
      if (message.at("rcpt_tos")[0] != "office@rowan.kz") continue;
      std::string subject, id;
      for (const auto& header : message.at("headers")) {
        if (header[0] == "Subject") subject = header[1];
        if (header[0] == "Message-ID") id = header[1];
      }
      by_subject[subject].insert(id);
      ++messages;
    }
    size_t letters = 0;
    for (const auto& [subject, ids] : by_subject) letters += ids.size();
    return std::pair(letters, messages);
  };
  while (sent().first < expected.size() && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(200));
  }
  EXPECT_EQ(sent().first, expected.size());
  std::cout << kCases << " cases, as many kills of every process, copies by mail: "
            << sent().second - static_cast<int>(sent().first) << "\n";
}

TEST_P(NoticesKillTest, AtEveryPointBetweenTwoSteps) {
  int told = 0;
  for (const char* point : {"ingested", "released", "spread", "taken", "sent", "sealed"}) {
    for (const int times : {1, 3}) {
      // Nothing is left to do: it comes to no point before it is ready.
      AwaitTheEnd(told);
      setenv("TARAZY_TEST_KILL_AT", absl::StrCat(point, ":", times).c_str(), 1);
      deployment_->KillNotifications();
      deployment_->RestartNotifications();
      // Until it has died: how often it comes to a point depends on how much it does in one commit.
      std::atomic<bool> died{false};
      int count = 0;
      std::thread teller([&] {
        for (; count < 6 || !died; ++count) {
          Tell(told + count, std::string(point) == "released");
          if (std::string(point) == "sealed") Prove(told + count);
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
  ExpectEachOnce(told, told);
}

INSTANTIATE_TEST_SUITE_P(Workers, NoticesKillTest, ::testing::Values(1, 4));

}  // namespace
}  // namespace tarazy::e2e
