// Mutations repeat safely: the same request id and body give the first answer, another body is
// refused; a stale etag changes nothing.
#include <gtest/gtest.h>

#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

class IdempotencyTest : public ::testing::Test {
 protected:
  void ExpectRefused(const std::vector<std::string>& arguments, const std::string& reason) {
    const CliResult result = deployment_.Run(arguments);
    EXPECT_EQ(result.exit, 1) << result.out;
    EXPECT_NE(result.err.find(reason), std::string::npos) << result.err;
  }
  // The first answer twice.
  json Twice(const std::vector<std::string>& arguments) {
    const json first = deployment_.Must(arguments);
    EXPECT_EQ(deployment_.Must(arguments), first) << arguments[0] << " " << arguments[1];
    return first;
  }

  // How many events of this payload ("EditionPublished") the ranking's outbox has.
  int64_t Told(const std::string& ranking, const std::string& payload) {
    const auto data = deployment_.OpenData("rankings");
    int64_t count = -1;
    const absl::Status status =
        data->Read({.deadline = absl::Now() + absl::Seconds(20)}, [&](sql::Tx& tx) {
          return tx
              .QueryOne("SELECT COUNT(*) FROM outbox WHERE aggregate = ?1 AND type = ?2",
                        {sql::V("rankings/" + ranking), sql::V("tarazy.rankings.v1." + payload)},
                        [&](const sql::Row& row) { count = row.Int(0); })
              .status();
        });
    EXPECT_TRUE(status.ok()) << status;
    return count;
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(IdempotencyTest, RepeatsGiveTheFirstAnswer) {
  const std::string yaml = deployment_.Write("m.yaml", kSmallMethodology);
  const std::string other = deployment_.Write("o.yaml", std::string(kSmallMethodology) + "\n# x\n");
  const json version = Twice({"methodology", "put", yaml, "--request-id", "i-m"});
  ExpectRefused({"methodology", "put", other, "--request-id", "i-m"}, "REQUEST_ID_REUSED");
  const std::string ref = "small@" + std::to_string(version["version"].get<int>());

  Twice({"institution", "put", "i1", "--title", "One", "--request-id", "i-i"});
  deployment_.Must({"institution", "put", "i1", "--title", "Two"});
  EXPECT_EQ(deployment_.Must(
                {"institution", "put", "i1", "--title", "One", "--request-id", "i-i"})["title"],
            "One")
      << "the first answer, though the title is another now";
  EXPECT_EQ(deployment_.Must({"institution", "get", "i1"})["title"], "Two");
  ExpectRefused({"institution", "put", "i1", "--title", "Three", "--request-id", "i-i"},
                "REQUEST_ID_REUSED");

  Twice({"programme", "put", "p1", "--institution", "i1", "--title", "P", "--request-id", "i-p"});
  Twice(
      {"ranking", "create", "i-r", "--methodology", ref, "--year", "2026", "--request-id", "i-r"});
  ExpectRefused(
      {"ranking", "create", "i-r", "--methodology", ref, "--year", "2027", "--request-id", "i-r"},
      "REQUEST_ID_REUSED");

  const std::string file = deployment_.Write("v.csv", kSmallValues);
  Twice({"ranking", "import", "i-r", file, "--register", "--request-id", "i-v"});
  ExpectRefused(
      {"ranking", "import", "i-r", deployment_.Write("w.csv", "institution,x,y\nu1,51,2\n"),
       "--register", "--request-id", "i-v"},
      "REQUEST_ID_REUSED");
  EXPECT_EQ(deployment_.Must({"ranking", "get", "i-r"})["revision"], 1) << "one import";

  const std::string edition =
      Twice({"ranking", "compute", "i-r", "--request-id", "i-c"}).at("edition");
  Twice({"ranking", "publish", edition, "--request-id", "i-x"});
  Twice({"ranking", "withdraw", edition, "--erratum", "wrong", "--request-id", "i-w"});
}

TEST_F(IdempotencyTest, PublishingTwiceIsRefused) {
  const std::string edition = ComputeSmall(deployment_, "twice");
  deployment_.Must({"ranking", "publish", edition});
  ExpectRefused({"ranking", "publish", edition}, "EDITION_STATE");
}

TEST_F(IdempotencyTest, WhatIsOnlyCheckedIsNotToldAndWhatRepeatsIsToldOnce) {
  const std::string edition = ComputeSmall(deployment_, "told");
  deployment_.Must({"ranking", "publish", edition, "--validate-only"});
  EXPECT_EQ(Told("told", "EditionPublished"), 0);
  Twice({"ranking", "publish", edition, "--request-id", "t-p"});
  EXPECT_EQ(Told("told", "EditionPublished"), 1);
  Twice({"ranking", "withdraw", edition, "--erratum", "wrong", "--request-id", "t-w"});
  EXPECT_EQ(Told("told", "EditionWithdrawn"), 1);
}

TEST_F(IdempotencyTest, StaleEtagChangesNothing) {
  const json first = deployment_.Must({"institution", "put", "e1", "--title", "First"});
  deployment_.Must({"institution", "put", "e1", "--title", "Second", "--etag", first["etag"]});
  ExpectRefused({"institution", "put", "e1", "--title", "Third", "--etag", first["etag"]},
                "STALE_ETAG");
  EXPECT_EQ(deployment_.Must({"institution", "get", "e1"})["title"], "Second");

  const std::string edition = ComputeSmall(deployment_, "etag");
  ExpectRefused({"ranking", "publish", edition, "--etag", "v99"}, "STALE_ETAG");
  const json published = deployment_.Must({"ranking", "publish", edition, "--etag", "v1"});
  ExpectRefused({"ranking", "withdraw", edition, "--erratum", "x", "--etag", "v1"}, "STALE_ETAG");
  EXPECT_EQ(published["etag"], "v2");
}

TEST_F(IdempotencyTest, ValidateOnlyChecksEverythingAndStoresNothing) {
  deployment_.Must({"institution", "put", "v1", "--title", "V", "--validate-only"});
  ExpectRefused({"institution", "get", "v1"}, "NOT_FOUND");
  CreateSmall(deployment_, "validated");
  const std::string good = deployment_.Write("v.csv", kSmallValues);
  const std::string bad = deployment_.Write("b.csv", "institution,x,y\nu1,x,2\n");
  EXPECT_EQ(deployment_.Must(
                {"ranking", "import", "validated", good, "--register", "--validate-only"})["cells"],
            6);
  ExpectRefused({"ranking", "import", "validated", bad, "--register", "--validate-only"},
                "IMPORT_REJECTED");
  EXPECT_EQ(deployment_.Must({"ranking", "get", "validated"})["revision"], 0);
}

}  // namespace
}  // namespace tarazy::e2e
