// The way to the server: one channel, credentials and deadlines on every call, refusals as
// statuses.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/obs/trace.h"

namespace tarazy::cli {

inline constexpr absl::Duration kUnaryTimeout = absl::Seconds(60);
inline constexpr absl::Duration kStreamTimeout = absl::Hours(1);

struct Connection {
  std::string server = "127.0.0.1:7070";
  std::string token_file;         // empty: see token_file.h
  std::optional<double> timeout;  // seconds; absent: 60, and an hour for long streams
};

class Client {
 public:
  // Connects with the first call. `err` gets warnings about the token file.
  Client(Connection connection, std::ostream& err)
      : connection_(std::move(connection)), err_(err) {}

  // One unary call: Call(&RegistryService::Stub::GetInstitution, request).
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    grpc::ClientContext context;
    RETURN_IF_ERROR(Prepare(context, kUnaryTimeout));
    Stub stub(channel_);
    Response response;
    RETURN_IF_ERROR(Outcome((stub.*method)(&context, request, &response)));
    return response;
  }

  // For streams: makes the channel and fills the context. A usage error when the server's address
  // or the token file is no good.
  absl::Status Prepare(grpc::ClientContext& context, absl::Duration default_timeout);

  // Only after Prepare.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // What became of the last prepared call, in words for a person.
  absl::Status Outcome(const grpc::Status& status) const;

 private:
  absl::Status Connect();

  const Connection connection_;
  std::ostream& err_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
  std::string request_id_;
  // One trace for a command, however many calls it makes.
  const obs::Trace trace_ = obs::ContinueTrace("", "");
  absl::Duration timeout_;
};

}  // namespace tarazy::cli
