#include "common/server/http_server.h"

#include <gtest/gtest.h>

namespace tarazy::server {
namespace {

TEST(HttpServerTest, PicksAFreePortAndRefusesATakenOne) {
  const auto handler = [](const HttpServer::Request&) { return HttpServer::Answer{}; };
  const auto first = HttpServer::Start("127.0.0.1:0", handler);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_NE((*first)->address(), "127.0.0.1:0");
  EXPECT_FALSE(HttpServer::Start((*first)->address(), handler).ok());
}

TEST(HttpServerTest, RefusesWhatIsNoAddress) {
  for (const char* bad : {"", "localhost", "x:1", "127.0.0.1:65536", "127.0.0.1:-1"}) {
    EXPECT_FALSE(HttpServer::Start(bad, nullptr).ok()) << bad;
  }
}

}  // namespace
}  // namespace tarazy::server
