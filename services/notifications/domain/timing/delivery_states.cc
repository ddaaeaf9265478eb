#include "services/notifications/domain/timing/delivery_states.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

enum Channels {
  kAll,
  // Nothing but the inbox knows what its reader does.
  kInbox,
  // What somebody else takes; an inbox is ours.
  kHandedOver,
  // Who says at once that it has arrived: the inbox, and an endpoint by its answer.
  kAnswering,
};

struct Step {
  v1::DeliveryState from;
  v1::DeliveryState to;
  Channels channels = kAll;
};

constexpr Step kSteps[] = {
    {v1::DELIVERY_STATE_UNSPECIFIED, v1::DELIVERY_STATE_ACCEPTED},
    {v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_QUEUED},
    {v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_DEFERRED},
    {v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_EXPIRED},
    {v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_SUPPRESSED},
    {v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_DEAD},
    {v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_SENT, kHandedOver},
    {v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_DELIVERED, kAnswering},
    {v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_DEFERRED},
    {v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_EXPIRED},
    {v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_SUPPRESSED},
    {v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_DEAD},
    {v1::DELIVERY_STATE_DEFERRED, v1::DELIVERY_STATE_QUEUED},
    {v1::DELIVERY_STATE_DEFERRED, v1::DELIVERY_STATE_EXPIRED},
    {v1::DELIVERY_STATE_DEFERRED, v1::DELIVERY_STATE_SUPPRESSED},
    {v1::DELIVERY_STATE_DEFERRED, v1::DELIVERY_STATE_DEAD},
    {v1::DELIVERY_STATE_SENT, v1::DELIVERY_STATE_DELIVERED, kHandedOver},
    {v1::DELIVERY_STATE_SENT, v1::DELIVERY_STATE_BOUNCED, kHandedOver},
    {v1::DELIVERY_STATE_DELIVERED, v1::DELIVERY_STATE_READ, kInbox},
    {v1::DELIVERY_STATE_DELIVERED, v1::DELIVERY_STATE_ACKNOWLEDGED, kInbox},
    {v1::DELIVERY_STATE_READ, v1::DELIVERY_STATE_ACKNOWLEDGED, kInbox},
    // By redrive.
    {v1::DELIVERY_STATE_DEAD, v1::DELIVERY_STATE_QUEUED},
};

bool Has(Channels channels, v1::Channel channel) {
  const bool inbox = channel == v1::CHANNEL_INBOX;
  switch (channels) {
    case kAll:
      return channel != v1::CHANNEL_UNSPECIFIED;
    case kInbox:
      return inbox;
    case kHandedOver:
      return !inbox && channel != v1::CHANNEL_UNSPECIFIED;
    case kAnswering:
      return inbox || channel == v1::CHANNEL_WEBHOOK;
  }
  return false;
}

std::string Word(v1::DeliveryState state) {
  const std::string name = v1::DeliveryState_Name(state);
  return std::string(absl::StripPrefix(name, "DELIVERY_STATE_"));
}

}  // namespace

bool MayFollow(v1::Channel channel, v1::DeliveryState from, v1::DeliveryState to) {
  for (const Step& step : kSteps) {
    if (step.from == from && step.to == to) return Has(step.channels, channel);
  }
  return false;
}

bool ReceiptMayFollow(v1::Channel channel, v1::DeliveryState from, v1::DeliveryState to) {
  const bool taken_unseen = from == v1::DELIVERY_STATE_UNSPECIFIED ||
                            from == v1::DELIVERY_STATE_ACCEPTED ||
                            from == v1::DELIVERY_STATE_DEFERRED;
  return MayFollow(channel, from, to) ||
         (taken_unseen && MayFollow(channel, v1::DELIVERY_STATE_QUEUED, to));
}

absl::Status CheckTransition(v1::Channel channel, v1::DeliveryState from, v1::DeliveryState to) {
  if (MayFollow(channel, from, to)) return absl::OkStatus();
  return FailedPrecondition(
      Reason::kDeliveryState,
      absl::StrCat("a delivery that is ", Word(from), " cannot become ", Word(to)),
      {{"state", Word(from)}});
}

bool IsFinal(v1::DeliveryState state) {
  for (const Step& step : kSteps) {
    const bool reader =
        step.to == v1::DELIVERY_STATE_READ || step.to == v1::DELIVERY_STATE_ACKNOWLEDGED;
    if (step.from == state && !reader && state != v1::DELIVERY_STATE_DEAD) return false;
  }
  return true;
}

}  // namespace tarazy::notifications
