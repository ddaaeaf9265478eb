// A network that misbehaves on command: a TCP proxy on loopback between a client and a server.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace tarazy::testing {

// Thread-safe. Faults hold for open connections and for those to come.
class TcpProxy {
 public:
  struct Faults {
    absl::Duration delay;    // of every byte, each way
    size_t slice_bytes = 0;  // forwards this many at a time, one slice each `delay`; 0 = all
    bool hold = false;       // a black hole: accepts, and forwards nothing until it is lifted
    bool refuse = false;     // new connections are reset at once
    // Bytes as they came from the network, to what is forwarded ("" for nothing). Empty: as is.
    std::function<std::string(std::string)> to_server;
    std::function<std::string(std::string)> to_client;
  };

  // To a port on 127.0.0.1, or to a Unix socket where `target` begins with '/'.
  static absl::StatusOr<std::unique_ptr<TcpProxy>> Start(int port);
  static absl::StatusOr<std::unique_ptr<TcpProxy>> Start(absl::string_view target);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  int port() const { return port_; }  // on 127.0.0.1

  void Set(Faults faults);
  void Heal() { Set({}); }
  void Cut();            // resets every open connection, both ways
  int accepted() const;  // connections since the start, refused ones included
  int open_connections() const;

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Piece {
    Time due;
    std::string bytes;
  };
  // One direction of one connection.
  struct Pipe {
    int from = -1;
    int to = -1;
    bool to_server = false;
    bool ended = false;       // no more bytes will come
    bool end_passed = false;  // and the other side knows
    Time last_sent;
    std::deque<Piece> waiting;
  };
  struct Connection {
    Pipe up, down;
    bool broken = false;
  };

  explicit TcpProxy(std::string target) : target_(std::move(target)) {}

  absl::Status Listen();
  int Dial() const;
  void Run();
  void Accept(const Faults& faults);
  void Read(Pipe& pipe, const Faults& faults, Connection& connection);
  void Write(Pipe& pipe, const Faults& faults, Connection& connection);
  void Close(Connection& connection, bool reset);
  int PollTimeout(const Faults& faults) const;
  void Wake();

  const std::string target_;
  int listener_ = -1;
  int wake_ = -1;
  int port_ = 0;

  mutable Mutex mu_;
  Faults faults_ ABSL_GUARDED_BY(mu_);
  bool cut_ ABSL_GUARDED_BY(mu_) = false;
  bool stop_ ABSL_GUARDED_BY(mu_) = false;
  int accepted_ ABSL_GUARDED_BY(mu_) = 0;
  int open_ ABSL_GUARDED_BY(mu_) = 0;
  CondVar cut_done_;

  std::list<Connection> connections_;  // the thread's
  std::thread thread_;
};

}  // namespace tarazy::testing
