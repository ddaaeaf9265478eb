// The plain HTTP port: /livez, /readyz, /metrics, and what modules add to it. Nothing here needs a
// token, nothing here is secret.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct MHD_Daemon;

namespace tarazy::server {

class HttpServer {
 public:
  struct Request {
    absl::string_view method;  // GET (of HEAD too) or POST
    absl::string_view path;    // without the query, decoded
    absl::string_view body;    // of a POST
  };
  struct Answer {
    int code = 200;
    std::string body;
    std::string type = "text/plain; charset=utf-8";
  };
  // Called from the server's own thread; every other request waits for it.
  using Handler = std::function<Answer(const Request&)>;
  // The largest body of a POST, in bytes; more is 413.
  static constexpr size_t kMaxBody = 16 << 10;

  // Listens on HOST:PORT (IPv4; port 0 picks a free one).
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(absl::string_view address,
                                                           Handler handler);
  ~HttpServer();

  // "127.0.0.1:8080", with the port that it got.
  const std::string& address() const { return address_; }

 private:
  explicit HttpServer(Handler handler) : handler_(std::move(handler)) {}

  const Handler handler_;
  std::string address_;
  MHD_Daemon* daemon_ = nullptr;
};

}  // namespace tarazy::server
