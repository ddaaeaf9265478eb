// The documents and published tables that the project comes from.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

std::string Example(const std::string& name) {
  return std::string(REPOSITORY) + "/examples/" + name;
}

class RealInputTest : public ::testing::Test {
 protected:
  json Lint(const std::string& file) {
    return deployment_.Must({"methodology", "lint", Example("methodologies/" + file)});
  }
  Deployment& deployment_ = Deployment::Get();
};

TEST_F(RealInputTest, QuestionnaireKeepsItsErrorsAndLintListsThem) {
  std::map<std::string, std::set<std::string>> found;
  std::map<std::string, std::string> messages;
  for (const json& row : Lint("iqaa-questionnaire-1.yaml")) {
    found[row["rule"]].insert(row["node"].get<std::string>());
    messages[absl::StrCat(row["rule"].get<std::string>(), " ", row["node"].get<std::string>())] =
        row["message"];
    if (row["severity"] == "error") {
      EXPECT_EQ(row["acknowledged"], true) << row;
      EXPECT_FALSE(row["reason"].get<std::string>().empty()) << row;
    }
  }
  EXPECT_EQ(found["points_mismatch"], (std::set<std::string>{"2.1", "6.1", "7.2"}));
  EXPECT_EQ(found["missing_points"], (std::set<std::string>{"7.2.3"}));
  EXPECT_EQ(found["numbering_gap"], (std::set<std::string>{"2.2", "4.5"}));
  EXPECT_EQ(found["duplicate_formula"], (std::set<std::string>{"4.2.2", "7.4"}));
  EXPECT_EQ(found["money_times_100"], (std::set<std::string>{"4.1"}));
  EXPECT_EQ(found["declared_total_mismatch"].size(), 1u);
  EXPECT_FALSE(found["size_dependent_count"].empty());
  const auto says = [&](const std::string& key, const std::string& text) {
    EXPECT_NE(messages[key].find(text), std::string::npos) << key << ": " << messages[key];
  };
  says("declared_total_mismatch ", "770");
  says("declared_total_mismatch ", "800");
  says("points_mismatch 2.1", "5 more");
  says("points_mismatch 6.1", "1 more");
  says("points_mismatch 7.2", "6 less");
  says("points_mismatch 7.2", "7.2.3");
  says("duplicate_formula 7.4", "5.5");
  says("duplicate_formula 4.2.2", "4.2.1");
}

TEST_F(RealInputTest, NothingFalseIsSaidOfPublishedRankings) {
  EXPECT_EQ(Lint("arwu-2015.yaml"), json::array());
  EXPECT_EQ(Lint("the-2016.yaml"), json::array());
}

TEST_F(RealInputTest, DemonstrationComputesExplainsAndVerifies) {
  deployment_.Must({"methodology", "put", Example("methodologies/iqaa-questionnaire-1.yaml")});
  deployment_.Must({"ranking", "create", "demo", "--methodology", "iqaa-2020", "--year", "2026"});
  deployment_.Must(
      {"ranking", "import", "demo", Example("demonstration/values.csv"), "--register"});
  const json computed = deployment_.Must({"ranking", "compute", "demo"});
  EXPECT_EQ(computed["units"].get<int>() + computed["excluded"].get<int>(), 52);
  const std::string edition = computed["edition"];
  const json table = deployment_.Must({"ranking", "table", edition});
  EXPECT_EQ(table.size(), 52u);
  const json scores = deployment_.Must({"ranking", "scores", edition, table[0]["institution"]});
  EXPECT_EQ(scores.size(), 61u);
  EXPECT_EQ(std::count_if(scores.begin(), scores.end(),
                          [](const json& row) { return !row["value"].is_null(); }) > 40,
            true);
  for (const json& row : table) {  // what is shown adds up exactly, in hundredths
    int64_t sum = 0;
    for (const json& node : deployment_.Must({"ranking", "scores", edition, row["institution"]})) {
      const std::string code = node["code"];
      const bool topmost = std::count(code.begin(), code.end(), '.') == 1;
      if (topmost) sum += std::llround(node["contribution"].get<double>() * 100);
    }
    EXPECT_EQ(sum, std::llround(row["score"].get<double>() * 100)) << row;
  }
  EXPECT_EQ(deployment_.Run({"ranking", "verify", edition}).exit, 0);
}

// Published totals against ours, through file → import → compute → table.
struct Published {
  std::string title;
  double total = 0;
  bool complete = true;
  int rank = 0;
};

class PublishedRankingTest : public RealInputTest {
 protected:
  // Gives (within 0.1, compared, ranks that differ).
  std::array<int, 3> Compare(const std::string& id, const std::string& methodology,
                             const std::string& csv, const std::string& ignore) {
    deployment_.Must({"methodology", "put", Example("methodologies/" + methodology + ".yaml")});
    deployment_.Must({"ranking", "create", id, "--methodology", methodology, "--year", "2016"});
    deployment_.Must({"ranking", "import", id, SharedFolder() + "/data/" + csv, "--register",
                      "--ignore", ignore});
    const std::string edition = deployment_.Must({"ranking", "compute", id}).at("edition");
    std::map<std::string, json> ours;
    for (const json& row : deployment_.Must({"ranking", "table", edition})) {
      ours[row["title"]] = row;
    }
    EXPECT_EQ(deployment_.Run({"ranking", "verify", edition}).exit, 0);
    std::array<int, 3> counts = {0, 0, 0};
    for (const Published& row : published_) {
      if (!row.complete) continue;
      ++counts[1];
      const double score = ours.at(row.title)["score"];
      if (std::fabs(score - row.total) < 0.1 + 1e-9) ++counts[0];
      if (ours.at(row.title)["rank"] != row.rank) ++counts[2];
    }
    return counts;
  }

  // Fields without quoted commas suffice: a title may be quoted, the figures never are.
  void ReadPublished(const std::string& csv, int after_title, int indicators) {
    std::ifstream file(SharedFolder() + "/data/" + csv);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
      Published row;
      size_t end = line[0] == '"' ? line.find('"', 1) : line.find(',');
      row.title = line[0] == '"' ? line.substr(1, end - 1) : line.substr(0, end);
      end = line.find(',', end);
      std::vector<std::string> fields = absl::StrSplit(line.substr(end + 1), ',');
      row.rank = std::atoi(fields[after_title].c_str());
      row.total = std::atof(fields[after_title + 1].c_str());
      for (int i = 0; i < indicators; ++i) {
        row.complete = row.complete && !fields[after_title + 2 + i].empty() &&
                       fields[after_title + 2 + i] != "\r";
      }
      published_.push_back(row);
    }
  }

  std::vector<Published> published_;
};

TEST_F(PublishedRankingTest, Arwu2015IsReproduced) {
  if (SharedFolder().empty()) {
    std::cout << "TARAZY_SHARED is absent: ARWU 2015 not compared\n";
    return;
  }
  ReadPublished("arwu-2015.csv", 0, 6);
  const auto [within, compared, other_rank] =
      Compare("arwu", "arwu-2015", "arwu-2015.csv", "published_rank,published_total");
  std::cout << "ARWU 2015: " << within << " of " << compared << " totals within 0.1, " << other_rank
            << " ranks differ\n";
  EXPECT_EQ(compared, 100);
  EXPECT_EQ(within, 100);
}

TEST_F(PublishedRankingTest, The2016IsReproduced) {
  if (SharedFolder().empty()) {
    std::cout << "TARAZY_SHARED is absent: THE 2016 not compared\n";
    return;
  }
  ReadPublished("the-2016.csv", 1, 5);
  const auto [within, compared, other_rank] =
      Compare("the", "the-2016", "the-2016.csv", "published_rank,published_total,country");
  std::cout << "THE 2016: " << within << " of " << compared << " totals within 0.1, " << other_rank
            << " ranks differ\n";
  EXPECT_EQ(compared, 195);
  EXPECT_EQ(within, compared);
}

}  // namespace
}  // namespace tarazy::e2e
