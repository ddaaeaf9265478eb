#include "common/server/http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>

#include <cstring>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace tarazy::server {
namespace {

constexpr unsigned kMaxConnections = 64;
constexpr unsigned kTimeoutSeconds = 10;
constexpr size_t kMemoryPerConnection = 16 << 10;

MHD_Result Reply(MHD_Connection* connection, const HttpServer::Answer& answer) {
  MHD_Response* response = MHD_create_response_from_buffer(
      answer.body.size(), const_cast<char*>(answer.body.data()), MHD_RESPMEM_MUST_COPY);
  MHD_add_response_header(response, "Content-Type", answer.type.c_str());
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  const MHD_Result result =
      MHD_queue_response(connection, static_cast<unsigned>(answer.code), response);
  MHD_destroy_response(response);
  return result;
}

// What has come of a request's body so far.
struct Upload {
  std::string body;
  bool too_large = false;
};

// Called once for the headers, then for each piece of the body, then at its end.
MHD_Result OnRequest(void* self, MHD_Connection* connection, const char* url, const char* method,
                     const char* /*version*/, const char* data, size_t* size, void** state) {
  if (*state == nullptr) {
    *state = new Upload;
    return MHD_YES;
  }
  Upload& upload = *static_cast<Upload*>(*state);
  if (*size > 0) {
    upload.too_large = upload.too_large || upload.body.size() + *size > HttpServer::kMaxBody;
    if (!upload.too_large) upload.body.append(data, *size);
    *size = 0;
    return MHD_YES;
  }
  const bool get = std::strcmp(method, "GET") == 0 || std::strcmp(method, "HEAD") == 0;
  if (!get && std::strcmp(method, "POST") != 0) {
    return Reply(connection, {405, "only GET and POST\n"});
  }
  if (upload.too_large) return Reply(connection, {413, "too large\n"});
  return Reply(connection, (*static_cast<const HttpServer::Handler*>(self))(
                               {.method = get ? "GET" : "POST", .path = url, .body = upload.body}));
}

void OnCompleted(void* /*self*/, MHD_Connection* /*connection*/, void** state,
                 MHD_RequestTerminationCode /*why*/) {
  delete static_cast<Upload*>(*state);
  *state = nullptr;
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(absl::string_view address,
                                                              Handler handler) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(address, absl::MaxSplits(':', 1));
  const std::string host = parts.first == "localhost" ? "127.0.0.1" : parts.first;
  int port = -1;
  sockaddr_in socket_address = {};
  socket_address.sin_family = AF_INET;
  if (inet_pton(AF_INET, host.c_str(), &socket_address.sin_addr) != 1 ||
      !absl::SimpleAtoi(parts.second, &port) || port < 0 || port > 65535) {
    return InvalidField("http", "must be an IPv4 address and a port, as in 127.0.0.1:8080");
  }
  socket_address.sin_port = htons(static_cast<uint16_t>(port));

  std::unique_ptr<HttpServer> server(new HttpServer(std::move(handler)));
  server->daemon_ = MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL, 0, nullptr, nullptr, &OnRequest,
      const_cast<Handler*>(&server->handler_), MHD_OPTION_SOCK_ADDR, &socket_address,
      MHD_OPTION_CONNECTION_LIMIT, kMaxConnections, MHD_OPTION_CONNECTION_TIMEOUT, kTimeoutSeconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, kMemoryPerConnection, MHD_OPTION_NOTIFY_COMPLETED,
      &OnCompleted, nullptr, MHD_OPTION_END);
  if (server->daemon_ == nullptr) {
    return MakeError(absl::StatusCode::kUnavailable, Reason::kUnavailable,
                     absl::StrCat("cannot listen on http ", address, "; is the port in use?"));
  }
  const MHD_DaemonInfo* info = MHD_get_daemon_info(server->daemon_, MHD_DAEMON_INFO_BIND_PORT);
  server->address_ = absl::StrCat(host, ":", info == nullptr ? port : info->port);
  return server;
}

HttpServer::~HttpServer() {
  if (daemon_ != nullptr) MHD_stop_daemon(daemon_);
}

}  // namespace tarazy::server
