// Ratings of panels become values, and questionnaires 1 to 5 a published score.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

// Experts rate two or three of the units, and a unit needs two ratings.
constexpr char kPanel[] = R"(
id: panel
title: {en: Panel, ru: Опрос, kk: Сауалнама}
variables:
  x: {title: {en: X, ru: X, kk: X}, unit: score, min: 0}
  rating:
    title: {en: Rating, ru: Оценка, kk: Баға}
    unit: score
    min: 1
    max: 5
    ratings: {panel: experts, each: {min: 2, max: 3}, own: refuse, min_base: 2}
indicators:
  - {code: "1", title: {en: A, ru: A, kk: A}, points: 50, value: rating}
  - {code: "2", title: {en: B, ru: B, kk: B}, points: 50, value: x}
)";

constexpr char kHeader[] = "respondent,affiliation,institution,rating\n";
constexpr char kGood[] =
    "respondent,affiliation,institution,rating\n"
    "e1,Ministry,pn-one,5\ne1,Ministry,Panel Two,2\n"
    "e2,pn-three,pn-one,4\ne2,pn-three,pn-two,3\n"
    "e3,Bank,pn-one,4\ne3,Bank,pn-three,1\n";

class RatingsTest : public ::testing::Test {
 protected:
  void Create(const std::string& id) {
    for (const auto& [unit, title] : std::map<std::string, std::string>{
             {"one", "One"}, {"two", "Two"}, {"three", "Three"}, {"four", "Four"}}) {
      deployment_.Must({"institution", "put", "pn-" + unit, "--title", "Panel " + title});
    }
    deployment_.Must({"methodology", "put", deployment_.Write("panel.yaml", kPanel), "--request-id",
                      "panel-methodology"});
    deployment_.Must({"ranking", "create", id, "--methodology", "panel@1", "--year", "2026"});
  }
  std::vector<std::string> Import(const std::string& id, const std::string& csv) {
    return {"ranking",    "import-ratings", id,
            "--variable", "rating",         deployment_.Write("ratings.csv", csv)};
  }
  json Values(const std::string& id) {
    json values = json::object();
    for (const json& row : deployment_.Must({"ranking", "values", id, "--variable", "rating"})) {
      values[row["unit"].get<std::string>()] = row;
    }
    return values;
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(RatingsTest, BecomeMeanBaseAndStandardErrorWithTheirSource) {
  Create("panel-mean");
  const json result = deployment_.Must(Import("panel-mean", kGood));
  EXPECT_EQ(result["revision"], 1);
  EXPECT_EQ(result["units"], 2);
  EXPECT_EQ(result["respondents"], 3);
  EXPECT_EQ(result["ratings"], 6);
  EXPECT_EQ(result["below_base"], 1) << "pn-three has one rating";
  EXPECT_EQ(result["cleared"], 0);
  const json values = Values("panel-mean");
  ASSERT_EQ(values.size(), 2u);
  const json& one = values["pn-one"];  // 5, 4, 4: squared deviations 6/9, s² = 1/3
  EXPECT_DOUBLE_EQ(one["value"].get<double>(), 13.0 / 3);
  EXPECT_EQ(one["base"], 3);
  EXPECT_DOUBLE_EQ(one["standard_error"].get<double>(), 1.0 / 3);
  EXPECT_EQ(one["state"], "verified");
  const std::string source = one["source"];
  EXPECT_TRUE(absl::StartsWith(source, "experts, 3 respondents; ")) << source;
  EXPECT_TRUE(absl::StrContains(source, "ratings.csv")) << source;
  EXPECT_TRUE(absl::StrContains(one["evidence"].get<std::string>(), "SHA-256 ")) << one;
  EXPECT_EQ(values["pn-two"]["value"], 2.5);
  EXPECT_EQ(values["pn-two"]["standard_error"], 0.5);
}

TEST_F(RatingsTest, TheOrderOfRowsChangesNoBit) {
  Create("panel-order");
  deployment_.Must(Import("panel-order", kGood));
  const std::string first = deployment_.Must({"ranking", "compute", "panel-order"})["digest"];
  deployment_.Must(Import("panel-order", absl::StrCat(kHeader,
                                                      "e3,Bank,pn-three,1\ne1,Ministry,pn-two,2\n"
                                                      "e2,pn-three,pn-two,3\ne3,Bank,pn-one,4\n"
                                                      "e1,Ministry,pn-one,5\n"
                                                      "e2,pn-three,pn-one,4\n")));
  EXPECT_EQ(deployment_.Must({"ranking", "compute", "panel-order"})["digest"], first);
}

TEST_F(RatingsTest, AFileIsTheWholePanel) {
  Create("panel-again");
  deployment_.Must(Import("panel-again", kGood));
  const json result = deployment_.Must(
      Import("panel-again", absl::StrCat(kHeader,
                                         "e1,m,pn-one,3\ne1,m,pn-four,5\n"
                                         "e2,m,pn-one,3\ne2,m,pn-four,5\ne2,m,pn-two,1\n")));
  EXPECT_EQ(result["units"], 2);
  EXPECT_EQ(result["below_base"], 1);
  EXPECT_EQ(result["cleared"], 1) << "pn-two";
  const json values = Values("panel-again");
  EXPECT_EQ(values["pn-one"]["value"], 3);
  EXPECT_EQ(values["pn-one"]["standard_error"], 0);
  EXPECT_TRUE(values["pn-two"]["value"].is_null()) << values;
  EXPECT_EQ(values["pn-four"]["value"], 5);
}

TEST_F(RatingsTest, ValidateOnlyAndRepeatsStoreNothingMore) {
  Create("panel-once");
  std::vector<std::string> import = Import("panel-once", kGood);
  import.push_back("--validate-only");
  EXPECT_EQ(deployment_.Must(import)["revision"], 0);
  EXPECT_EQ(deployment_.Must({"ranking", "get", "panel-once"})["revision"], 0);
  import.back() = "--request-id";
  import.push_back("ratings-once");
  const json first = deployment_.Must(import);
  EXPECT_EQ(first["revision"], 1);
  EXPECT_EQ(deployment_.Must(import), first);
  EXPECT_EQ(deployment_.Must({"ranking", "get", "panel-once"})["revision"], 1);
  import[5] = deployment_.Write("other.csv", absl::StrReplaceAll(kGood, {{ ",5\n", ",4\n" }}));
  const CliResult other = deployment_.Run(import);
  EXPECT_EQ(other.exit, 1);
  EXPECT_TRUE(absl::StrContains(other.err, "REQUEST_ID_REUSED")) << other.err;
}

TEST_F(RatingsTest, RolesAreThoseOfAnImportOfTheAgency) {
  Create("panel-roles");
  std::vector<std::string> import = Import("panel-roles", kGood);
  const std::string methodologist = deployment_.TokenFile("methodologist");
  const CliResult verified = deployment_.Run(import, methodologist);
  EXPECT_EQ(verified.exit, 1);
  EXPECT_TRUE(absl::StrContains(verified.err, "PERMISSION_DENIED")) << verified.err;
  for (const std::string& role : std::vector<std::string>{"institution", "respondent", "public"}) {
    const CliResult refused =
        deployment_.Run(import, deployment_.TokenFile(role, role == "institution" ? "pn-one" : ""));
    EXPECT_EQ(refused.exit, 1) << role;
    EXPECT_TRUE(absl::StrContains(refused.err, "PERMISSION_DENIED")) << refused.err;
  }
  import.insert(import.end(), {"--state", "draft"});
  EXPECT_EQ(deployment_.Must(import, methodologist)["units"], 2);
  EXPECT_EQ(Values("panel-roles")["pn-one"]["state"], "draft");
}

TEST_F(RatingsTest, OnlyVariablesWithRulesTakeRatings) {
  Create("panel-variables");
  for (const auto& [variable, says] : std::map<std::string, std::string>{
           {"x", "has no rules for ratings of x"}, {"y", "is no variable of panel"}}) {
    std::vector<std::string> import = Import("panel-variables", kGood);
    import[4] = variable;
    const CliResult result = deployment_.Run(import);
    EXPECT_EQ(result.exit, 1) << variable;
    EXPECT_TRUE(absl::StrContains(result.err, says)) << result.err;
    EXPECT_TRUE(absl::StrContains(result.err, "header.variable")) << result.err;
  }
  std::vector<std::string> nowhere = Import("no-such-ranking", kGood);
  EXPECT_TRUE(absl::StrContains(deployment_.Run(nowhere).err, "NOT_FOUND"));
}

struct BadRatings {
  const char* name;
  const char* rows;  // after the header
  const char* says;
};

class BadRatingsTest : public RatingsTest, public ::testing::WithParamInterface<BadRatings> {};

TEST_P(BadRatingsTest, NamesTheRowAndStoresNothing) {
  const BadRatings& bad = GetParam();
  const std::string id = absl::StrCat("bad-panel-", bad.name);
  Create(id);
  const CliResult result = deployment_.Run(Import(id, absl::StrCat(kHeader, bad.rows)));
  EXPECT_EQ(result.exit, 1) << result.out;
  EXPECT_TRUE(absl::StrContains(result.err, bad.says)) << result.err;
  EXPECT_TRUE(absl::StrContains(result.err, "IMPORT_REJECTED")) << result.err;
  EXPECT_EQ(deployment_.Must({"ranking", "get", id})["revision"], 0);
  EXPECT_EQ(deployment_.Must({"ranking", "values", id}), json::array());
}

INSTANTIATE_TEST_SUITE_P(
    All, BadRatingsTest,
    ::testing::Values(
        BadRatings{"few", "e1,m,pn-one,5\n", "row 2, respondent: \"e1\" rates 1"},
        BadRatings{"many", "e1,m,pn-one,5\ne1,m,pn-two,5\ne1,m,pn-three,5\ne1,m,pn-four,5\n",
                   "row 2, respondent: \"e1\" rates 4"},
        BadRatings{"own", "e1,pn-one,pn-two,5\ne1,pn-one,pn-one,5\n",
                   "row 3, institution: \"e1\" belongs to this institution"},
        BadRatings{"own-title", "e1,Panel One,pn-one,5\ne1,Panel One,pn-two,5\n",
                   "row 2, institution: \"e1\" belongs to this institution"},
        BadRatings{"twice", "e1,m,pn-one,5\ne1,m,pn-two,5\ne1,m,Panel One,4\n",
                   "row 4, institution: \"e1\" rated this institution in row 2 already"},
        BadRatings{"unknown", "e1,m,pn-one,5\ne1,m,pn-nowhere,5\n",
                   "row 3, institution: \"pn-nowhere\" is not registered"},
        BadRatings{"scale", "e1,m,pn-one,6\ne1,m,pn-two,0\n",
                   "row 2, rating: 6 is above the maximum 5\nrow 3, rating: 0 is below"},
        BadRatings{"comma", "e1,m,pn-one,\"4,5\"\ne1,m,pn-two,4\n", "row 2, rating: \"4,5\" has a"},
        BadRatings{"empty-rating", "e1,m,pn-one,\ne1,m,pn-two,4\n", "row 2, rating: \"\" is not"},
        BadRatings{"nobody", ",m,pn-one,4\n,m,pn-two,4\n", "row 2, respondent: must not be empty"},
        BadRatings{"homeless", "e1,,pn-one,4\ne1,,pn-two,4\n",
                   "row 2, affiliation: must not be empty"},
        BadRatings{"moves", "e1,m,pn-one,4\ne1,n,pn-two,4\n", "row 3, affiliation: is \"n\" here"},
        BadRatings{"quote", "e1,m,pn-one,\"4\n", "row 2"},
        BadRatings{"no-rows", "", "row 1: the file has no data rows"}),
    [](const auto& info) {
      return absl::StrReplaceAll(info.param.name, {{"-", "_"}});
    });

// The blend of questionnaires 1 to 5. Computed here once more, from the rows of the files.
struct Row {
  std::string respondent, affiliation, unit;
  double rating;
};

struct Mean {
  double value = 0;
  int base = 0;
  double standard_error = 0;
};

std::map<std::string, Mean> MeansOf(const std::vector<Row>& rows) {
  std::map<std::string, std::vector<double>> of_unit;
  for (const Row& row : rows) of_unit[row.unit].push_back(row.rating);
  std::map<std::string, Mean> means;
  for (const auto& [unit, ratings] : of_unit) {
    Mean mean{.base = static_cast<int>(ratings.size())};
    for (const double rating : ratings) mean.value += rating / mean.base;
    double squares = 0;
    for (const double rating : ratings) squares += std::pow(rating - mean.value, 2);
    if (mean.base > 1) mean.standard_error = std::sqrt(squares / (mean.base - 1) / mean.base);
    means[unit] = mean;
  }
  return means;
}

double ShareOfBest(const std::map<std::string, double>& values, const std::string& unit) {
  double best = 0;
  for (const auto& [_, value] : values) best = std::max(best, value);
  return values.contains(unit) ? values.at(unit) / best : 0;
}

std::map<std::string, double> ValuesOf(const std::map<std::string, Mean>& means) {
  std::map<std::string, double> values;
  for (const auto& [unit, mean] : means) values[unit] = mean.value;
  return values;
}

class BlendTest : public ::testing::Test {
 protected:
  void SetUp() override {
    int i = 0;
    for (const std::string& unit : units_) {
      deployment_.Must({"institution", "put", unit, "--title", "Blend " + unit.substr(3), "--group",
                        ++i % 2 == 0 ? "technical" : "multidisciplinary"});
    }
    deployment_.Must(
        {"methodology", "put", std::string(REPOSITORY) + "/examples/methodologies/iqaa-2020.yaml"});
    deployment_.Must(
        {"ranking", "create", "blend", "--methodology", "iqaa-2020-blend", "--year", "2020"});
    std::string csv = "institution";
    for (const Figure& figure : figures_) absl::StrAppend(&csv, ",", figure.variable);
    for (size_t u = 0; u < units_.size(); ++u) {
      absl::StrAppend(&csv, "\n", units_[u]);
      for (const Figure& figure : figures_) absl::StrAppend(&csv, ",", figure.values[u]);
    }
    deployment_.Must({"ranking", "import", "blend", deployment_.Write("q1.csv", csv + "\n")});
    Import("rating_experts", experts_);
    Import("rating_employers", employers_);
    Import("rating_students", students_);
    Import("rating_graduates", graduates_);
  }

  void Import(const std::string& variable, const std::vector<Row>& rows) {
    std::string csv = kHeader;
    std::set<std::string> respondents;
    for (const Row& row : rows) {
      absl::StrAppend(&csv, row.respondent, ",", row.affiliation, ",", row.unit, ",", row.rating,
                      "\n");
      respondents.insert(row.respondent);
    }
    const json result = deployment_.Must({"ranking", "import-ratings", "blend", "--variable",
                                          variable, deployment_.Write("panel.csv", csv)});
    EXPECT_EQ(result["ratings"], rows.size());
    EXPECT_EQ(result["respondents"], respondents.size());
  }

  Deployment& deployment_ = Deployment::Get();
  const std::vector<std::string> units_ = {"bl-alpha", "bl-beta",    "bl-gamma",
                                           "bl-delta", "bl-epsilon", "bl-zeta"};
  // What Questionnaire 1 asks, of few rows: `points` for a bare figure, of students_full_time for
  // the two shares of students, of which the figure itself is no row.
  struct Figure {
    std::string variable;
    double points;
    double share_points;
    std::vector<double> values;  // by unit
  };
  const std::vector<Figure> figures_ = {
      {"students_full_time", 0, 0, {4000, 2500, 900, 700, 3100, 1200}},
      {"students_scholarship", 0, 15, {1000, 1000, 30, 70, 9, 1}},
      {"students_out_of_town", 0, 10, {800, 100, 500, 70, 7, 2}},
      {"graduates_employed_percent", 100, 0, {91.5, 88.25, 40, 77, 12, 3}},
      {"lms_platform", 20, 0, {1, 1, 1, 0, 0, 1}},
      {"moocs", 20, 0, {31, 40, 7, 0, 2, 1}},
      {"joint_programmes", 20, 0, {12, 9, 2, 3, 0, 0}},
      {"dissertation_councils", 10, 0, {5, 7, 0, 1, 0, 0}},
      {"social_media_accounts", 10, 0, {4, 6, 5, 3, 2, 1}}};
  const std::vector<Row> experts_ = {
      {"e1", "Blend alpha", "bl-beta", 5},  {"e1", "Blend alpha", "bl-gamma", 4},
      {"e1", "Blend alpha", "bl-delta", 3}, {"e1", "Blend alpha", "bl-epsilon", 2},
      {"e1", "Blend alpha", "bl-zeta", 1},  {"e2", "Ministry", "bl-alpha", 5},
      {"e2", "Ministry", "bl-beta", 4},     {"e2", "Ministry", "bl-gamma", 4},
      {"e2", "Ministry", "bl-delta", 2},    {"e2", "Ministry", "bl-epsilon", 3},
      {"e2", "Ministry", "bl-zeta", 1},     {"e3", "bl-zeta", "bl-alpha", 4},
      {"e3", "bl-zeta", "bl-beta", 4.5},    {"e3", "bl-zeta", "bl-gamma", 3},
      {"e3", "bl-zeta", "bl-delta", 3.25},  {"e3", "bl-zeta", "bl-epsilon", 2}};
  const std::vector<Row> employers_ = {
      {"m1", "Bank", "bl-alpha", 5},   {"m1", "Bank", "bl-beta", 3},
      {"m1", "Bank", "bl-gamma", 4},   {"m2", "Mine", "bl-alpha", 4},
      {"m2", "Mine", "bl-gamma", 4},   {"m2", "Mine", "bl-delta", 2},
      {"m3", "Akimat", "bl-alpha", 2}, {"m3", "Akimat", "bl-epsilon", 5},
      {"m3", "Akimat", "bl-gamma", 1}};
  const std::vector<Row> students_ = {{"s1", "bl-alpha", "bl-alpha", 4},
                                      {"s2", "bl-alpha", "bl-alpha", 5},
                                      {"s3", "bl-beta", "bl-beta", 4}};
  const std::vector<Row> graduates_ = {
      {"g1", "bl-zeta", "bl-zeta", 5}, {"g2", "", "bl-alpha", 4}, {"g3", "", "bl-alpha", 3}};
};

TEST_F(BlendTest, EightyAndFiveTimesFourIsPublishedAndExplained) {
  const std::string edition = deployment_.Must({"ranking", "compute", "blend"})["edition"];
  const auto experts = MeansOf(experts_);
  const auto employers = MeansOf(employers_);
  const auto students = MeansOf(students_);
  const auto graduates = MeansOf(graduates_);
  const json table = deployment_.Must({"ranking", "table", edition});
  ASSERT_EQ(table.size(), units_.size());
  int ranked = 0;
  for (const json& row : table) {
    const std::string unit = row["institution"];
    double wanted = 0;
    for (const Figure& figure : figures_) {
      std::map<std::string, double> bare, shares;
      for (size_t u = 0; u < units_.size(); ++u) {
        bare[units_[u]] = figure.values[u];
        shares[units_[u]] = 100 * figure.values[u] / figures_[0].values[u];
      }
      wanted += figure.points * ShareOfBest(bare, unit);
      wanted += figure.share_points * ShareOfBest(shares, unit);
    }
    for (const auto& means : {experts, employers, students, graduates}) {
      wanted += 50 * ShareOfBest(ValuesOf(means), unit);
    }
    EXPECT_NEAR(row["score"].get<double>(), wanted, 0.005 + 1e-9) << row;
    EXPECT_EQ(row["rank"].is_null(), wanted < 330) << row << wanted;
    ranked += row["rank"].is_null() ? 0 : 1;
  }
  EXPECT_GT(ranked, 0);
  EXPECT_LT(ranked, 6);

  for (const auto& [code, means] : std::map<std::string, std::map<std::string, Mean>>{
           {"Q2", experts}, {"Q3", employers}, {"Q4", students}, {"Q5", graduates}}) {
    for (const auto& [unit, mean] : means) {
      const json node = deployment_.Must({"ranking", "explain", edition, unit, "--node", code})[0];
      EXPECT_EQ(node["max_points"], 50);
      const json& used = node["used"][0];
      EXPECT_NEAR(used["value"].get<double>(), mean.value, 1e-12) << code << unit;
      EXPECT_EQ(used["base"], mean.base) << code << unit;
      if (mean.base == 1) {
        EXPECT_TRUE(used["standard_error"].is_null()) << used;
      } else {
        EXPECT_NEAR(used["standard_error"].get<double>(), mean.standard_error, 1e-12) << used;
      }
    }
  }
  const std::string text =
      deployment_
          .Run({"ranking", "explain", edition, "bl-alpha", "--node", "Q2", "--output", "table"})
          .out;
  EXPECT_TRUE(absl::StrContains(text, "base 2; standard error 0.5")) << text;
  EXPECT_TRUE(absl::StrContains(text, "source experts, 3 respondents")) << text;
  EXPECT_EQ(deployment_.Run({"ranking", "verify", edition}).exit, 0);
  deployment_.Must({"ranking", "publish", edition});
}

}  // namespace
}  // namespace tarazy::e2e
