// Who may do what: no token, wrong role, drafts, embargoes, an institution's own values.
#include <google/protobuf/descriptor.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "common/auth/policy.h"
#include "tarazy/common/v1/token_service.pb.h"
#include "tarazy/rankings/v1/evidence_service.pb.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

class AccessTest : public ::testing::Test {
 protected:
  void ExpectRefused(const std::vector<std::string>& arguments, const std::string& token,
                     const std::string& reason) {
    const CliResult result = deployment_.Run(arguments, token);
    EXPECT_EQ(result.exit, 1) << arguments[1] << result.out;
    EXPECT_NE(result.err.find(reason), std::string::npos) << result.err;
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(AccessTest, WithoutAGoodTokenNothingIsAnswered) {
  for (const std::string& secret : {std::string("tzy_") + std::string(64, '0'),
                                    std::string("nonsense"), std::string("'OR'1'='1")}) {
    const std::string token = deployment_.Write("bad.token", secret);
    ExpectRefused({"institution", "list"}, token, "UNAUTHENTICATED");
    ExpectRefused({"ranking", "list"}, token, "UNAUTHENTICATED");
    ExpectRefused({"token", "list"}, token, "UNAUTHENTICATED");
  }
}

TEST_F(AccessTest, WithoutAnyTokenEveryServiceRefuses) {
  grpc::ClientContext one, two;
  rankings::v1::ListRankingsResponse rankings;
  EXPECT_EQ(rankings::v1::RankingsService::NewStub(deployment_.rankings())
                ->ListRankings(&one, {}, &rankings)
                .error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  registry::v1::ListInstitutionsResponse institutions;
  EXPECT_EQ(registry::v1::RegistryService::NewStub(deployment_.registry())
                ->ListInstitutions(&two, {}, &institutions)
                .error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(AccessTest, WrongRoleIsRefusedBeforeExistenceShows) {
  const std::string publik = deployment_.TokenFile("public");
  ExpectRefused({"token", "list"}, publik, "PERMISSION_DENIED");
  ExpectRefused({"institution", "put", "x", "--title", "X"}, publik, "PERMISSION_DENIED");
  ExpectRefused({"ranking", "compute", "no-such-ranking"}, publik, "PERMISSION_DENIED");
  ExpectRefused({"methodology", "put", deployment_.Write("m.yaml", kSmallMethodology)}, publik,
                "PERMISSION_DENIED");
}

TEST_F(AccessTest, RevokedAndExpiredTokensEnd) {
  const json created = deployment_.Must({"token", "create", "--role", "public"});
  const std::string token = deployment_.Write("r.token", created.at("secret"));
  EXPECT_EQ(deployment_.Run({"institution", "list"}, token).exit, 0);
  const std::string id = created.at("id");
  deployment_.Must({"token", "revoke", id});
  ExpectRefused({"institution", "list"}, token, "UNAUTHENTICATED");
  const CliResult past =
      deployment_.Run({"token", "create", "--role", "public", "--expires", "2020-01-01"});
  EXPECT_EQ(past.exit, 1);
  EXPECT_NE(past.err.find("expire_time"), std::string::npos) << past.err;
}

TEST_F(AccessTest, DraftsAndEmbargoesAreTheAgencysAlone) {
  const std::string edition = ComputeSmall(deployment_, "embargoed");
  const std::string publik = deployment_.TokenFile("public");
  ExpectRefused({"ranking", "table", edition}, publik, "NOT_FOUND");
  EXPECT_EQ(deployment_.Must({"ranking", "editions", "embargoed"}, publik), json::array());
  deployment_.Must({"ranking", "publish", edition, "--embargo", "2199-01-01T00:00:00Z"});
  ExpectRefused({"ranking", "table", edition}, publik, "EMBARGOED");
  ExpectRefused({"ranking", "explain", edition, "u1"}, publik, "EMBARGOED");
  EXPECT_EQ(deployment_.Must({"ranking", "table", edition}).size(), 3u) << "staff";
  EXPECT_EQ(deployment_.Must({"ranking", "get", "embargoed"}, publik).at("published_edition"),
            nullptr)
      << "not announced either";
  const std::string second = deployment_.Must({"ranking", "compute", "embargoed"}).at("edition");
  deployment_.Must({"ranking", "publish", second});
  EXPECT_EQ(deployment_.Must({"ranking", "table", second}, publik).size(), 3u);
}

TEST_F(AccessTest, AnEmbargoDoesNotHideTheResultBeforeIt) {
  const std::string first = ComputeSmall(deployment_, "succession");
  const std::string publik = deployment_.TokenFile("public");
  deployment_.Must({"ranking", "publish", first});
  const std::string second = deployment_.Must({"ranking", "compute", "succession"}).at("edition");
  deployment_.Must({"ranking", "publish", second, "--embargo", "2199-01-01T00:00:00Z"});
  EXPECT_EQ(deployment_.Must({"ranking", "get", "succession"}, publik)["published_edition"], first);
  const json editions = deployment_.Must({"ranking", "editions", "succession"}, publik);
  ASSERT_EQ(editions.size(), 1u);
  EXPECT_EQ(editions[0]["state"], "published");
  EXPECT_EQ(deployment_.Must({"ranking", "get", "succession"})["published_edition"], second);
}

TEST_F(AccessTest, VerifiedValuesNeedTheVerifiersRole) {
  CreateSmall(deployment_, "roles");
  const std::string methodologist = deployment_.TokenFile("methodologist");
  const std::string verifier = deployment_.TokenFile("verifier");
  const std::string file = deployment_.Write("v.csv", kSmallValues);
  ExpectRefused({"ranking", "import", "roles", file, "--register"}, methodologist,
                "PERMISSION_DENIED");
  EXPECT_EQ(deployment_
                .Run({"ranking", "import", "roles", file, "--register", "--state", "submitted"},
                     methodologist)
                .exit,
            0);
  EXPECT_EQ(deployment_.Run({"ranking", "import", "roles", file}, verifier).exit, 0);
  ExpectRefused({"ranking", "compute", "roles"}, verifier, "PERMISSION_DENIED");
}

TEST_F(AccessTest, AnInstitutionSeesItsOwnValuesOnly) {
  ComputeSmall(deployment_, "own");
  const std::string u1 = deployment_.TokenFile("institution", "u1");
  for (const json& row : deployment_.Must({"ranking", "values", "own"}, u1)) {
    EXPECT_EQ(row.value("unit", ""), "u1") << row;
  }
  ExpectRefused({"ranking", "values", "own", "--unit", "u2"}, u1, "PERMISSION_DENIED");
}

TEST_F(AccessTest, AdministratorsTokenIsPrivate) {
  const std::string path = deployment_.folder() + "/data/admin.token";
  struct stat info;
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(AccessTest, AnAdministratorIsNeverLockedOut) {
  const auto deployment = Deployment::Fresh();
  const std::string before = deployment->AdminToken();
  // The administrator's own last: after it nothing is granted any more.
  const json tokens = deployment->Must({"token", "list"});
  for (const bool own : {false, true}) {
    for (const json& token : tokens) {
      if ((token.at("role") == "admin") == own) {
        deployment->Must({"token", "revoke", token.at("id")});
      }
    }
  }
  deployment->KillAll();
  deployment->Restart();
  EXPECT_NE(deployment->AdminToken(), before);
  // His and that of the services among themselves, each made anew beside the revoked one.
  EXPECT_EQ(tokens.size(), 2u);
  EXPECT_EQ(deployment->Must({"token", "list"}).size(), 4u);
}

TEST_F(AccessTest, ARepeatedTokenRequestNeverShowsTheSecretAgain) {
  const std::vector<std::string> create = {"token",  "create",       "--role",
                                           "public", "--request-id", "secret-once"};
  const json first = deployment_.Must(create);
  const json again = deployment_.Must(create);
  EXPECT_EQ(first["id"], again["id"]);
  EXPECT_FALSE(first["secret"].is_null());
  EXPECT_TRUE(again["secret"].is_null() || again["secret"] == "");
}

// Deny by default: a method without a policy does not even start.
TEST(PolicyTest, EveryMethodOfEveryServiceHasAPolicy) {
  for (const auto* request : {common::v1::CreateTokenRequest::descriptor(),
                              registry::v1::GetInstitutionRequest::descriptor(),
                              rankings::v1::GetRankingRequest::descriptor(),
                              rankings::v1::GetEvidenceRequest::descriptor()}) {
    const auto* service = request->file()->service(0);
    const auto table = auth::PolicyTable::For({service->full_name()});
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(static_cast<int>(table->methods().size()), service->method_count());
  }
}

TEST(PolicyTest, AServiceWithoutPoliciesIsRefused) {
  // Any contract that is not ours: its methods carry no policy.
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  const auto table = auth::PolicyTable::For({"grpc.reflection.v1alpha.ServerReflection"});
  EXPECT_EQ(table.status().code(), absl::StatusCode::kFailedPrecondition) << table.status();
}

}  // namespace
}  // namespace tarazy::e2e
