// A delivery that a worker has, and what he found.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/notifications/app/sending/parsed_values.h"
#include "services/notifications/domain/template/render.h"
#include "services/notifications/store/delivery_store.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// One of several notices that a digest gathers.
struct GatheredPart {
  TimelyDelivery part;
  std::optional<CompiledTemplate> letter;
};

struct Job {
  LeasedDelivery leased;
  int64_t lease = 0;
  absl::Time lease_until;
  std::shared_ptr<const v1::Topic> topic;
  std::optional<CompiledTemplate> letter;  // nothing: it could not be read, see `fault`
  std::string fault;
  std::shared_ptr<ParsedValues> values;  // of its notice; null of a digest
  std::vector<GatheredPart> parts;       // of a digest
};

// What becomes of a delivery.
enum class Fate {
  kMoot,        // expired: there is no reason any more
  kSuppressed,  // not wanted, or not reachable
  kPostponed,   // to `next`; it was not tried
  kGathered,    // into the digest `window`, sent at `next`
  kArrived,     // delivered: in the inbox, or the endpoint has it
  kSent,        // handed over
  kRetry,       // tried in vain; again at `next`
  kDead,        // tried in vain for the last time, or it never can be sent
};

struct Verdict {
  Fate fate = Fate::kDead;
  std::string reason;  // what the other side answered, or why
  absl::Time next;
  std::string window;
  std::string address;
  std::string message_id;
  v1::Rendered rendered;                         // what was sent, when it was
  std::map<std::string, std::string> unwritten;  // of a digest: parts without words, and why
  bool endpoint_gone = false;                    // the endpoint wants nothing any more
  bool endpoint_failing = false;                 // the endpoint did not answer for days
};

}  // namespace tarazy::notifications
