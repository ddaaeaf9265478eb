#include "services/notifications/rpc/events_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/failpoint.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "services/notifications/rpc/event_catalogue.h"

namespace tarazy::notifications {
namespace {

constexpr int kMostEvents = 1000;

// What no repeat can mend.
bool IsForGood(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status) ||
         absl::IsNotFound(status);
}

}  // namespace

absl::Status EventsService::TakeInOne(const Context& context, const std::string& source,
                                      const common::v1::Event& event, absl::Time now) {
  ASSIGN_OR_RETURN(const IncomingEvent incoming, ReadEvent(event));
  return database_.Write(context,
                         [&](sql::Tx& tx) { return TakeIn(tx, source, incoming, now).status(); });
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
                      for (const IncomingEvent& one : incoming) {
                        RETURN_IF_ERROR(TakeIn(tx, request->source(), one, call.now).status());
                      }
                      return absl::OkStatus();
                    });
    if (!together.ok()) {
      if (!IsForGood(together)) return together;
      for (const common::v1::Event& event : request->events()) {
        const absl::Status status = TakeInOne(call, request->source(), event, call.now);
        if (status.ok()) continue;
        if (!IsForGood(status)) return status;
        common::v1::RefusedEvent& refused = *response->add_refused();
        refused.set_id(event.id());
        refused.set_reason(std::string(status.message()));
      }
    }
    Failpoint("ingested");
    on_taken_();
    return absl::OkStatus();
  });
}

}  // namespace tarazy::notifications
