// Sizes, page tokens and strings: limits hold, and no text of a caller is ever more than text.
#include <gtest/gtest.h>

#include "common/base/error.h"
#include "common/rpc/status_map.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

class LimitsTest : public ::testing::Test {
 protected:
  std::unique_ptr<grpc::ClientContext> Context() {
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", "Bearer " + deployment_.AdminToken());
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    return context;
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(LimitsTest, OversizeMessagesAreRefused) {
  const auto stub = rankings::v1::RankingsService::NewStub(deployment_.rankings());
  rankings::v1::CreateMethodologyVersionRequest request;
  request.set_source(std::string(5 << 20, '#'));
  rankings::v1::CreateMethodologyVersionResponse response;
  const grpc::Status status = stub->CreateMethodologyVersion(Context().get(), request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
  const CliResult cli = deployment_.Run(
      {"methodology", "put", deployment_.Write("big.yaml", std::string(5 << 20, '#'))});
  EXPECT_NE(cli.exit, 0);
  EXPECT_FALSE(cli.err.empty());
}

TEST_F(LimitsTest, ForgedPageTokensAreRefused) {
  ComputeSmall(deployment_, "paged");
  const CliResult first = deployment_.Run({"ranking", "values", "paged", "--page-size", "2"});
  ASSERT_EQ(first.exit, 0) << first.err;
  EXPECT_EQ(first.json().size(), 2u);
  const std::string marker = "next page: ";
  const size_t at = first.err.find(marker);
  ASSERT_NE(at, std::string::npos) << first.err;
  std::string token = first.err.substr(at + marker.size());
  token = token.substr(0, token.find_first_of(" \n"));
  EXPECT_EQ(
      deployment_.Must({"ranking", "values", "paged", "--page-size", "3", "--page-token", token})
          .size(),
      3u);
  for (const std::string& forged : {token + "x", std::string("AAAA"), token.substr(1)}) {
    const CliResult refused =
        deployment_.Run({"ranking", "values", "paged", "--page-size", "2", "--page-token", forged});
    EXPECT_EQ(refused.exit, 1);
    EXPECT_NE(refused.err.find("INVALID_PAGE_TOKEN"), std::string::npos) << refused.err;
  }
  const CliResult other = deployment_.Run(
      {"ranking", "values", "paged", "--unit", "u1", "--page-size", "2", "--page-token", token});
  EXPECT_NE(other.err.find("INVALID_PAGE_TOKEN"), std::string::npos) << "another query";
  EXPECT_EQ(deployment_.Run({"ranking", "values", "paged", "--page-size=-1"}).exit == 0, false);
}

TEST_F(LimitsTest, OddStringsAreTextAndNothingElse) {
  const std::vector<std::string> odd = {"'; DROP TABLE unit; --",
                                        "\" OR \"\"=\"",
                                        "%_\\",
                                        "$1 ?1 :x {}",
                                        "Ә Ғ Қ 🎓 \u202e mirrored",
                                        "e\u0301 combining",
                                        "<script>alert(1)</script>",
                                        "=1+1",
                                        std::string(900, 'x')};
  for (size_t i = 0; i < odd.size(); ++i) {
    const std::string id = "odd-" + std::to_string(i);
    deployment_.Must({"institution", "put", id, "--title", odd[i], "--title-kk", odd[i], "--group",
                      odd[i].substr(0, 150)});
    const json back = deployment_.Must({"institution", "get", id});
    EXPECT_EQ(back["title"], odd[i]);
    EXPECT_EQ(back["title_kk"], odd[i]);
    // And as an id, a filter, a name they are refused or mean nothing.
    EXPECT_NE(deployment_.Run({"institution", "get", odd[i]}).exit, 0);
    EXPECT_NE(deployment_.Run({"ranking", "table", odd[i]}).exit, 0);
  }
  const std::string edition = ComputeSmall(deployment_, "odd");
  for (const std::string& text : odd) {
    EXPECT_EQ(deployment_.Must({"ranking", "table", edition, "--group", text}), json::array());
    EXPECT_EQ(deployment_.Run({"ranking", "scores", edition, text}).exit, 1);
    EXPECT_EQ(deployment_.Must({"ranking", "values", "odd", "--variable", text}), json::array());
  }
  for (const char* bad : {"\xff\xfe", "a\nb", "tab\there"}) {
    const CliResult refused = deployment_.Run({"institution", "put", "bad", "--title", bad});
    EXPECT_NE(refused.exit, 0) << bad;
  }
}

TEST_F(LimitsTest, ImportedTextIsTextToo) {
  CreateSmall(deployment_, "odd-import");
  const std::string title = "Robert'); DROP TABLE value_version;--";
  const std::string file =
      deployment_.Write("o.csv", "institution,variable,value,group,source,evidence\n\"" + title +
                                     "\",x,5,\"'\",\"=cmd|' /C calc'!A0\",\"\u202e;\"\n");
  deployment_.Must({"ranking", "import", "odd-import", file, "--register"});
  const json values = deployment_.Must({"ranking", "values", "odd-import"});
  ASSERT_EQ(values.size(), 1u);
  EXPECT_EQ(values[0]["source"], "=cmd|' /C calc'!A0");
  const std::string edition = deployment_.Must({"ranking", "compute", "odd-import"}).at("edition");
  EXPECT_EQ(deployment_.Must({"ranking", "table", edition})[0]["title"], title);
}

}  // namespace
}  // namespace tarazy::e2e
