#include "common/sql/request_log.h"

#include <atomic>

#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using sql::RequestKey;
using sql::Tx;
using sql::V;

class RequestLogTest : public DatabaseTest {
 protected:
  // A mutation as services write them: gives the stored answer, or does the work and keeps it.
  absl::StatusOr<std::string> AddOne(const RequestKey& key, const std::string& answer) {
    std::string response;
    RETURN_IF_ERROR(db().Write(Soon(), [&](Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const std::optional<std::string> known, sql::Recall(tx, key));
      response = known.value_or(answer);
      if (known.has_value()) return absl::OkStatus();
      RETURN_IF_ERROR(tx.Exec("UPDATE counter SET count = count + 1").status());
      return sql::Remember(tx, key, answer, absl::UnixEpoch());
    }));
    return response;
  }
  int64_t Count() { return ReadInt(db(), "SELECT count FROM counter"); }
};
TEST_ON_BOTH_ENGINES(RequestLogTest);

const RequestKey kKey = {"user:қ", "/tarazy.v1.S/Add", "r'1", std::string("\0\xff", 2)};

TEST_P(RequestLogTest, ARepeatedCallGetsTheFirstAnswerAndChangesNothing) {
  const std::string answer("\x01\0\xfe", 3);
  EXPECT_EQ(*AddOne(kKey, answer), answer);
  EXPECT_EQ(*AddOne(kKey, "another"), answer);
  EXPECT_EQ(Count(), 1);
}

TEST_P(RequestLogTest, AnEmptyAnswerIsAnAnswer) {
  EXPECT_EQ(*AddOne(kKey, ""), "");
  EXPECT_EQ(*AddOne(kKey, "another"), "");
  EXPECT_EQ(Count(), 1);
}

TEST_P(RequestLogTest, AnotherBodyIsRefused) {
  ASSERT_OK(AddOne(kKey, "x").status());
  RequestKey other = kKey;
  other.body_hash = "other";
  const absl::Status status = AddOne(other, "y").status();
  EXPECT_FAILS(status, kInvalidArgument, kRequestIdReused);
  EXPECT_EQ(DetailOf(status).fields[0].field, "request_id");
  EXPECT_EQ(Count(), 1);
}

TEST_P(RequestLogTest, PrincipalsAndMethodsAreApart) {
  RequestKey principal = kKey;
  principal.principal = "user:b";
  RequestKey method = kKey;
  method.method = "/tarazy.v1.S/Other";
  EXPECT_EQ(*AddOne(kKey, "1"), "1");
  EXPECT_EQ(*AddOne(principal, "2"), "2");
  EXPECT_EQ(*AddOne(method, "3"), "3");
  EXPECT_EQ(Count(), 3);
}

TEST_P(RequestLogTest, TheSameCallFromManyThreadsIsDoneOnce) {
  db();
  std::atomic<int> first = 0;
  InParallel(8, [&](int i) {
    const absl::StatusOr<std::string> answer = AddOne(kKey, absl::StrCat(i));
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (answer.ok() && *answer == absl::StrCat(i)) ++first;
  });
  EXPECT_EQ(first, 1);
  EXPECT_EQ(Count(), 1);
}

TEST_P(RequestLogTest, OldCallsCanBeForgotten) {
  ASSERT_OK(AddOne(kKey, "x").status());
  ASSERT_OK(db().Write(Soon(), [](Tx& tx) -> absl::Status {
    EXPECT_EQ(*sql::Forget(tx, absl::UnixEpoch()), 0);
    EXPECT_EQ(*sql::Forget(tx, absl::UnixEpoch() + absl::Seconds(1)), 1);
    return absl::OkStatus();
  }));
  EXPECT_EQ(*AddOne(kKey, "y"), "y");
}

}  // namespace
}  // namespace tarazy::testing
