#include "tests/bench/raw_load.h"

#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace tarazy::bench {
namespace {

[[noreturn]] void Die(const std::string& sentence) {
  std::fprintf(stderr, "serving_bench: %s\n", sentence.c_str());
  std::exit(1);
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

// One call at a time, over and over.
class Lane {
 public:
  Lane(grpc::GenericStub& stub, const RawCall& call, const std::string& token,
       grpc::CompletionQueue& queue)
      : stub_(stub),
        call_(call),
        authorization_(absl::StrCat("Bearer ", token)),
        queue_(queue),
        request_(ToBuffer(call.request)) {}

  void Start() {
    context_ = std::make_unique<grpc::ClientContext>();
    context_->AddMetadata("authorization", authorization_);
    context_->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    began_ = absl::Now();
    rpc_ = stub_.PrepareUnaryCall(context_.get(), call_.method, request_, &queue_);
    rpc_->StartCall();
    rpc_->Finish(&answer_, &status_, this);
  }

  // How long the call took.
  absl::Duration Check(size_t size) const {
    if (!status_.ok()) Die(absl::StrCat(call_.method, ": ", status_.error_message()));
    if (answer_.Length() != size) Die(absl::StrCat(call_.method, " gave another size"));
    return absl::Now() - began_;
  }

 private:
  grpc::GenericStub& stub_;
  const RawCall& call_;
  const std::string authorization_;
  grpc::CompletionQueue& queue_;
  const grpc::ByteBuffer request_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> rpc_;
  grpc::ByteBuffer answer_;
  grpc::Status status_;
  absl::Time began_;
};

}  // namespace

RawClient::RawClient(const std::string& server, const std::string& token, int channels, int calls)
    : token_(token), calls_(calls) {
  for (int i = 0; i < channels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("tarazy.bench.channel", i);  // a connection of its own
    channels_.push_back(
        grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments));
  }
}

std::string RawClient::Ask(const RawCall& call) const {
  grpc::GenericStub stub(channels_.front());
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  context.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  auto rpc = stub.PrepareUnaryCall(&context, call.method, ToBuffer(call.request), &queue);
  rpc->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  rpc->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) Die(absl::StrCat(call.method, ": ", status.error_message()));
  grpc::Slice slice;
  if (answer.Valid()) answer.DumpToSingleSlice(&slice).ok();
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

Load RawClient::Run(const RawCall& call, size_t size, absl::Duration time) const {
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  std::vector<std::unique_ptr<Lane>> lanes;
  for (const auto& channel : channels_) {
    stubs.push_back(std::make_unique<grpc::GenericStub>(channel));
    for (int i = 0; i < calls_; ++i) {
      lanes.push_back(std::make_unique<Lane>(*stubs.back(), call, token_, queue));
    }
  }
  const absl::Time start = absl::Now();
  for (const auto& lane : lanes) lane->Start();
  std::vector<double> micros;
  absl::Time last = start;
  size_t under_way = lanes.size();
  void* tag = nullptr;
  bool ok = false;
  while (under_way > 0 && queue.Next(&tag, &ok)) {
    Lane* const lane = static_cast<Lane*>(tag);
    const absl::Duration took = lane->Check(size);
    const absl::Time now = absl::Now();
    if (now - start < time) {
      micros.push_back(absl::ToDoubleMicroseconds(took));
      last = now;
      lane->Start();
    } else {
      --under_way;
    }
  }
  if (micros.empty()) Die(absl::StrCat(call.method, " did not answer in time"));
  std::sort(micros.begin(), micros.end());
  return {
      .calls_per_second = static_cast<double>(micros.size()) / absl::ToDoubleSeconds(last - start),
      .microseconds_p50 = micros[micros.size() / 2],
      .microseconds_p99 = micros[micros.size() * 99 / 100]};
}

}  // namespace tarazy::bench
