#include "services/notifications/module.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/obs/log.h"
#include "common/server/key_file.h"
#include "services/notifications/app/catalogue/install_defaults.h"
#include "services/notifications/app/people/recipients.h"
#include "services/notifications/app/reminders/reminder_post.h"
#include "services/notifications/app/schedule/scheduler.h"
#include "services/notifications/app/sending/dispatcher.h"
#include "services/notifications/channel/email/email_address.h"
#include "services/notifications/file/catalogue_folder.h"
#include "services/notifications/file/default_files.h"
#include "services/notifications/file/read_catalogue.h"
#include "services/notifications/rpc/event_catalogue.h"
#include "services/notifications/rpc/events_service.h"
#include "services/notifications/rpc/inbox_service.h"
#include "services/notifications/rpc/notices_service.h"
#include "services/notifications/rpc/recipients_service.h"
#include "services/notifications/rpc/survey_roll.h"
#include "services/notifications/rpc/topics_service.h"
#include "services/notifications/rpc/unsubscribe_page.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

constexpr char kUnsubscribePath[] = "/unsubscribe/";
constexpr char kSealed[] = "notices";
constexpr size_t kIdLength = 32;  // of a delivery

void LogFailure(absl::string_view event, const absl::Status& status) {
  obs::Log(obs::Level::kError, event,
           {{"code", absl::StatusCodeToString(status.code())}, {"detail", status.message()}});
}

absl::Duration LeaseOf(const config::v1::Notices& notices) {
  return absl::Seconds(notices.lease().seconds()) + absl::Nanoseconds(notices.lease().nanos());
}

absl::StatusOr<SmtpOptions> SmtpOf(const config::v1::Smtp& smtp) {
  SmtpOptions options{
      .host = smtp.host(), .port = smtp.port(), .ca_file = smtp.ca_file(), .user = smtp.user()};
  if (smtp.security() == "tls") {
    options.security = SmtpSecurity::kTls;
  } else if (smtp.security() == "none") {
    options.security = SmtpSecurity::kNone;
  } else if (smtp.security() != "starttls") {
    return InvalidField("notices.smtp.security", "is starttls, tls or none");
  }
  if (!smtp.password_file().empty()) {
    std::ifstream file(smtp.password_file());
    if (!std::getline(file, options.password)) {
      return InvalidField("notices.smtp.password_file", "cannot be read");
    }
  }
  return options;
}

absl::StatusOr<Outlets> OutletsOf(const config::v1::Notices& notices, SmsSender* sms,
                                  SendRates* rates, const Secret& secret) {
  Outlets outlets{.from = notices.smtp().from(),
                  .from_name = notices.smtp().from_name(),
                  .bounce = notices.smtp().bounce(),
                  .public_url = std::string(absl::StripSuffix(notices.public_url(), "/")),
                  .webhooks = {.policy = {.allow_http = notices.webhooks().allow_http(),
                                          .allow_private = notices.webhooks().allow_private()}},
                  .sms = sms,
                  .rates = rates};
  ASSIGN_OR_RETURN(outlets.smtp, SmtpOf(notices.smtp()));
  const absl::Duration lease = LeaseOf(notices);
  outlets.smtp.timeout = lease / 3;
  outlets.webhooks.timeout = std::min(outlets.webhooks.timeout, lease / 3);
  outlets.patience = lease / 2;
  if (outlets.smtp.host.empty()) return outlets;
  // What is wrong here would be wrong in every letter.
  ASSIGN_OR_RETURN(outlets.from, WireEmailAddress("notices.smtp.from", outlets.from));
  if (!outlets.bounce.empty()) {
    ASSIGN_OR_RETURN(outlets.bounce, WireEmailAddress("notices.smtp.bounce", outlets.bounce));
  }
  outlets.letters = LetterIds(secret.Derive("letters"), outlets.bounce);
  if (!outlets.bounce.empty()) {
    RETURN_IF_ERROR(CheckEmailAddress("notices.smtp.bounce",
                                      outlets.letters.EnvelopeFrom(std::string(kIdLength, '0'))));
  }
  if (!outlets.public_url.empty() && !absl::StartsWith(outlets.public_url, "https://")) {
    return InvalidField("notices.public_url",
                        "begins with https://: mailboxes offer no other link to unsubscribe");
  }
  return outlets;
}

// Before the first event comes in: one with a deadline whose topic is not there would be refused.
absl::Status StoreDefaults(sql::Database& database, const std::string& folder, absl::Time now) {
  std::vector<std::pair<std::string, std::string>> files = DefaultFiles();
  if (!folder.empty()) {
    ASSIGN_OR_RETURN(files, ReadCatalogueFolder(folder));
  }
  ASSIGN_OR_RETURN(const Catalogue catalogue, ReadCatalogue(files));
  InstalledDefaults installed;
  RETURN_IF_ERROR(database.Write(
      {.deadline = absl::Now() + absl::Seconds(60)}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(installed, InstallDefaults(tx, catalogue, FieldsOfEvent, now));
        return absl::OkStatus();
      }));
  if (installed.topics + installed.templates > 0) {
    obs::Log(obs::Level::kInfo, "notices.defaults_stored",
             {{"topics", installed.topics}, {"templates", installed.templates}});
  }
  return absl::OkStatus();
}

// tarazy_notices_deliveries_total by channel and state: no address and no recipient in it.
class DeliveryCounters {
 public:
  explicit DeliveryCounters(obs::Metrics& metrics) : metrics_(metrics) {}

  void Count(v1::Channel channel, v1::DeliveryState state, int count) {
    const std::string channel_name = v1::Channel_Name(channel);
    const std::string state_name = v1::DeliveryState_Name(state);
    metrics_
        .AddCounter(
            "tarazy_notices_deliveries_total", "Deliveries that came to a state",
            {{"channel", absl::AsciiStrToLower(absl::StripPrefix(channel_name, "CHANNEL_"))},
             {"state", absl::AsciiStrToLower(absl::StripPrefix(state_name, "DELIVERY_STATE_"))}})
        .Increment(count);
  }

 private:
  obs::Metrics& metrics_;
};

struct Keys {
  Secret secret;
  Ed25519Key receipts;
};

class NotificationsModule final : public server::Module {
 public:
  NotificationsModule(server::Platform& platform, std::unique_ptr<sql::Database> database,
                      Keys keys, std::unique_ptr<SmsSender> sms, std::unique_ptr<SendRates> rates,
                      Outlets outlets)
      : clock_(platform.runtime.clock),
        database_(std::move(database)),
        keys_(std::move(keys)),
        sealer_(keys_.secret, kSealed),
        sms_(std::move(sms)),
        rates_(std::move(rates)),
        outlets_(std::move(outlets)),
        counters_(platform.runtime.metrics),
        dispatcher_(
            *database_, clock_, outlets_, sealer_,
            {.workers = platform.config.notices().workers(),
             .lease = LeaseOf(platform.config.notices()),
             .on_failure =
                 [](const absl::Status& status) { LogFailure("notices.dispatch_failed", status); },
             .on_inbox = [this] { inbox_.Wake(); },
             .on_state = [this](v1::Channel channel, v1::DeliveryState state,
                                int count) { counters_.Count(channel, state, count); }}),
        scheduler_(
            *database_, clock_, keys_.receipts,
            {.on_failure =
                 [](const absl::Status& status) { LogFailure("notices.schedule_failed", status); },
             .on_deliveries = [this] { dispatcher_.Wake(); }}),
        roll_(platform.channels, platform.service_token),
        reminders_(*database_, clock_, outlets_, roll_,
                   {.on_failure =
                        [](const absl::Status& status) {
                          LogFailure("notices.reminders_failed", status);
                        }}),
        inbox_(platform.runtime, *database_),
        events_(platform.runtime, *database_, [this] { scheduler_.Wake(); }),
        topics_(platform.runtime, *database_),
        recipients_(platform.runtime, *database_, sealer_, outlets_.letters, outlets_.webhooks),
        notices_(platform.runtime, *database_, keys_.receipts, [this] {
          scheduler_.Wake();
          dispatcher_.Wake();
        }) {}

  std::string Name() const override { return "notifications"; }
  std::vector<std::string> Uses() const override { return {"surveys"}; }
  std::vector<std::string> Services() const override {
    return {"tarazy.common.v1.EventsService", "tarazy.notifications.v1.TopicsService",
            "tarazy.notifications.v1.RecipientsService", "tarazy.notifications.v1.NoticesService",
            "tarazy.notifications.v1.InboxService"};
  }
  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&events_)
        .RegisterService(&topics_)
        .RegisterService(&recipients_)
        .RegisterService(&notices_)
        .RegisterService(&inbox_);
  }
  std::optional<server::HttpServer::Answer> AnswerHttp(
      const server::HttpServer::Request& request) override;
  absl::Status Start() override {
    dispatcher_.Start();
    scheduler_.Start();
    reminders_.Start();
    return absl::OkStatus();
  }
  absl::Status Ready(const Context& context) override { return database_->Ready(context); }
  void Drain(absl::Time /*deadline*/) override {
    inbox_.Drain();
    reminders_.Stop();
    scheduler_.Stop();
    dispatcher_.Stop();
  }

 private:
  const tarazy::Clock& clock_;
  const std::unique_ptr<sql::Database> database_;
  const Keys keys_;
  const Sealer sealer_;
  const std::unique_ptr<SmsSender> sms_;
  const std::unique_ptr<SendRates> rates_;
  const Outlets outlets_;
  DeliveryCounters counters_;
  Dispatcher dispatcher_;
  Scheduler scheduler_;
  SurveyRoll roll_;
  ReminderPost reminders_;
  InboxService inbox_;
  EventsService events_;
  TopicsService topics_;
  RecipientsService recipients_;
  NoticesService notices_;
};

server::HttpServer::Answer HttpAnswerOf(PageAnswer page) {
  return {page.code, std::move(page.body), std::move(page.type)};
}

std::optional<server::HttpServer::Answer> NotificationsModule::AnswerHttp(
    const server::HttpServer::Request& request) {
  absl::string_view token = request.path;
  if (!absl::ConsumePrefix(&token, kUnsubscribePath)) return std::nullopt;
  const absl::StatusOr<Unsubscription> wish = ReadUnsubscribeToken(sealer_, token);
  if (!wish.ok()) return server::HttpServer::Answer{404, "this link is not one of ours\n"};
  if (request.method == "GET") return HttpAnswerOf(AskToUnsubscribe());
  const absl::Status status =
      database_->Write({.deadline = absl::Now() + absl::Seconds(5)}, [&](sql::Tx& tx) {
        return Unsubscribe(tx, wish->recipient, wish->topic, clock_.Now()).status();
      });
  if (!status.ok()) LogFailure("notices.unsubscribe_failed", status);
  return HttpAnswerOf(AnswerOfUnsubscribing(status));
}

}  // namespace

absl::StatusOr<std::unique_ptr<server::Module>> MakeModule(server::Platform& platform) {
  const config::v1::Notices& notices = platform.config.notices();
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> database,
                   platform.open_database("notifications", SchemaMigrations()));
  RETURN_IF_ERROR(StoreDefaults(*database, notices.defaults(), platform.runtime.clock.Now()));
  ASSIGN_OR_RETURN(Secret secret, server::LoadOrMakeSecret(notices.key_file()));
  ASSIGN_OR_RETURN(Ed25519Key receipts, server::LoadOrMakeKey(notices.receipts_key_file()));
  std::unique_ptr<SmsSender> sms;
  if (!notices.sms_file().empty()) sms = std::make_unique<FileSmsSender>(notices.sms_file());
  auto rates = std::make_unique<SendRates>(
      RateLimit{.most = notices.rates().per_second_and_host(), .per = absl::Seconds(1)},
      RateLimit{.most = notices.rates().per_minute_and_recipient(), .per = absl::Minutes(1)});
  ASSIGN_OR_RETURN(Outlets outlets, OutletsOf(notices, sms.get(), rates.get(), secret));
  return std::make_unique<NotificationsModule>(
      platform, std::move(database), Keys{std::move(secret), std::move(receipts)}, std::move(sms),
      std::move(rates), std::move(outlets));
}

}  // namespace tarazy::notifications
