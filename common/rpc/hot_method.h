// A unary method that is read far more often than its answers change: when the answer's bytes are
// in memory, they go out from gRPC's own thread as they are; the counterpart of Handle, which
// stands round all other methods.
//
// On gRPC's thread nothing blocks: the token must be one that is believed at the moment, and the
// bytes must be in memory. Whatever else a call needs happens on a thread of the worker pool, in
// the order in which Handle does it; every refusal comes from there too.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/principal.h"
#include "common/base/error.h"
#include "common/cache/value.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"

namespace tarazy::rpc {

// What is the same for every request type.
class HotMethodBase {
 public:
  virtual ~HotMethodBase() = default;
  HotMethodBase(const HotMethodBase&) = delete;
  HotMethodBase& operator=(const HotMethodBase&) = delete;

  // The body of a raw callback method. The reactor is finished at once or by a worker.
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

 protected:
  HotMethodBase(Runtime& runtime, const google::protobuf::Descriptor* request);

 private:
  struct Exchange;

  virtual cache::Value Find(const auth::Principal& principal, absl::string_view request,
                            absl::Time now) const = 0;
  virtual absl::StatusOr<cache::Value> Load(const Call& call, absl::string_view request) const = 0;

  // True when the call was answered from memory.
  bool ServeFromMemory(const ServedMethod& served, const Exchange& exchange);
  void ServeOnWorker(const ServedMethod& served, const Exchange& exchange);
  void Refuse(const ServedMethod& served, const Exchange& exchange, const Call& call,
              const absl::Status& status) const;

  Runtime& runtime_;
  const google::protobuf::Descriptor* const request_;
};

template <typename Request>
class HotMethod final : public HotMethodBase {
 public:
  // The answer if it is in memory and this caller may have it now; null sends the call to a worker.
  // Must not block and must not throw.
  using Finder =
      std::function<cache::Value(const auth::Principal&, const Request&, absl::Time now)>;
  // The ordinary path: may block, ends by the call's deadline.
  using Loader = std::function<absl::StatusOr<cache::Value>(const Call&, const Request&)>;

  HotMethod(Runtime& runtime, Finder find, Loader load)
      : HotMethodBase(runtime, Request::descriptor()),
        find_(std::move(find)),
        load_(std::move(load)) {}

 private:
  cache::Value Find(const auth::Principal& principal, absl::string_view bytes,
                    absl::Time now) const override {
    thread_local Request request;  // its strings keep their memory from call to call
    if (!Parse(bytes, request)) return nullptr;
    return find_(principal, request, now);
  }

  absl::StatusOr<cache::Value> Load(const Call& call, absl::string_view bytes) const override {
    Request request;
    if (!Parse(bytes, request)) {
      return InvalidField("request", "these bytes are no such message");
    }
    return load_(call, request);
  }

  static bool Parse(absl::string_view bytes, Request& request) {
    return request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  }

  const Finder find_;
  const Loader load_;
};

}  // namespace tarazy::rpc
