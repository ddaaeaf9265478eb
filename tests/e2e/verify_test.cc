// verify passes while nothing was touched, also after legitimate corrections, and fails after any
// used value, methodology or result is changed by hand in the database.
#include <gtest/gtest.h>

#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

class VerifyTest : public ::testing::Test {
 protected:
  int Verify(const std::string& edition) {
    return deployment_.Run({"ranking", "verify", edition}).exit;
  }

  // Runs a statement on the stored data behind the server's back.
  void ByHand(const std::string& statement) {
    const auto database = deployment_.OpenData("rankings");
    const absl::Status status = database->Write(
        {.deadline = absl::Now() + absl::Seconds(10)}, [&](sql::Tx& tx) -> absl::Status {
          const absl::StatusOr<int64_t> changed = tx.Exec(statement);
          if (!changed.ok()) return changed.status();
          return *changed == 1 ? absl::OkStatus()
                               : absl::InternalError("changed " + std::to_string(*changed));
        });
    ASSERT_TRUE(status.ok()) << status << " " << statement;
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(VerifyTest, PassesAfterALegitimateCorrection) {
  const std::string edition = ComputeSmall(deployment_, "corrected");
  EXPECT_EQ(Verify(edition), 0);
  deployment_.Must({"ranking", "import", "corrected",
                    deployment_.Write("c.csv", "institution,variable,value\nu1,x,99\n")});
  deployment_.Must({"institution", "put", "u1", "--title", "Renamed"});
  EXPECT_EQ(Verify(edition), 0);
  const std::string second = deployment_.Must({"ranking", "compute", "corrected"}).at("edition");
  EXPECT_EQ(Verify(second), 0);
  EXPECT_NE(deployment_.Must({"ranking", "table", edition}),
            deployment_.Must({"ranking", "table", second}));
}

struct Tampering {
  const char* name;
  const char* change;
};

class TamperingTest : public VerifyTest, public ::testing::WithParamInterface<Tampering> {};

TEST_P(TamperingTest, IsFoundAndPublishingRefused) {
  const std::string id = std::string("tampered-") + GetParam().name;
  const std::string edition = ComputeSmall(deployment_, id);
  ASSERT_EQ(Verify(edition), 0);
  std::string statement = GetParam().change;
  statement.replace(statement.find("%"), 1, "'" + id + "'");
  ByHand(statement);
  const CliResult verified = deployment_.Run({"ranking", "verify", edition});
  EXPECT_EQ(verified.exit, 1);
  EXPECT_FALSE(verified.err.empty());
  const CliResult published = deployment_.Run({"ranking", "publish", edition});
  EXPECT_EQ(published.exit, 1);
  EXPECT_NE(published.err.find("EVIDENCE_MISMATCH"), std::string::npos) << published.err;
}

INSTANTIATE_TEST_SUITE_P(
    ByHand, TamperingTest,
    ::testing::Values(
        Tampering{"value",
                  "UPDATE value_version SET value = 51 WHERE ranking = % AND unit = 'u1' "
                  "AND variable = 'x'"},
        Tampering{"absent",
                  "UPDATE value_version SET value = NULL WHERE ranking = % AND "
                  "unit = 'u2' AND variable = 'y'"},
        Tampering{"deleted",
                  "DELETE FROM value_version WHERE ranking = % AND unit = 'u2' AND "
                  "variable = 'x'"},
        Tampering{"state",
                  "UPDATE value_version SET state = 'draft' WHERE ranking = % AND "
                  "unit = 'u2' AND variable = 'x'"},
        Tampering{"group",
                  "UPDATE ranking_unit SET group_name = 'other' WHERE ranking = % AND "
                  "unit = 'u2'"},
        Tampering{"unit", "DELETE FROM ranking_unit WHERE ranking = % AND unit = 'u3'"},
        Tampering{"score",
                  "UPDATE edition_unit SET score = '99.99' WHERE ranking = % AND "
                  "unit = 'u1'"},
        Tampering{"rank", "UPDATE edition_unit SET place = 3 WHERE ranking = % AND unit = 'u1'"},
        Tampering{"exact",
                  "UPDATE edition_unit SET exact = exact + 0.0000000001 WHERE ranking = % "
                  "AND unit = 'u1'"},
        Tampering{"points",
                  "UPDATE edition_score SET points = points + 1 WHERE ranking = % AND "
                  "unit = 'u1' AND node = 0"},
        Tampering{"normalised",
                  "UPDATE edition_score SET normalised = 0.25 WHERE ranking = % AND "
                  "unit = 'u1' AND node = 0"},
        Tampering{"contribution",
                  "UPDATE edition_score SET contribution = '0.01' WHERE "
                  "ranking = % AND unit = 'u1' AND node = 0"},
        Tampering{"missing-score",
                  "DELETE FROM edition_score WHERE ranking = % AND unit = 'u1' "
                  "AND node = 0"},
        Tampering{"maximum",
                  "UPDATE edition_indicator SET max_points = 61 WHERE ranking = % AND "
                  "node = 0"},
        Tampering{
            "finding",
            "UPDATE edition_finding SET message = 'nothing' WHERE ranking = % AND ordinal = 0"},
        Tampering{"count", "UPDATE edition SET excluded = 1 WHERE ranking = %"},
        Tampering{"digest", "UPDATE edition SET digest = 'ab' WHERE ranking = %"}),
    [](const auto& info) {
      std::string name = info.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST_F(VerifyTest, AChangedMethodologyIsFound) {
  const auto deployment = Deployment::Fresh();
  const std::string edition = ComputeSmall(*deployment, "method");
  const auto database = deployment->OpenData("rankings");
  const absl::Status status = database->Write(
      {.deadline = absl::Now() + absl::Seconds(10)}, [&](sql::Tx& tx) -> absl::Status {
        return tx
            .Exec(
                "UPDATE methodology_version SET source = REPLACE(source, 'points: 60', "
                "'points: 61')")
            .status();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(deployment->Run({"ranking", "verify", edition}).exit, 1);
}

}  // namespace
}  // namespace tarazy::e2e
