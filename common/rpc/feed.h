// A method that streams what is there and then each new thing as it comes.
//
// A stream that waits holds no thread and no place among the calls: a thread of the feed's own
// looks for what is new, when this process was told of something or, for what other processes did,
// as often as the options say, and hands the streams that have something to read to the worker
// pool.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <deque>
#include <functional>
#include <memory>
#include <utility>

#include "common/rpc/feed_reader.h"
#include "common/rpc/feed_stream.h"
#include "common/rpc/feed_streams.h"
#include "common/rpc/status_map.h"

namespace tarazy::rpc {

template <typename Request, typename Response>
class Feed {
 public:
  using Reactor = grpc::ServerWriteReactor<Response>;
  using Reader = FeedReader<Response>;
  // The reader of one stream; the request is valid during the call only.
  using NewReader = std::function<std::unique_ptr<Reader>(const Request&)>;

  // `look` as in FeedStreams.
  Feed(Runtime& runtime, const FeedOptions& options, NewReader new_reader,
       std::function<void()> look)
      : new_reader_(std::move(new_reader)), streams_(runtime, options, std::move(look)) {}

  // The body of the streaming method. The reactor ends by itself.
  Reactor* Watch(grpc::CallbackServerContext* context, const Request* request) {
    const ServedMethod* const served = streams_.runtime().methods.Find(request->GetDescriptor());
    if (served == nullptr) return new NotOffered;
    auto* const stream = new Stream(streams_, context, *served, new_reader_(*request));
    stream->Open();
    return stream;
  }

  // Something new is there.
  void Wake() { streams_.Wake(); }

  // Streams end with UNAVAILABLE and say where to go on; new ones are refused.
  void Stop() { streams_.Stop(); }

 private:
  // Registered without a policy: never served.
  class NotOffered final : public Reactor {
   public:
    NotOffered() {
      this->Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "this method is not offered"));
    }
    void OnDone() override { delete this; }
  };

  class Stream final : public FeedStream, public Reactor {
   public:
    Stream(FeedStreams& streams, grpc::CallbackServerContext* context, const ServedMethod& served,
           std::unique_ptr<Reader> reader)
        : FeedStream(streams, context, served), reader_(std::move(reader)) {}

    void OnWriteDone(bool ok) override { Written(ok); }
    void OnCancel() override { Cancelled(); }
    void OnDone() override {
      Over();
      delete this;
    }

   private:
    FeedPlace& place() override { return *reader_; }
    absl::Status LoadPage(const Context& context) override {
      return reader_->ReadPage(context, page_);
    }
    bool PageIsEmpty() const override { return page_.empty(); }
    void WriteFirst() override { this->StartWrite(&page_.front()); }
    void DropFirst() override { page_.pop_front(); }
    void Close(const absl::Status& status) override { this->Finish(ToGrpc(status)); }
    void DropReader() override { reader_.reset(); }

    std::unique_ptr<Reader> reader_;
    std::deque<Response> page_;
  };

  const NewReader new_reader_;
  FeedStreams streams_;  // last: its thread's streams use the others
};

}  // namespace tarazy::rpc
