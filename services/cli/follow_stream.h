// Streams that run until their reader has seen enough: one message after the other, each printed
// and flushed as it comes.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "services/cli/command.h"
#include "services/cli/interrupt.h"

namespace tarazy::cli {

// They end when their reader has seen enough.
inline constexpr absl::Duration kWatchTimeout = absl::Hours(24 * 365);

// Prints messages whose number is not known, one by one.
class StreamPrinter {
 public:
  explicit StreamPrinter(Session& session) : session_(session) {}

  // As JSON the whole message on a line, as CSV the only row of `row`, below its header at first,
  // in a table `line`. False when nobody reads any more.
  bool Print(const google::protobuf::Message& message, const Table& row, const std::string& line);

 private:
  Session& session_;
  bool first_ = true;
};

// Calls `method` and gives every answer to `print` until the stream ends, `print` is false or
// Ctrl-C comes, which ends it well.
template <class Stub, class Request, class Response, class Print>
absl::Status FollowStream(Session& session,
                          std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(
                              grpc::ClientContext*, const Request&),
                          const Request& request, Print print) {
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kWatchTimeout));
  const Interrupt interrupt([&context] { context.TryCancel(); });
  Stub stub(session.client.channel());
  const auto reader = (stub.*method)(&context, request);
  Response response;
  bool open = true;
  while (open && reader->Read(&response)) open = print(response);
  if (!open) context.TryCancel();
  const absl::Status outcome = session.client.Outcome(reader->Finish());
  if (!open) return absl::DataLossError("the output could not be written");
  return interrupt.happened() ? absl::OkStatus() : outcome;
}

}  // namespace tarazy::cli
