// What one stream of a feed reads (feed.h).
#pragma once

#include <deque>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/rpc/call.h"

namespace tarazy::rpc {

// A reader keeps its place. One thread at a time uses it.
class FeedPlace {
 public:
  virtual ~FeedPlace() = default;

  // Judges the request and finds the place to begin; called once, before all else, while the call
  // holds a place among those admitted. Errors end the stream.
  virtual absl::Status Begin(const Call& call) = 0;

  // True when all that was asked for has been read: the stream ends.
  virtual bool Done() const = 0;

  // True when something may lie behind its place. Called often, while locks are held: it neither
  // blocks nor asks the database.
  virtual bool Behind() const = 0;
};

template <typename Response>
class FeedReader : public FeedPlace {
 public:
  // Appends what comes next, some dozens at most, and moves the place behind it. What appends
  // nothing must leave a place that nothing lies behind, or the stream asks again at once.
  virtual absl::Status ReadPage(const Context& context, std::deque<Response>& page) = 0;
};

}  // namespace tarazy::rpc
