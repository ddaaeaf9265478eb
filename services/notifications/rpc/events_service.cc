#include "services/notifications/rpc/events_service.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/failpoint.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/values.h"
#include "services/notifications/rpc/event_catalogue.h"
#include "services/notifications/store/set_aside_store.h"

namespace tarazy::notifications {
namespace {

constexpr int kMostEvents = 1000;
constexpr absl::Duration kPatience = absl::Seconds(5);

// What only somebody's work can mend.
bool IsForGood(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status) ||
         absl::IsNotFound(status);
}

// One that was set aside comes late: in its order there were others behind it.
absl::Status TakeInAll(sql::Tx& tx, const std::string& source, std::vector<IncomingEvent>& events,
                       absl::Time now) {
  ASSIGN_OR_RETURN(const bool any_set_aside, AnySetAside(tx));
  for (IncomingEvent& event : events) {
    event.late = false;
    if (any_set_aside) {
      ASSIGN_OR_RETURN(event.late, ForgetSetAside(tx, event.event.id()));
    }
    RETURN_IF_ERROR(TakeIn(tx, source, event, now).status());
  }
  return absl::OkStatus();
}

common::v1::SetAsideEvent ToProto(const RefusedEvent& refused) {
  common::v1::SetAsideEvent proto;
  proto.set_id(refused.event.id());
  proto.set_source(refused.source);
  proto.set_aggregate(refused.event.aggregate());
  const std::string& url = refused.event.payload().type_url();
  proto.set_type(url.substr(url.rfind('/') + 1));
  proto.set_institution(refused.event.institution());
  *proto.mutable_event_time() = refused.event.time();
  proto.set_reason(refused.reason);
  *proto.mutable_time() = rpc::ToProto(refused.time);
  return proto;
}

}  // namespace

absl::Status EventsService::TakeInOne(const Context& context, const std::string& source,
                                      const common::v1::Event& event, absl::Time now) {
  ASSIGN_OR_RETURN(IncomingEvent read, ReadEvent(event));
  std::vector<IncomingEvent> one;
  one.push_back(std::move(read));
  return database_.Write(context, [&](sql::Tx& tx) { return TakeInAll(tx, source, one, now); });
}

absl::Status EventsService::Keep(const Context& context, const RefusedEvent& refused) {
  if (refused.event.id().empty()) return absl::OkStatus();  // nobody could name it
  return database_.Write(context, [&](sql::Tx& tx) { return KeepRefused(tx, refused); });
}

grpc::Status EventsService::Ingest(grpc::ServerContext* context,
                                   const common::v1::IngestRequest* request,
                                   common::v1::IngestResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    if (request->source().empty()) return InvalidField("source", "is missing");
    if (request->events_size() > kMostEvents) {
      return InvalidField("events", absl::StrCat("at most ", kMostEvents));
    }
    std::vector<IncomingEvent> incoming;
    bool all_read = true;
    for (const common::v1::Event& event : request->events()) {
      absl::StatusOr<IncomingEvent> read = ReadEvent(event);
      all_read = all_read && read.ok();
      if (read.ok()) incoming.push_back(*std::move(read));
    }
    // Together, when nothing is wrong with any of them; else each by itself, so that a bad one
    // holds up no other.
    const absl::Status together =
        !all_read ? absl::InvalidArgumentError("an event cannot be read")
                  : database_.Write(call, [&](sql::Tx& tx) -> absl::Status {
                      return TakeInAll(tx, request->source(), incoming, call.now);
                    });
    if (!together.ok()) {
      if (!IsForGood(together)) return together;
      for (const common::v1::Event& event : request->events()) {
        const absl::Status status = TakeInOne(call, request->source(), event, call.now);
        if (status.ok()) continue;
        if (!IsForGood(status)) return status;
        common::v1::RefusedEvent& refused = *response->add_refused();
        refused.set_id(event.id());
        refused.set_reason(RefusalReason(status));
        RETURN_IF_ERROR(Keep(call, {.event = event,
                                    .source = request->source(),
                                    .reason = refused.reason(),
                                    .time = call.now}));
      }
    }
    Failpoint("ingested");
    on_taken_();
    return absl::OkStatus();
  });
}

grpc::Status EventsService::ListSetAsideEvents(grpc::ServerContext* context,
                                               const common::v1::ListSetAsideEventsRequest* request,
                                               common::v1::ListSetAsideEventsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 2));
    int64_t after = 0;
    if (!page.first() && !absl::SimpleAtoi(page.after[0], &after)) return Internal("a bad cursor");
    std::vector<RefusedEvent> events;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(events, ListRefused(tx, sql::FromMicros(after),
                                           page.first() ? "" : page.after[1], page.size + 1));
      return absl::OkStatus();
    }));
    if (events.size() > static_cast<size_t>(page.size)) {
      events.pop_back();
      response->set_next_page_token(runtime_.pages.Next(
          *request, {absl::StrCat(sql::ToMicros(events.back().time)), events.back().event.id()}));
    }
    for (const RefusedEvent& event : events) *response->add_events() = ToProto(event);
    return absl::OkStatus();
  });
}

grpc::Status EventsService::RetrySetAsideEvent(grpc::ServerContext* context,
                                               const common::v1::RetrySetAsideEventRequest* request,
                                               common::v1::RetrySetAsideEventResponse* response) {
  RefusedEvent refused_again;
  const grpc::Status status = rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        refused_again = RefusedEvent();
        ASSIGN_OR_RETURN(RefusedEvent known, LoadRefused(tx, request->id()));
        *response->mutable_event() = ToProto(known);
        absl::StatusOr<IncomingEvent> incoming = ReadEvent(known.event);
        absl::Status taken = incoming.status();
        if (incoming.ok()) {
          std::vector<IncomingEvent> one;
          one.push_back(*std::move(incoming));
          taken = TakeInAll(tx, known.source, one, call.now);
        }
        if (taken.ok() || !IsForGood(taken)) return taken;
        refused_again = std::move(known);
        refused_again.reason = RefusalReason(taken);
        return FailedPrecondition(Reason::kDeliveryState,
                                  absl::StrCat("it is refused again: ", refused_again.reason));
      });
  if (status.ok()) on_taken_();
  if (!status.ok() && !refused_again.reason.empty()) {
    // What was done of it is rolled back; should this fail, the reason before stays.
    Keep({.deadline = absl::Now() + kPatience}, refused_again).IgnoreError();
  }
  return status;
}

}  // namespace tarazy::notifications
