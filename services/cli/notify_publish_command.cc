// tarazy notify publish: a notice that no service publishes, now or when its time comes.
#include <limits>

#include "services/cli/assignment.h"
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/time_argument.h"
#include "services/cli/word_option.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::NoticesService;

struct PublishOptions {
  std::string topic;
  std::string event;
  std::string about;
  std::string institution;
  std::vector<std::string> values;
  std::vector<std::string> recipients;
  std::string not_before;
  std::string at;
  std::string zone;
  int32_t months = 0;
  int32_t days = 0;
  std::string until;
  std::string deadline;
  std::string due;
  std::string due_clock;
  bool ended = false;
  std::string request_id;
  bool validate_only = false;
};

absl::Status FillTime(const PublishOptions& options, v1::PublishNoticeRequest& request) {
  if (!options.zone.empty() && options.at.empty() && options.due.empty()) {
    return UsageError("--zone is the zone of --at and --due; give one of them");
  }
  if (!options.not_before.empty()) {
    ASSIGN_OR_RETURN(const absl::Time time, ParseTime("--not-before", options.not_before));
    *request.mutable_not_before() = ToTimestamp(time);
  }
  if (!options.at.empty()) {
    ASSIGN_OR_RETURN(const WallTime at, ParseWallTime("--at", options.at));
    request.mutable_at()->set_date(at.date);
    request.mutable_at()->set_clock(at.clock);
    request.mutable_at()->set_zone(options.zone);
  }
  if (options.months > 0 || options.days > 0) {
    request.mutable_recurrence()->set_months(options.months);
    request.mutable_recurrence()->set_days(options.days);
    request.mutable_recurrence()->set_until(options.until);
  } else if (!options.until.empty()) {
    return UsageError("--until ends what --every-months or --every-days begins; give one of them");
  }
  return absl::OkStatus();
}

absl::Status FillDeadline(const PublishOptions& options, v1::PublishNoticeRequest& request) {
  if (options.deadline.empty()) return absl::OkStatus();
  if (options.due.empty() && !options.ended) {
    return UsageError("--deadline: say when it is with --due, or that it has --ended");
  }
  auto& deadline = *request.mutable_deadline();
  deadline.set_name(options.deadline);
  deadline.set_topic(BareId("topics", options.topic));
  deadline.set_date(options.due);
  deadline.set_clock(options.due_clock);
  if (!options.due.empty()) deadline.set_zone(options.zone);
  deadline.set_ended(options.ended);
  return absl::OkStatus();
}

absl::Status Publish(Session& session, const PublishOptions& options) {
  v1::PublishNoticeRequest request;
  request.set_topic(FullName("topics", options.topic));
  request.set_event(options.event);
  request.set_about(options.about);
  request.set_institution(OptionalName("institutions", options.institution));
  ASSIGN_OR_RETURN(const auto values, ParseAssignments("--set", options.values));
  request.mutable_values()->insert(values.begin(), values.end());
  for (const std::string& recipient : options.recipients) {
    request.add_recipients(FullName("recipients", recipient));
  }
  RETURN_IF_ERROR(FillTime(options, request));
  RETURN_IF_ERROR(FillDeadline(options, request));
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&NoticesService::Stub::PublishNotice, request));
  PrintOne({.columns = {{"event"}, {"time"}},
            .rows = {{Text(response.event()), Time(response.has_time(), response.time())}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

void AddTimeOptions(CLI::App& publish, PublishOptions& options) {
  const CLI::Range from_one(1, std::numeric_limits<int32_t>::max());
  publish.add_option("--not-before", options.not_before, "Not before this instant")
      ->type_name("TIME");
  publish
      .add_option("--at", options.at, "When the clocks on the wall show this: \"2027-03-01 09:00\"")
      ->type_name("\"DATE HH:MM\"")
      ->excludes("--not-before");
  publish.add_option("--zone", options.zone, "The zone of --at and --due; Asia/Almaty by default");
  publish.add_option("--every-months", options.months, "And again, so many months later each time")
      ->check(from_one)
      ->type_name("N");
  publish.add_option("--every-days", options.days, "Or so many days later")
      ->check(from_one)
      ->type_name("N")
      ->excludes("--every-months");
  AddDay(publish, "--until", options.until, "The last day on which it may happen");
}

void AddDeadlineOptions(CLI::App& publish, PublishOptions& options) {
  publish
      .add_option("--deadline", options.deadline,
                  "The deadline that it sets, moves or ends: a name that stays")
      ->type_name("NAME");
  AddDay(publish, "--due", options.due, "Its last day")->needs("--deadline");
  AddClock(publish, "--due-clock", options.due_clock,
           "The last minute of that day; its end by default")
      ->needs("--due");
  publish
      .add_flag("--ended", options.ended,
                "It was met, withdrawn or superseded: nothing is left to remind of")
      ->needs("--deadline");
}

}  // namespace

void AddPublishCommand(CLI::App& notify, Action& chosen) {
  CLI::App& publish = *notify.add_subcommand("publish", "Tell people of something");
  auto& options = Bind(publish, chosen, Publish);
  publish.add_option("TOPIC", options.topic, "The topic: the words, the people, the channels")
      ->required();
  publish
      .add_option("--event", options.event,
                  "An id of your own: the same event is never told twice; a random one by default")
      ->type_name("ID");
  publish.add_option("--about", options.about, "What it is about: cases/ektu-2023")
      ->type_name("NAME");
  publish.add_option("--institution", options.institution, "Whose affair it is");
  publish
      .add_option("--set", options.values,
                  "A variable of the template: 12.5, 2026-04-25, an RFC 3339 time; lists by lines")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  publish
      .add_option("--recipient", options.recipients,
                  "To this one alone, or these; without any the topic's audience")
      ->allow_extra_args(false)
      ->type_name("ID");
  AddTimeOptions(publish, options);
  AddDeadlineOptions(publish, options);
  AddRequestId(publish, options.request_id);
  AddValidateOnly(publish, options.validate_only);
  AddExample(publish,
             "tarazy notify publish self-assessment-due --event ektu-2027 --institution ektu "
             "--set year=2027 --deadline cases/ektu-2027/self-assessment --due 2027-03-01");
}

}  // namespace tarazy::cli
