// Redis may be slow, dead, full of rubbish or refuse: every answer stays the same, to the byte, and
// comes within its deadline.
#include <gtest/gtest.h>
#include <signal.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/e2e/metric.h"
#include "tests/e2e/raw_reader.h"
#include "tests/e2e/small_ranking.h"
#include "tests/testing/tcp_proxy.h"
#include "tests/testing/temp_redis.h"

namespace tarazy::e2e {
namespace {

constexpr char kFromMemory[] = "tarazy_cache_reads_total{result=\"hit\",tier=\"l1\"}";
constexpr char kFromRedis[] = "tarazy_cache_reads_total{result=\"hit\",tier=\"redis\"}";
constexpr char kComputed[] = "tarazy_cache_reads_total{result=\"hit\",tier=\"computed\"}";
constexpr int kAnswers = 7;  // three units' score and scores, and a page
constexpr auto kDeadline = std::chrono::seconds(5);
constexpr char kResult[] = "rankings/redis/editions/published";

// A published edition; gives its name.
std::string Prepare(Deployment& deployment) {
  const std::string edition = ComputeSmall(deployment, "redis");
  deployment.Must({"ranking", "publish", edition});
  return edition;
}

std::vector<RawAnswer> AskAll(const RawReader& reader, const std::string& edition) {
  std::vector<RawAnswer> answers;
  for (const std::string& name : {edition, std::string(kResult)}) {
    for (const char* unit : {"u1", "u2", "u3", "no-such"}) {
      answers.push_back(reader.Scores(name, unit, kDeadline));
      answers.push_back(reader.Score(name, unit, kDeadline));
    }
    answers.push_back(reader.Rows(name, 1000));  // one page: tokens belong to an installation
  }
  return answers;
}

// What a server without Redis answers.
const std::vector<RawAnswer>& Expected() {
  static const auto* const expected = [] {
    const auto deployment = Deployment::Fresh();
    const std::string edition = Prepare(*deployment);
    return new std::vector<RawAnswer>(
        AskAll(RawReader(*deployment, deployment->AdminToken()), edition));
  }();
  return *expected;
}

class RedisFaultsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto redis = testing::TempRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
    auto proxy = testing::TcpProxy::Start(redis_->port());
    ASSERT_TRUE(proxy.ok()) << proxy.status();
    proxy_ = *std::move(proxy);
    deployment_ =
        Deployment::Fresh(absl::StrCat("redis: redis://127.0.0.1:", proxy_->port(), "\n"));
    edition_ = Prepare(*deployment_);
    reader_ = std::make_unique<RawReader>(*deployment_, deployment_->AdminToken());
    AskAll(*reader_, edition_);
    ASSERT_NE(redis_->Run({"DBSIZE"}), "0") << "answers are kept in Redis";
  }

  // A process whose memory is empty.
  void Cold() {
    deployment_->KillAll();
    deployment_->Restart();
    reader_ = std::make_unique<RawReader>(*deployment_, deployment_->AdminToken());
  }

  void ExpectSameAnswers(const std::string& fault) {
    const std::vector<RawAnswer> answers = AskAll(*reader_, edition_);
    ASSERT_EQ(answers.size(), Expected().size());
    for (size_t i = 0; i < answers.size(); ++i) {
      EXPECT_TRUE(answers[i] == Expected()[i])
          << fault << ", answer " << i << ": " << answers[i].status.error_message();
    }
    EXPECT_TRUE(HttpGet(deployment_->rankings_http(), "/readyz").find("200 OK") !=
                std::string::npos)
        << fault;
  }

  std::vector<std::string> Keys(const std::string& pattern) {
    const std::string names = redis_->Run(
        {"EVAL", "return table.concat(redis.call('KEYS', ARGV[1]), ' ')", "0", pattern});
    return absl::StrSplit(names, ' ', absl::SkipEmpty());
  }

  double Counted(const char* series) { return Metric(deployment_->rankings_http(), series); }

  std::unique_ptr<testing::TempRedis> redis_;
  std::unique_ptr<testing::TcpProxy> proxy_;
  std::unique_ptr<Deployment> deployment_;
  std::unique_ptr<RawReader> reader_;
  std::string edition_;
};

TEST_F(RedisFaultsTest, AnotherProcessTakesAnswersFromRedis) {
  Cold();
  ExpectSameAnswers("none");
  EXPECT_EQ(Counted(kFromRedis), kAnswers);
  EXPECT_EQ(Counted(kComputed), 0);
  ExpectSameAnswers("none, warm");
  EXPECT_EQ(Counted(kFromRedis), kAnswers);
  EXPECT_GE(Counted(kFromMemory), kAnswers);
}

TEST_F(RedisFaultsTest, StoppedAndStartedEmpty) {
  redis_->Kill();
  ExpectSameAnswers("stopped, warm");
  Cold();
  ExpectSameAnswers("stopped, cold");
  EXPECT_EQ(Counted(kComputed), kAnswers);
  ASSERT_TRUE(redis_->Resume().ok());
  Cold();
  ExpectSameAnswers("started empty");
  EXPECT_EQ(Counted(kComputed), kAnswers);
}

TEST_F(RedisFaultsTest, Hung) {
  redis_->Signal(SIGSTOP);
  ExpectSameAnswers("hung, warm");
  Cold();
  ExpectSameAnswers("hung, cold");
  redis_->Signal(SIGCONT);
  Cold();
  ExpectSameAnswers("awake again");
}

TEST_F(RedisFaultsTest, ReadOnly) {
  redis_->Run({"FLUSHALL"});
  redis_->Run({"REPLICAOF", "127.0.0.1", "1"});
  Cold();
  ExpectSameAnswers("read-only");
  EXPECT_EQ(Counted(kComputed), kAnswers);
}

TEST_F(RedisFaultsTest, Slow) {
  proxy_->Set({.delay = absl::Milliseconds(300)});
  Cold();
  ExpectSameAnswers("slow");
}

TEST_F(RedisFaultsTest, CutInTheMiddle) {
  proxy_->Cut();
  ExpectSameAnswers("cut, warm");
  Cold();
  proxy_->Cut();
  ExpectSameAnswers("cut, cold");
}

TEST_F(RedisFaultsTest, RubbishInEveryKey) {
  const std::vector<std::string> rubbish = {"", "rubbish", std::string(100'000, '\xff'),
                                            std::string("\0\x01\x02", 3)};
  for (const std::string& bytes : rubbish) {
    const std::vector<std::string> keys = Keys("*");
    EXPECT_GE(keys.size(), 4u);
    for (const std::string& key : keys) redis_->Run({"SET", key, bytes});
    Cold();
    ExpectSameAnswers(absl::StrCat(bytes.size(), " bytes of rubbish"));
    EXPECT_EQ(Counted(kFromRedis), 0);
    EXPECT_EQ(Counted(kComputed), kAnswers);
  }
}

TEST_F(RedisFaultsTest, AnotherKeysValueIsRubbishToo) {
  std::vector<std::string> keys = Keys("tarazy:v1:score:*");
  for (const std::string& key : Keys("tarazy:v1:rows:*")) keys.push_back(key);
  ASSERT_GE(keys.size(), 4u);
  for (size_t i = 1; i < keys.size(); ++i) redis_->Run({"COPY", keys[0], keys[i], "REPLACE"});
  Cold();
  ExpectSameAnswers("values under the wrong keys");
}

}  // namespace
}  // namespace tarazy::e2e
