// Notifications without any process: topics, recipients and what the use cases make of them.
#pragma once

#include <fstream>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "common/base/ed25519.h"
#include "common/base/seal.h"
#include "services/notifications/app/catalogue/store_topics.h"
#include "services/notifications/app/ladders/deadlines.h"
#include "services/notifications/app/notices/escalate.h"
#include "services/notifications/app/notices/make_notice.h"
#include "services/notifications/app/notices/spread.h"
#include "services/notifications/app/people/recipients.h"
#include "services/notifications/app/proof/proofs.h"
#include "services/notifications/app/schedule/scheduler.h"
#include "services/notifications/app/sending/dispatcher.h"
#include "services/notifications/store/delivery_store.h"
#include "services/notifications/store/inbox_store.h"
#include "services/notifications/store/ladder_store.h"
#include "services/notifications/store/notice_store.h"
#include "services/notifications/store/receipt_store.h"
#include "services/notifications/store/recipient_store.h"
#include "services/notifications/store/topic_store.h"
#include "tests/store/database_test.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::notifications {

// A clock that stands still until it is set.
class SetClock final : public tarazy::Clock {
 public:
  absl::Time Now() const override {
    MutexLock lock(mu_);
    return now_;
  }
  void Set(absl::Time now) {
    MutexLock lock(mu_);
    now_ = now;
  }

 private:
  mutable Mutex mu_;
  absl::Time now_ ABSL_GUARDED_BY(mu_) = absl::FromUnixSeconds(1'800'000'000);
};

class NoticesTest : public testing::DatabaseTest {
 protected:
  NoticesTest()
      : db_(testing::OpenOrDie(url(), name(), SchemaMigrations())),
        sms_(folder_.path() + "/sms"),
        outlets_{.sms = &sms_},
        key_(Ed25519Key::Generate()),
        scheduler_(*db_, clock_, key_, {}) {}

  sql::Database& db() { return *db_; }

  // What `work(tx)` gives, a StatusOr, in a transaction of its own.
  template <typename Work>
  auto Write(Work work) {
    std::invoke_result_t<Work, sql::Tx&> result = absl::UnknownError("was not run");
    const absl::Status status = db_->Write(testing::Soon(), [&](sql::Tx& tx) {
      result = work(tx);
      return result.status();
    });
    if (!status.ok()) result = status;
    return result;
  }
  template <typename T>
  static T Ok(absl::StatusOr<T> value) {
    EXPECT_TRUE(value.ok()) << value.status();
    return value.ok() ? *std::move(value) : T{};
  }

  // Every event brings what happened, and since when.
  static const EventFields* EventsOfTests(absl::string_view) {
    static const EventFields kFields = {{"what", v1::VARIABLE_KIND_TEXT},
                                        {"since", v1::VARIABLE_KIND_DATE}};
    return &kFields;
  }

  static v1::Template Letter(const std::string& id) {
    v1::Template letter;
    letter.set_id(id);
    auto* text = letter.add_variables();
    text->set_name("what");
    text->set_kind(v1::VARIABLE_KIND_TEXT);
    text->set_example("a thing");
    for (auto* field : {letter.mutable_subject(), letter.mutable_text()}) {
      field->set_en("Told: {{what}}");
      field->set_ru("Сообщение: {{what}}");
      field->set_kk("Хабарлама: {{what}}");
    }
    return letter;
  }

  // A topic told to everybody of the role methodologist, by SMS.
  v1::Topic PutTopic(const std::string& id, std::function<void(v1::Topic&)> change = nullptr) {
    v1::Topic topic;
    topic.set_id(id);
    topic.mutable_title()->set_en(id);
    topic.mutable_title()->set_ru(id);
    topic.mutable_title()->set_kk(id);
    topic.add_events("tarazy.test.v1.Happened");
    topic.set_template_("letter");
    topic.add_channels(v1::CHANNEL_SMS);
    topic.add_audience()->set_role(common::v1::ROLE_METHODOLOGIST);
    if (change) change(topic);
    return Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<v1::Topic> {
      RETURN_IF_ERROR(StoreTemplate(tx, Letter("letter"), EventsOfTests, clock_.Now()).status());
      return StoreTopic(tx, topic, EventsOfTests, clock_.Now());
    }));
  }
  absl::StatusOr<v1::Template> PutTemplate(const v1::Template& letter) {
    return Write(
        [&](sql::Tx& tx) { return StoreTemplate(tx, letter, EventsOfTests, clock_.Now()); });
  }

  v1::Recipient PutRecipient(const std::string& id,
                             std::function<void(v1::Recipient&)> change = nullptr) {
    v1::Recipient recipient;
    recipient.set_id(id);
    recipient.set_title(id);
    recipient.set_language("ru");
    recipient.set_role(common::v1::ROLE_METHODOLOGIST);
    recipient.set_phone("+77010000000");
    if (change) change(recipient);
    return Ok(Write([&](sql::Tx& tx) { return StoreRecipient(tx, recipient, clock_.Now()); }));
  }

  absl::StatusOr<bool> Publish(const std::string& topic, const std::string& event,
                               std::function<void(Announcement&)> change = nullptr) {
    return Write([&](sql::Tx& tx) -> absl::StatusOr<bool> {
      Announcement announcement{.event = event, .values = {{"what", "x"}}, .release = clock_.Now()};
      ASSIGN_OR_RETURN(announcement.topic, LoadTopic(tx, topic));
      if (change) change(announcement);
      return PublishAnnouncement(tx, announcement, clock_.Now());
    });
  }

  // All that is due by the clock now has been sent.
  void Settle(Dispatcher::Options options = {}) {
    options.idle = absl::Milliseconds(20);
    options.on_failure = [](const absl::Status& status) { ADD_FAILURE() << status; };
    Dispatcher dispatcher(*db_, clock_, outlets_, sealer_, options);
    dispatcher.Start();
    do {
      while (DueOrUnderWay()) {
        dispatcher.Wake();
        absl::SleepFor(absl::Milliseconds(5));
      }
    } while (Ok(scheduler_.Tick()));
    dispatcher.Stop();
  }

  // Those that have a lease are looked at again at its end, which is later than now.
  bool DueOrUnderWay() {
    const std::optional<absl::Time> due = Ok(Write([](sql::Tx& tx) { return NextDue(tx); }));
    return (due.has_value() && *due <= clock_.Now()) ||
           CountWhere("SELECT COUNT(*) FROM delivery WHERE lease <> 0") > 0;
  }
  int64_t CountWhere(const char* query) {
    int64_t count = -1;
    EXPECT_TRUE(
        db_->Read(testing::Soon(),
                  [&](sql::Tx& tx) {
                    return tx.QueryOne(query, {}, [&](const sql::Row& row) { count = row.Int(0); })
                        .status();
                  })
            .ok());
    return count;
  }

  // How many deliveries are in this state through this channel.
  int64_t Count(v1::Channel channel, v1::DeliveryState state) {
    for (const DeliveryCount& count :
         Ok(Write([](sql::Tx& tx) { return CountDeliveries(tx, ""); }))) {
      if (count.channel == channel && count.state == state) return count.count;
    }
    return 0;
  }
  std::vector<StoredItem> Inbox(const std::string& recipient) {
    return Ok(Write([&](sql::Tx& tx) { return ItemsAfter(tx, recipient, 0, 1000); }));
  }

  // The ids of the messages that the gateway of SMS has, one per message.
  std::vector<std::string> Messages() {
    std::ifstream file(folder_.path() + "/sms");
    std::vector<std::string> ids;
    for (std::string line; std::getline(file, line);) {
      ids.push_back(nlohmann::json::parse(line)["id"]);
    }
    return ids;
  }

  testing::TempDir folder_;
  SetClock clock_;
  const std::unique_ptr<sql::Database> db_;
  FileSmsSender sms_;
  Outlets outlets_;
  const Sealer sealer_{Secret::Generate(), "notices"};
  const Ed25519Key key_;
  Scheduler scheduler_;
};

}  // namespace tarazy::notifications
