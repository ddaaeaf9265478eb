// One connection to Redis where every step ends at a deadline.
#pragma once

#include <hiredis/hiredis.h>

#include <chrono>
#include <cstddef>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/cache/redis_url.h"
#include "common/cache/resolver.h"

namespace tarazy::cache {

struct ReplyFree {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, ReplyFree>;

absl::string_view TextOf(const redisReply& reply);

// hiredis formats commands and parses replies; the socket is ours. hiredis' own timeout is for each
// read, so that a server that drips holds a caller for as long as it likes; it is forgotten by
// redisReconnect (0.14), and writes can raise SIGPIPE. After any error but DEADLINE_EXCEEDED of
// Read, and after one in the middle of a conversation, a connection is to be thrown away.
class RedisConnection {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  // What a reply may be. An array's length makes hiredis allocate before its elements come.
  struct Limits {
    size_t max_reply_bytes = 0;
    bool arrays = false;
  };

  // Connected, authenticated, in its database.
  static absl::StatusOr<std::unique_ptr<RedisConnection>> Open(const RedisAddress& address,
                                                               Resolver& resolver,
                                                               const Limits& limits,
                                                               Deadline deadline);
  ~RedisConnection();
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  // One command and its reply, which may be an error reply.
  absl::StatusOr<Reply> Run(absl::Span<const absl::string_view> command, Deadline deadline);

  absl::Status Send(absl::Span<const absl::string_view> command, Deadline deadline);
  // The next reply. DEADLINE_EXCEEDED leaves what came so far for the next Read; DATA_LOSS when it
  // is not the protocol, RESOURCE_EXHAUSTED when it is too large, UNAVAILABLE when the connection
  // ended.
  absl::StatusOr<Reply> Read(Deadline deadline);

  // Nothing has come unasked: neither the end nor a reply that was not waited for.
  bool Quiet() const;
  // Ends a Read that another thread waits in.
  void Interrupt();

 private:
  struct ReaderFree {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
  };

  RedisConnection(int fd, const Limits& limits);

  absl::Status Greet(const RedisAddress& address, Deadline deadline);

  const int fd_;
  const Limits limits_;
  const std::unique_ptr<redisReader, ReaderFree> reader_;
  size_t unparsed_ = 0;  // bytes of the reply that is coming in
};

}  // namespace tarazy::cache
