#include "tests/testing/tcp_proxy.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "absl/time/clock.h"

namespace tarazy::testing {
namespace {

// A server that echoes one connection at a time.
class Echo {
 public:
  Echo() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 8), 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (int client; (client = accept(listener_, nullptr, nullptr)) >= 0; close(client)) {
        char bytes[256];
        for (ssize_t got; (got = recv(client, bytes, sizeof(bytes), 0)) > 0;) {
          send(client, bytes, got, MSG_NOSIGNAL);
        }
      }
    });
  }
  ~Echo() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  int port() const { return port_; }

 private:
  int listener_;
  int port_ = 0;
  std::thread thread_;
};

class Client {
 public:
  explicit Client(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {.sin_family = AF_INET,
                           .sin_port = htons(static_cast<uint16_t>(port)),
                           .sin_addr = {htonl(INADDR_LOOPBACK)}};
    connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
  }
  ~Client() { close(fd_); }
  void Send(absl::string_view bytes) { send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  // `size` bytes, or fewer when the connection ends first ("end") or is reset ("reset").
  std::string Receive(size_t size) {
    std::string all;
    while (all.size() < size) {
      char bytes[256];
      const ssize_t got = recv(fd_, bytes, std::min(sizeof(bytes), size - all.size()), 0);
      if (got <= 0) return got == 0 ? "end" : "reset";
      all.append(bytes, got);
    }
    return all;
  }
  bool SomethingWithin(absl::Duration time) {
    pollfd polled = {fd_, POLLIN, 0};
    return poll(&polled, 1, static_cast<int>(absl::ToInt64Milliseconds(time))) > 0;
  }
  void Finish() { shutdown(fd_, SHUT_WR); }

 private:
  int fd_;
};

class TcpProxyTest : public ::testing::Test {
 protected:
  Echo echo_;
  std::unique_ptr<TcpProxy> proxy_ = *TcpProxy::Start(echo_.port());
};

TEST_F(TcpProxyTest, ForwardsBothWaysAndPassesTheEnd) {
  Client client(proxy_->port());
  client.Send("hello");
  EXPECT_EQ(client.Receive(5), "hello");
  client.Finish();
  EXPECT_EQ(client.Receive(1), "end");
  EXPECT_EQ(proxy_->accepted(), 1);
}

TEST_F(TcpProxyTest, DelaysBytesEachWay) {
  Client client(proxy_->port());
  client.Send("a");
  ASSERT_EQ(client.Receive(1), "a");
  proxy_->Set({.delay = absl::Milliseconds(40)});
  const absl::Time start = absl::Now();
  client.Send("b");
  EXPECT_EQ(client.Receive(1), "b");
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(79));
}

TEST_F(TcpProxyTest, SlicesDripOneByOne) {
  proxy_->Set({.delay = absl::Milliseconds(10), .slice_bytes = 1});
  Client client(proxy_->port());
  const absl::Time start = absl::Now();
  client.Send("slowly");
  EXPECT_EQ(client.Receive(6), "slowly");
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(60));
}

TEST_F(TcpProxyTest, HoldsAreSilentAndLoseNothing) {
  proxy_->Set({.hold = true});
  Client client(proxy_->port());
  client.Send("kept");
  EXPECT_FALSE(client.SomethingWithin(absl::Milliseconds(50)));
  proxy_->Heal();
  EXPECT_EQ(client.Receive(4), "kept");
}

TEST_F(TcpProxyTest, CutsOpenConnectionsAndTakesNewOnes) {
  Client client(proxy_->port());
  client.Send("a");
  ASSERT_EQ(client.Receive(1), "a");
  proxy_->Cut();
  EXPECT_EQ(client.Receive(1), "reset");
  Client next(proxy_->port());
  next.Send("b");
  EXPECT_EQ(next.Receive(1), "b");
}

TEST_F(TcpProxyTest, RefusesNewConnections) {
  proxy_->Set({.refuse = true});
  Client client(proxy_->port());
  EXPECT_EQ(client.Receive(1), "reset");
}

TEST_F(TcpProxyTest, ChangesBytesOnTheirWay) {
  proxy_->Set({.to_client = [](std::string) { return "lies"; }});
  Client client(proxy_->port());
  client.Send("truth");
  EXPECT_EQ(client.Receive(4), "lies");
}

}  // namespace
}  // namespace tarazy::testing
