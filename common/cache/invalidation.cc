#include "common/cache/invalidation.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"

namespace tarazy::cache {
namespace {

using std::chrono::steady_clock;

constexpr char kChannel[] = "__redis__:invalidate";
// A message names the keys of one turn of the server's loop.
constexpr size_t kMaxMessage = 16 << 20;

RedisConnection::Deadline After(absl::Duration time) {
  return steady_clock::now() + absl::ToChronoNanoseconds(time);
}

}  // namespace

Invalidation::Invalidation(const Options& options, Heads& heads)
    : options_(options),
      heads_(heads),
      resolver_(options.address.host, options.address.port),
      thread_([this] { Run(); }) {}

Invalidation::~Invalidation() {
  {
    MutexLock lock(mu_);
    stop_ = true;
    stopped_.NotifyAll();
    if (connection_ != nullptr) connection_->Interrupt();
  }
  thread_.join();
}

void Invalidation::Run() {
  absl::BitGen random;
  absl::Duration pause = options_.first_pause;
  do {
    if (Subscribe().ok()) {
      heads_.Live();
      pause = options_.first_pause;
      Hear().IgnoreError();
      heads_.Lost();
    }
    {
      MutexLock lock(mu_);
      connection_ = nullptr;
    }
    const absl::Duration wait = pause * absl::Uniform(random, 0.5, 1.0);
    pause = std::min(pause * 2, options_.max_pause);
    if (!Pause(wait)) return;
  } while (true);
}

bool Invalidation::Pause(absl::Duration pause) {
  const absl::Time until = absl::Now() + pause;
  MutexLock lock(mu_);
  while (!stop_ && stopped_.WaitUntil(mu_, until)) {
  }
  return !stop_;
}

absl::Status Invalidation::Subscribe() {
  const Deadline deadline = After(options_.connect_budget);
  ASSIGN_OR_RETURN(
      std::shared_ptr<RedisConnection> connection,
      RedisConnection::Open(options_.address, resolver_,
                            {.max_reply_bytes = kMaxMessage, .arrays = true}, deadline));
  ASSIGN_OR_RETURN(const Reply id, connection->Run({"CLIENT", "ID"}, deadline));
  if (id->type != REDIS_REPLY_INTEGER) return absl::InternalError("Redis gives no client id");
  ASSIGN_OR_RETURN(const Reply tracking,
                   connection->Run({"CLIENT", "TRACKING", "ON", "REDIRECT",
                                    absl::StrCat(id->integer), "BCAST", "PREFIX", heads_.prefix()},
                                   deadline));
  if (tracking->type != REDIS_REPLY_STATUS) return absl::InternalError("Redis does not track");
  ASSIGN_OR_RETURN(const Reply subscribed, connection->Run({"SUBSCRIBE", kChannel}, deadline));
  if (subscribed->type != REDIS_REPLY_ARRAY) return absl::InternalError("Redis does not subscribe");
  MutexLock lock(mu_);
  if (stop_) return absl::CancelledError("stopping");
  connection_ = std::move(connection);
  return absl::OkStatus();
}

absl::Status Invalidation::Hear() {
  std::shared_ptr<RedisConnection> connection;
  {
    MutexLock lock(mu_);
    connection = connection_;
  }
  bool waiting = false;                        // for the answer to a PING
  Deadline next = After(options_.ping_every);  // PING, or the latest time for its answer
  while (true) {
    const absl::StatusOr<Reply> message = connection->Read(next);
    if (absl::IsDeadlineExceeded(message.status())) {
      if (waiting) return message.status();
      RETURN_IF_ERROR(connection->Send({"PING"}, next = After(options_.ping_patience)));
      waiting = true;
      continue;
    }
    RETURN_IF_ERROR(message.status());
    bool ponged = false;
    RETURN_IF_ERROR(Understand(**message, ponged));
    if (ponged) {
      waiting = false;
      next = After(options_.ping_every);
    }
  }
}

// ["message", channel, [key…]], with null for the keys when all were flushed; ["pong", ""].
absl::Status Invalidation::Understand(const redisReply& message, bool& ponged) {
  const absl::Status strange = absl::DataLossError("not what Redis sends to a subscriber");
  if (message.type != REDIS_REPLY_ARRAY || message.elements < 2) return strange;
  if (message.element[0]->type != REDIS_REPLY_STRING) return strange;
  const absl::string_view kind = TextOf(*message.element[0]);
  if (kind == "pong") {
    ponged = true;
    return absl::OkStatus();
  }
  if (kind != "message" || message.elements != 3) return strange;
  const redisReply& keys = *message.element[2];
  if (keys.type == REDIS_REPLY_NIL) {
    heads_.DropAll();
    return absl::OkStatus();
  }
  if (keys.type != REDIS_REPLY_ARRAY) return strange;
  for (size_t i = 0; i < keys.elements; ++i) {
    if (keys.element[i]->type != REDIS_REPLY_STRING) return strange;
    heads_.Drop(TextOf(*keys.element[i]));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::cache
