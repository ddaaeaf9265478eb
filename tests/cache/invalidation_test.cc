// Heads of two replicas with one Redis: a change is heard, and deafness is noticed.
#include "common/cache/invalidation.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <string>

#include "common/cache/redis.h"
#include "tests/cache/await.h"
#include "tests/testing/tcp_proxy.h"
#include "tests/testing/temp_redis.h"

namespace tarazy::testing {
namespace {

using cache::Heads;
using cache::Invalidation;
using cache::Redis;

cache::RedisAddress At(int port) { return {.host = "127.0.0.1", .port = port}; }

// One replica; what it keeps has no age, so that only the bell or a loss can drop it.
class Replica {
 public:
  Replica(int listens_at, int rings_at)
      : redis_({.address = At(rings_at), .budget = absl::Seconds(10)}, nullptr),
        heads_({.max_age = absl::InfiniteDuration()}, &redis_, nullptr),
        invalidation_({.address = At(listens_at), .max_pause = absl::Milliseconds(200)}, heads_) {}

  bool Live() {
    return Eventually([this] { return invalidation_.live(); });
  }
  bool Deaf() {
    return Eventually([this] { return !invalidation_.live(); });
  }
  // Loads the head until it is kept: what was rung earlier may still come in.
  bool Keep(absl::string_view name, const std::string& value) {
    return Eventually([&] {
      heads_.Get(name, [&] { return absl::StatusOr<std::string>(value); }).IgnoreError();
      return Kept(name) == value;
    });
  }
  std::string Kept(absl::string_view name) {
    const cache::Value value = heads_.Find(name);
    return value == nullptr ? "" : *value;
  }
  bool Drops(absl::string_view name) {
    return Eventually([&] { return Kept(name).empty(); });
  }
  Heads& heads() { return heads_; }

 private:
  Redis redis_;
  Heads heads_;
  Invalidation invalidation_;
};

class InvalidationTest : public ::testing::Test {
 protected:
  const std::unique_ptr<TempRedis> server_ = *TempRedis::Start();
  const std::unique_ptr<TcpProxy> proxy_ = *TcpProxy::Start(server_->port());
  Replica reader_{proxy_->port(), server_->port()};
  Replica writer_{server_->port(), server_->port()};
};

TEST_F(InvalidationTest, AChangeByAnotherReplicaIsHeard) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 1"));
  ASSERT_TRUE(reader_.Keep("two", "edition 1"));
  writer_.heads().Changed("one");
  EXPECT_TRUE(reader_.Drops("one"));
  EXPECT_EQ(reader_.Kept("two"), "edition 1");
}

TEST_F(InvalidationTest, OtherKeysRingNoBell) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 1"));
  ASSERT_TRUE(reader_.Keep("two", "edition 1"));
  ASSERT_EQ(server_->Run({"SET", "tarazy:v1:score:one", "x"}), "OK");
  writer_.heads().Changed("two");
  EXPECT_TRUE(reader_.Drops("two"));  // so what was written before has been heard, if at all
  EXPECT_EQ(reader_.Kept("one"), "edition 1");
}

TEST_F(InvalidationTest, AFlushDropsAllHeads) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 1"));
  ASSERT_EQ(server_->Run({"FLUSHALL"}), "OK");
  EXPECT_TRUE(reader_.Drops("one"));
  EXPECT_TRUE(reader_.heads().live());
}

TEST_F(InvalidationTest, ALostConnectionDropsAllHeadsAndComesBack) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(writer_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 1"));
  ASSERT_EQ(server_->Run({"CLIENT", "KILL", "TYPE", "pubsub"}), "2");
  EXPECT_TRUE(reader_.Drops("one"));
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 2"));
  writer_.heads().Changed("one");
  EXPECT_TRUE(reader_.Drops("one"));
}

TEST_F(InvalidationTest, AChangeLostInABlackHoleIsNotKeptForLong) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 1"));
  const absl::Time start = absl::Now();
  proxy_->Set({.hold = true});
  writer_.heads().Changed("one");
  EXPECT_TRUE(reader_.Drops("one"));
  EXPECT_FALSE(reader_.heads().live());
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500) + absl::Seconds(1));
  proxy_->Cut();
  proxy_->Heal();
  EXPECT_TRUE(reader_.Live());
}

TEST_F(InvalidationTest, AHungServerIsNoticed) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 1"));
  const absl::Time start = absl::Now();
  server_->Signal(SIGSTOP);
  EXPECT_TRUE(reader_.Deaf());
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500) + absl::Seconds(1));
  EXPECT_EQ(reader_.Kept("one"), "");
  server_->Signal(SIGCONT);
  EXPECT_TRUE(reader_.Live());
}

TEST_F(InvalidationTest, ARestartedServerIsHeardAgain) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 1"));
  server_->Kill();
  EXPECT_TRUE(reader_.Drops("one"));
  EXPECT_TRUE(reader_.Deaf());
  ASSERT_TRUE(server_->Resume().ok());
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 2"));
  writer_.heads().Changed("one");
  EXPECT_TRUE(reader_.Drops("one"));
}

TEST_F(InvalidationTest, GarbageIsALostConnection) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_TRUE(reader_.Keep("one", "edition 1"));
  proxy_->Set({.to_client = [](std::string) { return "what?\r\n"; }});
  EXPECT_TRUE(reader_.Deaf());
  EXPECT_EQ(reader_.Kept("one"), "");
  proxy_->Heal();
  EXPECT_TRUE(reader_.Live());
}

TEST_F(InvalidationTest, WhereTrackingIsRefusedHeadsAreNeverLive) {
  ASSERT_TRUE(reader_.Live());
  ASSERT_EQ(server_->Run({"ACL", "SETUSER", "default", "-client|tracking"}), "OK");
  const int before = proxy_->accepted();
  proxy_->Cut();
  EXPECT_TRUE(reader_.Deaf());
  ASSERT_TRUE(Eventually([&] { return proxy_->accepted() >= before + 3; }));
  EXPECT_FALSE(reader_.heads().live());
  ASSERT_EQ(server_->Run({"ACL", "SETUSER", "default", "+@all"}), "OK");
  EXPECT_TRUE(reader_.Live());
}

TEST(InvalidationWithoutServerTest, EndsWhileNobodyIsThere) {
  const auto server = *TempRedis::Start();
  server->Kill();
  Replica replica(server->port(), server->port());
  EXPECT_FALSE(replica.heads().live());
}

}  // namespace
}  // namespace tarazy::testing
