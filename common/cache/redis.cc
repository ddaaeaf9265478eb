#include "common/cache/redis.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"

namespace tarazy::cache {
namespace {

using std::chrono::steady_clock;

// Beyond the value: its length and the line ends, and what one read brings too much.
constexpr size_t kReplyOverhead = 32 << 10;

// What is wrong with one value says nothing of the server's health.
bool ConcernsOneValue(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsResourceExhausted(status);
}

// Nothing was answered in time, or not in the protocol: the other direction suffers too.
bool ConcernsTheLink(const absl::Status& status) {
  return absl::IsDeadlineExceeded(status) || absl::IsUnavailable(status) ||
         absl::IsDataLoss(status);
}

// -WRONGTYPE concerns a key; all others (READONLY, LOADING, OOM, MOVED, NOAUTH …) the server.
absl::Status OfErrorReply(const redisReply& reply) {
  const absl::string_view text = TextOf(reply);
  if (absl::StartsWith(text, "WRONGTYPE")) {
    return absl::FailedPreconditionError("the key holds a value of another type");
  }
  return absl::InternalError(absl::StrCat("Redis answers ", text.substr(0, text.find(' '))));
}

}  // namespace

Redis::Side::Side(const CircuitBreaker::Options& options, obs::Metrics* metrics,
                  const char* operation)
    : breaker(options) {
  if (metrics == nullptr) return;
  const obs::Labels labels = {{"op", operation}};
  failures = metrics->AddCounter("tarazy_cache_redis_failures_total",
                                 "Calls to Redis that were tried and failed", labels);
  breaker.Show(metrics->AddGauge("tarazy_cache_redis_circuit_open",
                                 "1 while calls to Redis are not even tried, else 0", labels));
}

Redis::Redis(const Options& options, obs::Metrics* metrics)
    : options_(options),
      resolver_(options.address.host, options.address.port),
      reads_(options.breaker, metrics, "read"),
      writes_(options.breaker, metrics, "write") {}

Redis::~Redis() = default;

absl::StatusOr<std::optional<std::string>> Redis::Get(absl::string_view key) {
  ASSIGN_OR_RETURN(const Reply reply, Call(reads_, {"GET", key}));
  if (reply->type == REDIS_REPLY_NIL) return std::nullopt;
  const absl::string_view value = TextOf(*reply);
  if (value.size() > options_.max_value_bytes) {
    return absl::ResourceExhaustedError("the value is too large");
  }
  return std::string(value);
}

absl::Status Redis::Set(absl::string_view key, absl::string_view value, absl::Duration ttl) {
  if (value.size() > options_.max_value_bytes) {
    return absl::ResourceExhaustedError("the value is too large");
  }
  const std::string milliseconds =
      absl::StrCat(std::max(absl::ToInt64Milliseconds(ttl), int64_t{1}));
  return Call(writes_, {"SET", key, value, "PX", milliseconds}).status();
}

absl::StatusOr<Reply> Redis::Call(Side& side, absl::Span<const absl::string_view> command) {
  if (!side.breaker.Allow()) return absl::UnavailableError("Redis failed; not tried for a while");
  const Deadline deadline = steady_clock::now() + absl::ToChronoNanoseconds(options_.budget);
  absl::StatusOr<Reply> reply = Converse(command, deadline);
  if (reply.ok() || ConcernsOneValue(reply.status())) {
    side.breaker.Succeeded();
    return reply;
  }
  side.failures.Increment();
  side.breaker.Failed();
  if (ConcernsTheLink(reply.status())) {
    (&side == &reads_ ? writes_ : reads_).breaker.Failed();
    DropIdle();
  }
  return reply;
}

absl::StatusOr<Reply> Redis::Converse(absl::Span<const absl::string_view> command,
                                      Deadline deadline) {
  ASSIGN_OR_RETURN(std::unique_ptr<RedisConnection> connection, Borrow(deadline));
  absl::StatusOr<Reply> reply = connection->Run(command, deadline);
  if (reply.ok()) {
    switch ((*reply)->type) {
      case REDIS_REPLY_STRING:
      case REDIS_REPLY_NIL:
        if (command[0] != "GET") reply = absl::DataLossError("not a reply to a write");
        break;
      case REDIS_REPLY_STATUS:
        if (command[0] != "SET") reply = absl::DataLossError("not a reply to a read");
        break;
      case REDIS_REPLY_ERROR:
        reply = OfErrorReply(**reply);
        break;
      default:
        reply = absl::DataLossError("not a reply to what was asked");
    }
  }
  // The connection of a server that refuses is dropped too: a new one may find another server.
  if (reply.ok() || absl::IsFailedPrecondition(reply.status())) {
    Return(std::move(connection));
  } else {
    Discard(std::move(connection));
  }
  return reply;
}

absl::StatusOr<std::unique_ptr<RedisConnection>> Redis::Borrow(Deadline deadline) {
  const absl::Time until = absl::Now() + absl::FromChrono(deadline - steady_clock::now());
  while (true) {
    std::unique_ptr<RedisConnection> idle;
    {
      MutexLock lock(mu_);
      while (idle_.empty() && open_ >= options_.connections) {
        if (!freed_.WaitUntil(mu_, until) && idle_.empty() && open_ >= options_.connections) {
          return absl::UnavailableError("all connections to Redis are in use");
        }
      }
      if (idle_.empty()) {
        ++open_;
        break;
      }
      idle = std::move(idle_.back());
      idle_.pop_back();
    }
    if (idle->Quiet()) return idle;
    Discard(std::move(idle));
  }
  auto made = RedisConnection::Open(options_.address, resolver_,
                                    {.max_reply_bytes = options_.max_value_bytes + kReplyOverhead},
                                    deadline);
  if (!made.ok()) Discard(nullptr);
  return made;
}

void Redis::Return(std::unique_ptr<RedisConnection> connection) {
  MutexLock lock(mu_);
  idle_.push_back(std::move(connection));
  freed_.NotifyOne();
}

void Redis::Discard(std::unique_ptr<RedisConnection> connection) {
  connection.reset();
  MutexLock lock(mu_);
  --open_;
  freed_.NotifyOne();
}

void Redis::DropIdle() {
  // They lead where the failed one led, and each would cost a caller his budget to find out.
  std::vector<std::unique_ptr<RedisConnection>> dropped;
  MutexLock lock(mu_);
  dropped.swap(idle_);
  open_ -= static_cast<int>(dropped.size());
  freed_.NotifyAll();
}

}  // namespace tarazy::cache
