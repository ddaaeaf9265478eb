#include "services/cli/client.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/ids.h"
#include "services/cli/failure.h"
#include "services/cli/token_file.h"

namespace tarazy::cli {
namespace {

constexpr int kMaxReceiveBytes = 64 << 20;
constexpr int kMaxMetadataBytes = 64 << 10;

bool IsHostAndPort(absl::string_view server) {
  const size_t colon = server.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) return false;
  const absl::string_view host = server.substr(0, colon);
  if (host.find(':') != absl::string_view::npos && host.front() != '[') return false;
  int port = 0;
  return host.find_first_of("/ ") == absl::string_view::npos &&
         absl::SimpleAtoi(server.substr(colon + 1), &port) && port > 0 && port < 65536;
}

// What gRPC itself says when there was no answer of a Tarazy server, in words for a person.
std::string TransportSentence(const grpc::Status& status, absl::string_view server,
                              absl::Duration timeout, absl::string_view request_id) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      if (absl::StartsWith(status.error_message(), "failed to connect")) {
        return absl::StrCat("no server answers at ", server,
                            "; start tarazyd or name another with --server");
      }
      return absl::StrCat("the connection to ", server, " failed: ", status.error_message());
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return absl::StrCat(server, " did not answer within ", absl::FormatDuration(timeout),
                          "; --timeout waits longer");
    case grpc::StatusCode::UNIMPLEMENTED:
      return absl::StrCat(server,
                          " does not offer this call; it is another version or runs without "
                          "the module");
    default:
      return absl::StrCat(status.error_message(), " (request ", request_id, ")");
  }
}

}  // namespace

absl::Status Client::Connect() {
  if (channel_ != nullptr) return absl::OkStatus();
  if (!IsHostAndPort(connection_.server)) {
    return UsageError(absl::StrCat("--server: \"", connection_.server, "\" is not HOST:PORT"));
  }
  ASSIGN_OR_RETURN(token_, LoadToken(connection_.token_file, connection_.server, err_));
  // gRPC's own log would stand between the sentences meant for a person.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  grpc::ChannelArguments arguments;
  arguments.SetCompressionAlgorithm(GRPC_COMPRESS_NONE);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  // A token in clear text has no business with a proxy.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  channel_ =
      grpc::CreateCustomChannel(connection_.server, grpc::InsecureChannelCredentials(), arguments);
  return absl::OkStatus();
}

absl::Status Client::Prepare(grpc::ClientContext& context, absl::Duration default_timeout) {
  RETURN_IF_ERROR(Connect());
  if (!token_.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  request_id_ = RandomHex(16);
  context.AddMetadata("x-request-id", request_id_);
  context.AddMetadata("traceparent", trace_.Parent());
  timeout_ = connection_.timeout ? absl::Seconds(*connection_.timeout) : default_timeout;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  return absl::OkStatus();
}

absl::Status Client::Outcome(const grpc::Status& status) const {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  if (!status.error_details().empty()) {
    return Refusal(code, status.error_message(), status.error_details());
  }
  return Refusal(code, TransportSentence(status, connection_.server, timeout_, request_id_), "");
}

}  // namespace tarazy::cli
