// tarazyd and, beside it, a method that answers with bytes and does nothing else: what any answer
// of that size costs gRPC.
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/support/server_callback.h>

#include <string>

#include "absl/strings/numbers.h"
#include "common/server/main.h"
#include "services/rankings/module.h"
#include "services/registry/module.h"

namespace tarazy {
namespace {

// "/bench.Bytes/Resize" with a number as text says how many bytes "/bench.Bytes/Get" gives.
class BytesService final : public grpc::Service {
 public:
  BytesService() {
    Add("/bench.Bytes/Get",
        [this](const grpc::ByteBuffer&) { return grpc::ByteBuffer(&bytes_, 1); });
    Add("/bench.Bytes/Resize", [this](const grpc::ByteBuffer& request) {
      grpc::Slice text;
      size_t size = 0;
      if (request.DumpToSingleSlice(&text).ok() &&
          absl::SimpleAtoi(
              absl::string_view(reinterpret_cast<const char*>(text.begin()), text.size()), &size)) {
        bytes_ = grpc::Slice(std::string(size, 'x'));
      }
      return grpc::ByteBuffer(&bytes_, 1);
    });
  }

 private:
  template <typename Answer>
  void Add(const char* method, Answer answer) {
    AddMethod(new grpc::internal::RpcServiceMethod(method, grpc::internal::RpcMethod::NORMAL_RPC,
                                                   nullptr));
    MarkMethodRawCallback(
        methods_++, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                        [answer](grpc::CallbackServerContext* context,
                                 const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
                          *response = answer(*request);
                          grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
                          reactor->Finish(grpc::Status::OK);
                          return reactor;
                        }));
  }

  int methods_ = 0;
  grpc::Slice bytes_ = grpc::Slice(std::string(1, 'x'));
};

class BytesModule final : public server::Module {
 public:
  std::string Name() const override { return "bytes"; }
  std::vector<std::string> Services() const override { return {}; }
  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&service_); }
  absl::Status Ready(const Context&) override { return absl::OkStatus(); }

 private:
  BytesService service_;
};

}  // namespace
}  // namespace tarazy

int main(int argc, char** argv) {
  const auto bytes =
      [](tarazy::server::Platform&) -> absl::StatusOr<std::unique_ptr<tarazy::server::Module>> {
    return std::make_unique<tarazy::BytesModule>();
  };
  return tarazy::server::Main(argc, argv,
                              {{"registry", tarazy::registry::MakeModule},
                               {"rankings", tarazy::rankings::MakeModule},
                               {"bytes", bytes}});
}
