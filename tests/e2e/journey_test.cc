// The main job from a methodology file to a published, explained, verified edition, through the
// command line.
#include <gtest/gtest.h>

#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

// Worked by hand: a = x/best·60, b = (x − min)/(max − min)·40.
constexpr char kMethodology[] = R"(
id: journey
title: {en: Journey, ru: Путь, kk: Жол}
declared_total: 100
variables:
  x: {title: {en: X, ru: X, kk: X}, unit: score, min: 0}
  y: {title: {en: Y, ru: Y, kk: Y}, unit: score, min: 0, max: 10}
indicators:
  - code: a
    title: {en: A, ru: A, kk: A}
    points: 60
    value: x
  - code: b
    title: {en: B, ru: B, kk: B}
    points: 40
    value: y
    normalize: min_max
rounding: {decimals: 1}
)";

constexpr char kValues[] =
    "institution,title,x,y\n"
    "north,North,30,10\n"
    "south,\"South, by the river\",20,5\n"
    "west,Запад,10,0\n";

class JourneyTest : public ::testing::Test {
 protected:
  // A ranking of its own with the values above, computed.
  std::string Computed(const std::string& id) {
    const std::string yaml = deployment_.Write("m.yaml", kMethodology);
    const json version = deployment_.Must({"methodology", "put", yaml});
    deployment_.Must({"ranking", "create", id, "--methodology",
                      "journey@" + std::to_string(version.at("version").get<int>()), "--year",
                      "2026"});
    deployment_.Must({"ranking", "import", id, deployment_.Write("v.csv", kValues), "--register"});
    return deployment_.Must({"ranking", "compute", id}).at("edition");
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(JourneyTest, FromFileToPublishedTable) {
  const std::string edition = Computed("cycle");
  EXPECT_EQ(edition, "rankings/cycle/editions/1");
  const json table = deployment_.Must({"ranking", "table", edition});
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table[0]["rank"], 1);
  EXPECT_EQ(table[0]["institution"], "north");
  EXPECT_EQ(table[0]["score"], 100.0);
  EXPECT_EQ(table[1]["title"], "South, by the river");
  EXPECT_EQ(table[1]["score"], 60.0);  // 40 + 20
  EXPECT_EQ(table[2]["score"], 20.0);  // 20 + 0

  const json line = deployment_.Must({"ranking", "score", edition, "south"});
  EXPECT_EQ(line, deployment_.Must({"ranking", "table", edition})[1]);
  const json scores = deployment_.Must({"ranking", "scores", edition, "south"});
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0]["code"], "a");
  EXPECT_EQ(scores[0]["value"], 20);
  EXPECT_EQ(scores[0]["normalised"], 20.0 / 30.0);
  EXPECT_EQ(scores[0]["points"], 20.0 / 30.0 * 60);
  EXPECT_EQ(scores[0]["max_points"], 60);
  EXPECT_EQ(scores[0]["rank"], 2);

  EXPECT_EQ(deployment_.Must({"ranking", "publish", edition}).at("state"), "published");
  EXPECT_EQ(deployment_.Run({"ranking", "verify", edition}).exit, 0);
}

TEST_F(JourneyTest, ExplainShowsFormulaNumbersReferenceAndSource) {
  const std::string edition = Computed("explained");
  deployment_.Must({"ranking", "import", "explained",
                    deployment_.Write("v.csv",
                                      "institution,variable,value,source,evidence\n"
                                      "south,x,25,ministry,letter 12 page 3\n")});
  const std::string second = deployment_.Must({"ranking", "compute", "explained"}).at("edition");
  EXPECT_EQ(second, "rankings/explained/editions/2");
  const json rows = deployment_.Must({"ranking", "explain", second, "south"});
  const json& a = rows.at(0);
  EXPECT_EQ(a["formula"], "x");
  EXPECT_EQ(a["substituted"], "25");
  EXPECT_EQ(a["reference_unit"], "north");
  EXPECT_EQ(a["reference_value"], 30);
  EXPECT_EQ(a["used"][0]["source"], "ministry");
  EXPECT_EQ(a["used"][0]["evidence"], "letter 12 page 3");
  EXPECT_NE(a["used"][0]["verified_by"].get<std::string>().find("admin"), std::string::npos);
  const std::string source = rows.at(1)["used"][0]["source"];  // not stated: the file and row
  EXPECT_NE(source.find("v.csv, row 3"), std::string::npos) << source;
  double sum = 0;
  for (const json& row : rows) sum += row["contribution"].get<double>();
  EXPECT_DOUBLE_EQ(sum, deployment_.Must({"ranking", "table", second})[1]["score"]);
}

TEST_F(JourneyTest, LaterEditionSupersedesAndWithdrawalKeepsTheErratum) {
  const std::string first = Computed("superseded");
  deployment_.Must({"ranking", "publish", first});
  const std::string second = deployment_.Must({"ranking", "compute", "superseded"}).at("edition");
  deployment_.Must({"ranking", "publish", second});
  json editions = deployment_.Must({"ranking", "editions", "superseded"});
  EXPECT_EQ(editions[0]["state"], "superseded");
  EXPECT_EQ(editions[1]["state"], "published");
  EXPECT_EQ(editions[0]["digest"], editions[1]["digest"]) << "the same inputs";
  deployment_.Must({"ranking", "withdraw", second, "--erratum", "South's figure was wrong"});
  editions = deployment_.Must({"ranking", "editions", "superseded"});
  EXPECT_EQ(editions[1]["state"], "withdrawn");
  EXPECT_EQ(editions[1]["erratum"], "South's figure was wrong");
  EXPECT_EQ(deployment_.Must({"ranking", "table", second}).size(), 3u) << "still readable";
}

TEST_F(JourneyTest, OnlyVerifiedValuesCount) {
  const std::string edition = Computed("states");
  const std::string draft = deployment_.Write("d.csv", "institution,variable,value\nsouth,x,29\n");
  deployment_.Must({"ranking", "import", "states", draft, "--state", "draft"});
  const std::string after = deployment_.Must({"ranking", "compute", "states"}).at("edition");
  EXPECT_EQ(deployment_.Must({"ranking", "table", edition}),
            deployment_.Must({"ranking", "table", after}));
  const json history = deployment_.Must(
      {"ranking", "values", "states", "--unit", "south", "--variable", "x", "--history"});
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0]["state"], "verified");
  EXPECT_EQ(history[1]["state"], "draft");
}

TEST_F(JourneyTest, EmptyCellTakesAnImportedValueAway) {
  Computed("cleared");
  const std::string empty = deployment_.Write("e.csv", "institution,x,y\nnorth,,\n");
  EXPECT_EQ(deployment_.Must({"ranking", "import", "cleared", empty}).at("cleared"), 2);
  const std::string after = deployment_.Must({"ranking", "compute", "cleared"}).at("edition");
  const json table = deployment_.Must({"ranking", "table", after});
  EXPECT_EQ(table[0]["institution"], "south");
  EXPECT_EQ(table[2]["institution"], "north");
  EXPECT_EQ(table[2]["score"], 0.0);
}

TEST_F(JourneyTest, SemicolonsByteOrderMarkAndCrlfAreRead) {
  Computed("formats");
  const std::string file =
      deployment_.Write("s.csv", "\xef\xbb\xbfinstitution;variable;value\r\nsouth;x;29.5\r\n");
  EXPECT_EQ(deployment_.Must({"ranking", "import", "formats", file}).at("cells"), 1);
}

TEST_F(JourneyTest, AUnitKeepsItsGroupWhenALaterFileStatesNone) {
  const std::string yaml = deployment_.Write(
      "g.yaml",
      "id: kept-groups\nvariables: {x: {unit: score}}\n"
      "indicators: [{code: a, points: 5, value: x}]\ngroups: {by: kind, rank_within: true}\n");
  deployment_.Must({"methodology", "put", yaml});
  deployment_.Must(
      {"ranking", "create", "kept-groups", "--methodology", "kept-groups", "--year", "2026"});
  deployment_.Must({"institution", "put", "kg1", "--title", "KG1", "--group", "technical"});
  deployment_.Must({"ranking", "import", "kept-groups",
                    deployment_.Write("1.csv", "institution,group,x\nkg1,art,5\nkg2,art,4\n"),
                    "--register"});
  deployment_.Must({"ranking", "import", "kept-groups",
                    deployment_.Write("2.csv", "institution,variable,value\nkg1,x,3\n")});
  const std::string edition = deployment_.Must({"ranking", "compute", "kept-groups"})["edition"];
  const json table = deployment_.Must({"ranking", "table", edition, "--group", "art"});
  ASSERT_EQ(table.size(), 2u);
  EXPECT_EQ(table[1]["institution"], "kg1");
}

TEST_F(JourneyTest, MinusZeroIsZeroInEveryStore) {
  const std::string yaml =
      deployment_.Write("z.yaml",
                        "id: minus-zero\nvariables: {x: {unit: score}}\n"
                        "indicators: [{code: a, points: 5, value: -x, normalize: min_max}]\n");
  deployment_.Must({"methodology", "put", yaml});
  deployment_.Must(
      {"ranking", "create", "minus-zero", "--methodology", "minus-zero", "--year", "2026"});
  deployment_.Must({"ranking", "import", "minus-zero",
                    deployment_.Write("z.csv", "institution,x\nz1,0\nz2,5\n"), "--register"});
  const std::string edition = deployment_.Must({"ranking", "compute", "minus-zero"})["edition"];
  EXPECT_EQ(deployment_.Run({"ranking", "verify", edition}).exit, 0);
  deployment_.Must({"ranking", "publish", edition});
}

TEST_F(JourneyTest, OneCallAtATimeIsEnoughForAnImport) {
  const auto deployment = Deployment::Fresh("limits: {max_concurrent_calls: 1}\n");
  deployment->Must({"methodology", "put", deployment->Write("m.yaml", kMethodology)});
  deployment->Must({"ranking", "create", "single", "--methodology", "journey", "--year", "2026"});
  EXPECT_EQ(deployment->Must({"ranking", "import", "single", deployment->Write("v.csv", kValues),
                              "--register"})["units"],
            3);
}

TEST_F(JourneyTest, AcknowledgedWritesSurviveKill) {
  const auto deployment = Deployment::Fresh();
  const std::string yaml = deployment->Write("m.yaml", kMethodology);
  deployment->Must({"methodology", "put", yaml});
  deployment->Must({"ranking", "create", "kept", "--methodology", "journey", "--year", "2026"});
  deployment->Must(
      {"ranking", "import", "kept", deployment->Write("v.csv", kValues), "--register"});
  const json computed = deployment->Must({"ranking", "compute", "kept"});
  deployment->KillAll();
  deployment->Restart();
  EXPECT_EQ(deployment->Must({"ranking", "table", computed.at("edition")}).size(), 3u);
  EXPECT_EQ(deployment->Run({"ranking", "verify", computed.at("edition")}).exit, 0);
}

}  // namespace
}  // namespace tarazy::e2e
