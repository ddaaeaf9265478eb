// The reads that are answered from memory: the same bytes as ever, to the same callers as ever.
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/rpc/status_map.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tests/e2e/metric.h"
#include "tests/e2e/raw_reader.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

using grpc::StatusCode;
using nlohmann::json;

constexpr char kFromMemory[] = "tarazy_cache_reads_total{result=\"hit\",tier=\"l1\"}";
constexpr char kComputed[] = "tarazy_cache_reads_total{result=\"hit\",tier=\"computed\"}";

Reason ReasonOf(const RawAnswer& answer) { return DetailOf(rpc::FromGrpc(answer.status)).reason; }

class HotReadsTest : public ::testing::Test {
 protected:
  std::unique_ptr<RawReader> As(const std::string& role, const std::string& institution = "") {
    return std::make_unique<RawReader>(deployment_,
                                       SecretOf(deployment_.TokenFile(role, institution)));
  }

  double FromMemory() { return Metric(deployment_.rankings_http(), kFromMemory); }

  // Every caller asks several times, so that an answer for one would be at hand for the next.
  void ExpectForAll(const std::vector<const RawReader*>& readers, const std::string& edition,
                    StatusCode code, const std::string& stage) {
    for (int i = 0; i < 3; ++i) {
      for (const RawReader* reader : readers) {
        EXPECT_EQ(reader->Scores(edition, "u1").code(), code) << stage;
        EXPECT_EQ(reader->Score(edition, "u1").code(), code) << stage;
        EXPECT_EQ(reader->Rows(edition).code(), code) << stage;
      }
    }
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(HotReadsTest, BytesAreTheSameColdWarmAndAfterARestart) {
  const auto deployment = Deployment::Fresh();
  const std::string edition = ComputeSmall(*deployment, "hot");
  deployment->Must({"ranking", "publish", edition});
  const std::string secret = SecretOf(deployment->TokenFile("public"));
  const auto ask = [&](const std::string& name) {
    const RawReader reader(*deployment, secret);
    std::vector<RawAnswer> answers;
    for (const char* unit : {"u1", "u2", "u3", "no-such"}) {
      answers.push_back(reader.Scores(name, unit));
      answers.push_back(reader.Score(name, unit));
    }
    for (const int size : {0, 1, 2, 1000}) answers.push_back(reader.Rows(name, size));
    rankings::v1::ListTableRowsResponse first;
    first.ParseFromString(reader.Rows(name, 1).bytes);
    EXPECT_NE(first.next_page_token(), "");
    answers.push_back(reader.Rows(name, 2, first.next_page_token()));
    answers.push_back(reader.Rows(name, 0, "", "no such group"));
    return answers;
  };
  const std::vector<RawAnswer> cold = ask(edition);
  const double before = Metric(deployment->rankings_http(), kFromMemory);
  const std::vector<RawAnswer> warm = ask(edition);
  EXPECT_GE(Metric(deployment->rankings_http(), kFromMemory) - before, 8);
  EXPECT_TRUE(warm == cold);
  EXPECT_TRUE(ask("rankings/hot/editions/published") == cold) << "by its other name";
  deployment->KillAll();
  deployment->Restart();
  EXPECT_TRUE(ask("rankings/hot/editions/published") == cold);
  EXPECT_TRUE(ask(edition) == cold);
}

TEST_F(HotReadsTest, ADraftIsNotShownBecauseStaffHaveSeenIt) {
  const std::string edition = ComputeSmall(deployment_, "hot-draft");
  const auto admin = As("admin"), publik = As("public"), own = As("institution", "u1");
  ExpectForAll({admin.get()}, edition, StatusCode::OK, "draft, staff");
  ExpectForAll({publik.get(), own.get()}, edition, StatusCode::NOT_FOUND, "draft");
  deployment_.Must({"ranking", "publish", edition});
  ExpectForAll({admin.get(), publik.get(), own.get()}, edition, StatusCode::OK, "published");
  const std::string next = deployment_.Must({"ranking", "compute", "hot-draft"}).at("edition");
  deployment_.Must({"ranking", "publish", next});
  ExpectForAll({admin.get(), publik.get(), own.get()}, edition, StatusCode::OK, "superseded");
  deployment_.Must({"ranking", "withdraw", edition, "--erratum", "wrong"});
  ExpectForAll({admin.get(), publik.get(), own.get()}, edition, StatusCode::OK, "withdrawn");
}

TEST_F(HotReadsTest, AnEmbargoEndsOnTimeAndNotBefore) {
  const std::string result = "rankings/hot-embargo/editions/published";
  const std::string edition = ComputeSmall(deployment_, "hot-embargo");
  const auto admin = As("admin"), publik = As("public");
  ExpectForAll({admin.get(), publik.get()}, result, StatusCode::NOT_FOUND, "no result yet");
  const absl::Time end = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()) + 4);
  deployment_.Must({"ranking", "publish", edition, "--embargo",
                    absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", end, absl::UTCTimeZone())});
  ExpectForAll({admin.get()}, edition, StatusCode::OK, "under embargo, staff");
  ExpectForAll({admin.get()}, result, StatusCode::OK, "the result, staff");
  while (true) {
    const RawAnswer by_number = publik->Scores(edition, "u1");
    const RawAnswer as_result = publik->Scores(result, "u1");
    const absl::Time answered = absl::Now();
    if (answered < end) {
      EXPECT_EQ(ReasonOf(by_number), Reason::kEmbargoed);
      EXPECT_EQ(as_result.code(), StatusCode::NOT_FOUND);
    }
    ASSERT_LT(answered, end + absl::Seconds(20));
    if (by_number.ok() && as_result.ok()) break;
  }
  EXPECT_TRUE(publik->Scores(result, "u1") == admin->Scores(edition, "u1"));
}

TEST_F(HotReadsTest, TheResultMovesWithPublishingAndWithdrawing) {
  const std::string result = "rankings/hot-result/editions/published";
  const std::string first = ComputeSmall(deployment_, "hot-result");
  const auto admin = As("admin"), publik = As("public");
  deployment_.Must({"ranking", "publish", first});
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(publik->Rows(result) == publik->Rows(first));
    EXPECT_TRUE(admin->Rows(result) == publik->Rows(first));
  }
  deployment_.Must({"ranking", "import", "hot-result",
                    deployment_.Write("v.csv", "institution,x,y\nu1,99,2\nu2,1,10\nu3,5,1\n")});
  const std::string second = deployment_.Must({"ranking", "compute", "hot-result"}).at("edition");
  EXPECT_TRUE(publik->Rows(result) == publik->Rows(first)) << "computed, not published";
  deployment_.Must({"ranking", "publish", second});
  EXPECT_FALSE(publik->Rows(second) == publik->Rows(first));
  EXPECT_TRUE(publik->Rows(result) == publik->Rows(second)) << "at once";
  deployment_.Must({"ranking", "withdraw", second, "--erratum", "wrong"});
  EXPECT_TRUE(publik->Rows(result) == publik->Rows(first)) << "the one before is shown again";
  EXPECT_EQ(admin->Rows(result).code(), StatusCode::NOT_FOUND) << "staff: none is published";
  EXPECT_EQ(publik->Rows("rankings/no-such/editions/published").code(), StatusCode::NOT_FOUND);
}

TEST_F(HotReadsTest, OtherReadsKnowTheResultToo) {
  const std::string edition = ComputeSmall(deployment_, "hot-names");
  const std::string publik = deployment_.TokenFile("public");
  deployment_.Must({"ranking", "publish", edition});
  const auto stub = rankings::v1::RankingsService::NewStub(deployment_.rankings());
  const auto context = [&] {
    auto made = std::make_unique<grpc::ClientContext>();
    made->AddMetadata("authorization", "Bearer " + SecretOf(publik));
    return made;
  };
  const std::string name = "rankings/hot-names/editions/published";
  rankings::v1::GetEditionRequest get;
  get.set_name(name);
  rankings::v1::GetEditionResponse got;
  EXPECT_TRUE(stub->GetEdition(context().get(), get, &got).ok());
  EXPECT_EQ(got.edition().name(), edition);
  rankings::v1::ExplainUnitRequest explain;
  explain.set_parent(name);
  explain.set_unit("u1");
  rankings::v1::ExplainUnitResponse explained;
  EXPECT_TRUE(stub->ExplainUnit(context().get(), explain, &explained).ok());
  EXPECT_EQ(explained.row().unit(), "u1");
  rankings::v1::ListExcludedUnitsRequest excluded;
  excluded.set_parent(name);
  rankings::v1::ListExcludedUnitsResponse none;
  EXPECT_TRUE(stub->ListExcludedUnits(context().get(), excluded, &none).ok());
  rankings::v1::VerifyEditionRequest verify;
  verify.set_name(name);
  rankings::v1::VerifyEditionResponse verified;
  EXPECT_TRUE(stub->VerifyEdition(context().get(), verify, &verified).ok());
  EXPECT_TRUE(verified.verified());
  rankings::v1::WithdrawEditionRequest withdraw;
  withdraw.set_name(name);
  withdraw.set_erratum("which one?");
  auto admin = std::make_unique<grpc::ClientContext>();
  admin->AddMetadata("authorization", "Bearer " + deployment_.AdminToken());
  rankings::v1::WithdrawEditionResponse withdrawn;
  EXPECT_EQ(stub->WithdrawEdition(admin.get(), withdraw, &withdrawn).error_code(),
            StatusCode::INVALID_ARGUMENT)
      << "a change names its edition";
}

TEST_F(HotReadsTest, TokensAreCheckedForEveryAnswer) {
  const std::string edition = ComputeSmall(deployment_, "hot-tokens");
  deployment_.Must({"ranking", "publish", edition});
  const json created = deployment_.Must({"token", "create", "--role", "public"});
  const RawReader reader(deployment_, created.at("secret"));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(reader.Scores(edition, "u1").ok());
  for (const std::string& bad :
       {std::string(), std::string("nonsense"), "tzy_" + std::string(64, '0')}) {
    EXPECT_EQ(RawReader(deployment_, bad).Scores(edition, "u1").code(),
              StatusCode::UNAUTHENTICATED);
  }
  deployment_.Must({"token", "revoke", created.at("id")});
  const absl::Time revoked = absl::Now();
  // Another process believes the token for at most two seconds more.
  while (reader.Scores(edition, "u1").code() != StatusCode::UNAUTHENTICATED) {
    ASSERT_LT(absl::Now() - revoked, absl::Seconds(12));
  }
}

TEST_F(HotReadsTest, BadRequestsAreRefusedWithWhatIsWrong) {
  const std::string edition = ComputeSmall(deployment_, "hot-bad");
  deployment_.Must({"ranking", "publish", edition});
  const auto publik = As("public");
  for (int i = 0; i < 2; ++i) {
    for (const char* method : {"GetScore", "ListNodeScores", "ListTableRows"}) {
      EXPECT_EQ(publik->Ask(method, "\xff\xff\xff").code(), StatusCode::INVALID_ARGUMENT);
      EXPECT_EQ(publik->Ask(method, "").code(), StatusCode::INVALID_ARGUMENT) << "no parent";
    }
    for (const char* name : {"rankings/hot-bad", "rankings/hot-bad/editions/01",
                             "rankings/hot-bad/editions/-1", "rankings/hot-bad/editions/latest"}) {
      EXPECT_EQ(publik->Scores(name, "u1").code(), StatusCode::INVALID_ARGUMENT) << name;
    }
    EXPECT_EQ(publik->Scores("rankings/hot-bad/editions/99", "u1").code(), StatusCode::NOT_FOUND);
    EXPECT_EQ(publik->Scores(edition, "no-such").code(), StatusCode::NOT_FOUND);
    EXPECT_EQ(publik->Score(edition, "no-such").code(), StatusCode::NOT_FOUND);
    EXPECT_EQ(publik->Scores(edition, "").code(), StatusCode::NOT_FOUND);
    EXPECT_EQ(publik->Scores(edition, std::string(10'000, 'u')).code(), StatusCode::NOT_FOUND);
    EXPECT_EQ(publik->Rows(edition, -1).code(), StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ReasonOf(publik->Rows(edition, 1, "AAAA")), Reason::kInvalidPageToken);
  }
}

// One unit's score is its line of the table.
TEST_F(HotReadsTest, AScoreIsTheLineOfTheTable) {
  const std::string edition = ComputeSmall(deployment_, "hot-score");
  deployment_.Must({"ranking", "publish", edition});
  const auto publik = As("public");
  rankings::v1::ListTableRowsResponse table;
  ASSERT_TRUE(table.ParseFromString(publik->Rows(edition).bytes));
  ASSERT_EQ(table.rows_size(), 3);
  for (const auto& row : table.rows()) {
    for (int i = 0; i < 2; ++i) {
      rankings::v1::GetScoreResponse score;
      ASSERT_TRUE(score.ParseFromString(publik->Score(edition, row.unit()).bytes));
      EXPECT_EQ(score.row().SerializeAsString(), row.SerializeAsString());
    }
  }
}

TEST_F(HotReadsTest, APageTokenBelongsToItsEditionWhateverItsName) {
  const std::string result = "rankings/hot-pages/editions/published";
  const std::string edition = ComputeSmall(deployment_, "hot-pages");
  deployment_.Must({"ranking", "publish", edition});
  const auto publik = As("public");
  rankings::v1::ListTableRowsResponse page;
  ASSERT_TRUE(page.ParseFromString(publik->Rows(result, 1).bytes));
  EXPECT_TRUE(publik->Rows(result, 1, page.next_page_token()) ==
              publik->Rows(edition, 1, page.next_page_token()));
  const std::string next = deployment_.Must({"ranking", "compute", "hot-pages"}).at("edition");
  deployment_.Must({"ranking", "publish", next});
  EXPECT_EQ(ReasonOf(publik->Rows(result, 1, page.next_page_token())), Reason::kInvalidPageToken)
      << "the table has become another one";
  EXPECT_TRUE(publik->Rows(edition, 1, page.next_page_token()).ok());
}

TEST_F(HotReadsTest, AHerdMakesOneComputationOfEachAnswer) {
  const auto deployment = Deployment::Fresh();
  const std::string edition = ComputeSmall(*deployment, "herd");
  deployment->Must({"ranking", "publish", edition});
  const RawReader reader(*deployment, SecretOf(deployment->TokenFile("public")));
  std::vector<RawAnswer> answers(256);
  std::vector<std::thread> callers;
  for (size_t i = 0; i < answers.size(); ++i) {
    callers.emplace_back(
        [&, i] { answers[i] = i % 2 == 0 ? reader.Scores(edition, "u1") : reader.Rows(edition); });
  }
  for (std::thread& caller : callers) caller.join();
  for (size_t i = 0; i < answers.size(); ++i) {
    EXPECT_TRUE(answers[i].ok()) << answers[i].status.error_message();
    EXPECT_TRUE(answers[i] == answers[i % 2]);
  }
  EXPECT_EQ(Metric(deployment->rankings_http(), kComputed), 2);
}

TEST_F(HotReadsTest, ADeadlineEndsTheWait) {
  const std::string edition = ComputeSmall(deployment_, "hot-late");
  const auto admin = As("admin");
  const absl::Time start = absl::Now();
  for (int i = 1; i <= 20; ++i) {
    const RawAnswer answer = admin->Scores(edition, "u1", std::chrono::milliseconds(i % 3));
    EXPECT_TRUE(answer.ok() || answer.code() == StatusCode::DEADLINE_EXCEEDED)
        << answer.status.error_message();
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  EXPECT_TRUE(admin->Scores(edition, "u1").ok());
}

}  // namespace
}  // namespace tarazy::e2e
