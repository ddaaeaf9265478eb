// What holds for every change of a case, through the real programs: repeats, stale etags, checks
// that change nothing, and who sees what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "tests/e2e/accreditation_files.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class AccreditationRulesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    Deployment& deployment = Deployment::Get();
    const auto renamed = [](absl::string_view text) {
      return absl::StrReplaceAll(text, {{"birch", "larch"}, {"rowan", "maple"}});
    };
    deployment.Must({"framework", "put", deployment.Write("f.yaml", renamed(kBirchFramework))});
    deployment.Must({"institution", "put", "maple", "--title", "Maple University"});
    for (const std::string id : {"maple-6b04101", "maple-7m04101"}) {
      deployment.Must({"programme", "put", id, "--institution", "maple", "--title", "Forestry"});
    }
    case_file_ = deployment.Write("c.yaml", renamed(kRowanCase));
    deployment.Must({"case", "import", case_file_, "--request-id", "maple-import"});
  }

  Deployment& deployment_ = Deployment::Get();
  static std::string case_file_;
};

std::string AccreditationRulesTest::case_file_;

TEST_F(AccreditationRulesTest, ARepeatGivesTheFirstAnswerAndChangesNothing) {
  const json before = deployment_.Must({"case", "get", "maple-2026"});
  EXPECT_EQ(
      deployment_.Must({"case", "import", case_file_, "--request-id", "maple-import"}).at("state"),
      "applied");
  EXPECT_EQ(deployment_.Must({"case", "get", "maple-2026"}), before);
  const std::string another = deployment_.Write(
      "another.yaml",
      absl::StrReplaceAll(kRowanCase, {{"rowan", "maple"}, {"Forestry", "Forests"}}));
  const CliResult other =
      deployment_.Run({"case", "import", another, "--request-id", "maple-import"});
  EXPECT_EQ(other.exit, 1);
  EXPECT_THAT(other.err, HasSubstr("REQUEST_ID_REUSED"));
  EXPECT_EQ(deployment_.Must({"case", "get", "maple-2026"}), before);
}

TEST_F(AccreditationRulesTest, AStaleEtagIsRefused) {
  const std::string note =
      deployment_.Write("contract.yaml", "contract: {number: \"8\", on: \"2026-01-01\"}\n");
  const json first = deployment_.Must({"case", "get", "maple-2026"});
  deployment_.Must({"case", "update", "maple-2026", note, "--etag", first.at("etag")});
  const CliResult stale =
      deployment_.Run({"case", "advance", "maple-2026", "contracted", "--etag", first.at("etag")});
  EXPECT_EQ(stale.exit, 1);
  EXPECT_THAT(stale.err, HasSubstr("STALE_ETAG"));
  EXPECT_EQ(deployment_.Must({"case", "get", "maple-2026"}).at("state"), "applied");
}

TEST_F(AccreditationRulesTest, ACheckChangesNothing) {
  const json before = deployment_.Must({"case", "get", "maple-2026"});
  deployment_.Must({"case", "advance", "maple-2026", "withdrawn", "--validate-only"});
  EXPECT_EQ(deployment_.Must({"case", "get", "maple-2026"}), before);
}

TEST_F(AccreditationRulesTest, AnExportedCaseIsTheCase) {
  const CliResult exported = deployment_.Run({"case", "export", "maple-2026"});
  ASSERT_EQ(exported.exit, 0) << exported.err;
  const json before = deployment_.Must({"case", "get", "maple-2026"});
  deployment_.Must({"case", "import", deployment_.Write("again.yaml", exported.out), "--etag",
                    before.at("etag")});
  json after = deployment_.Must({"case", "get", "maple-2026"});
  for (const char* field : {"etag", "update_time"}) after[field] = before.at(field);
  EXPECT_EQ(after, before);
}

TEST_F(AccreditationRulesTest, OthersDoNotSeeACase) {
  deployment_.Must({"institution", "put", "hazel", "--title", "Hazel University"});
  const std::string own = deployment_.TokenFile("institution", "maple");
  const std::string other = deployment_.TokenFile("institution", "hazel");
  EXPECT_EQ(deployment_.Must({"case", "list"}, own).size(), 1u);
  EXPECT_EQ(deployment_.Must({"case", "list"}, other).size(), 0u);
  const CliResult refused = deployment_.Run({"case", "get", "maple-2026"}, other);
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, HasSubstr("NOT_FOUND"));
  const std::string stranger = deployment_.TokenFile("commission");
  EXPECT_EQ(deployment_.Run({"case", "get", "maple-2026"}, stranger).exit, 1);
  EXPECT_EQ(deployment_.Run({"case", "get", "maple-2026"}, deployment_.TokenFile("public")).exit,
            1);
}

}  // namespace
}  // namespace tarazy::e2e
