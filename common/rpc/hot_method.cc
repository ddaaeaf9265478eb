#include "common/rpc/hot_method.h"

#include <grpcpp/support/slice.h>

#include <memory>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/call_steps.h"
#include "common/rpc/status_map.h"
#include "common/rpc/worker_pool.h"

namespace tarazy::rpc {
namespace {

// Larger requests are parsed by a worker.
constexpr size_t kMaxHotRequest = 4096;

// A slice that refers to the bytes and keeps them alive.
grpc::Slice Refer(cache::Value bytes) {
  if (bytes->empty()) return grpc::Slice();
  auto* const data = const_cast<char*>(bytes->data());  // gRPC does not write into what it sends
  const size_t size = bytes->size();
  return grpc::Slice(
      data, size, [](void* kept) { delete static_cast<cache::Value*>(kept); },
      new cache::Value(std::move(bytes)));
}

absl::string_view View(const grpc::Slice& slice) {
  return absl::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

}  // namespace

// A call under way: what it came with and where its answer goes. All of it belongs to gRPC and
// lives until the reactor is finished.
struct HotMethodBase::Exchange {
  absl::Time start;
  grpc::CallbackServerContext* context;
  const grpc::ByteBuffer* request;
  grpc::ByteBuffer* response;
  grpc::ServerUnaryReactor* reactor;

  void Answer(cache::Value bytes) const {
    const grpc::Slice slice = Refer(std::move(bytes));
    *response = grpc::ByteBuffer(&slice, 1);
    reactor->Finish(grpc::Status::OK);
  }
};

HotMethodBase::HotMethodBase(Runtime& runtime, const google::protobuf::Descriptor* request)
    : runtime_(runtime), request_(request) {}

grpc::ServerUnaryReactor* HotMethodBase::Serve(grpc::CallbackServerContext* context,
                                               const grpc::ByteBuffer* request,
                                               grpc::ByteBuffer* response) {
  const Exchange exchange{.start = absl::Now(),
                          .context = context,
                          .request = request,
                          .response = response,
                          .reactor = context->DefaultReactor()};
  const ServedMethod* served = runtime_.methods.Find(request_);
  if (served == nullptr) {
    exchange.reactor->Finish(
        grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "this method is not offered"));
    return exchange.reactor;
  }
  served->metrics->Begin();
  if (ServeFromMemory(*served, exchange)) return exchange.reactor;
  const bool taken =
      runtime_.workers.Run([this, served, exchange] { ServeOnWorker(*served, exchange); });
  if (!taken) {
    const Call call = MakeCall(runtime_, *context, served->method);
    context->AddInitialMetadata(kRequestIdHeader, call.request_id);
    Refuse(*served, exchange, call, Overloaded());
  }
  return exchange.reactor;
}

bool HotMethodBase::ServeFromMemory(const ServedMethod& served, const Exchange& exchange) {
  grpc::Slice slice;
  if (exchange.request->Length() > kMaxHotRequest ||
      !exchange.request->TrySingleSlice(&slice).ok()) {
    return false;
  }
  const absl::Time now = runtime_.clock.Now();
  const auto principal = runtime_.authenticator.Believed(Bearer(*exchange.context), now);
  if (principal == nullptr || !auth::PolicyTable::Allows(served.method, *principal)) return false;
  cache::Value bytes = Find(*principal, View(slice), now);
  if (bytes == nullptr) return false;
  const absl::Duration took = absl::Now() - exchange.start;
  if (WouldLogRead(runtime_, took)) {
    Call call = MakeCall(runtime_, *exchange.context, served.method);
    call.principal = *principal;
    exchange.context->AddInitialMetadata(kRequestIdHeader, call.request_id);
    LogCall(runtime_, served, call, absl::OkStatus(), took);
  } else {
    exchange.context->AddInitialMetadata(kRequestIdHeader, RequestId(*exchange.context));
  }
  served.metrics->End(absl::StatusCode::kOk, took);
  exchange.Answer(std::move(bytes));
  return true;
}

void HotMethodBase::ServeOnWorker(const ServedMethod& served, const Exchange& exchange) {
  Call call = MakeCall(runtime_, *exchange.context, served.method);
  exchange.context->AddInitialMetadata(kRequestIdHeader, call.request_id);
  cache::Value bytes;
  const auto load = [&](const Call& let_in) -> absl::Status {
    grpc::Slice slice;
    if (!exchange.request->DumpToSingleSlice(&slice).ok()) {
      return Internal("a request that gRPC cannot read");
    }
    ASSIGN_OR_RETURN(bytes, Load(let_in, View(slice)));
    return absl::OkStatus();
  };
  absl::Status status = StillWanted(call);
  if (status.ok()) status = LetIn(runtime_, served.method, call, load);
  if (!status.ok()) return Refuse(served, exchange, call, status);
  const absl::Duration took = absl::Now() - exchange.start;
  served.metrics->End(absl::StatusCode::kOk, took);
  LogCall(runtime_, served, call, status, took);
  exchange.Answer(std::move(bytes));
}

void HotMethodBase::Refuse(const ServedMethod& served, const Exchange& exchange, const Call& call,
                           const absl::Status& status) const {
  const absl::Duration took = absl::Now() - exchange.start;
  served.metrics->End(status.code(), took);
  LogCall(runtime_, served, call, status, took);
  exchange.reactor->Finish(ToGrpc(status));
}

}  // namespace tarazy::rpc
