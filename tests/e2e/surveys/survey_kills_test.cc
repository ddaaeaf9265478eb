// Invented respondents answer at once while the service is killed again and again: what was
// acknowledged is counted, exactly.
#include <fstream>
#include <map>
#include <thread>

#include "absl/strings/ascii.h"
#include "tests/e2e/surveys/small_survey.h"

namespace tarazy::e2e {
namespace {

class SurveyKillsTest : public SurveyJourney {};

TEST_F(SurveyKillsTest, AcknowledgedIsCountedExactly) {
  const std::string path = SharedFolder() + "/data/survey-tables-2023.json";
  std::ifstream file(path);
  if (SharedFolder().empty() || !file) GTEST_SKIP() << "TARAZY_SHARED has no survey tables";
  const auto tables = nlohmann::json::parse(file)["students"];
  Must({"questionnaire", "put",
        deployment_.Write("students.yaml",
                          RepositoryFile("examples/questionnaires/iaar-students-2023.yaml"))});
  // Nothing is suppressed: every count is compared.
  std::string campaign =
      "id: killed\nkind: tickets\ndemonstration: true\n"
      "questionnaire: questionnaires/iaar-students-2023/versions/0\n"
      "disclosure: {threshold: 0, public_threshold: 0, text_threshold: 0}\nstrata:\n";
  for (const auto& category : tables["items"][0]["categories"]) {
    const std::string label = category;
    absl::StrAppend(&campaign, "  - {id: ", absl::AsciiStrToLower(label.substr(0, label.find(' '))),
                    ", frame: 200}\n");
  }
  Must({"survey", "open", "killed", "--file", deployment_.Write("killed.yaml", campaign)});
  CliResult simulated;
  std::thread respondents([&] {
    simulated = deployment_.Run({"survey", "simulate", "killed", "--tables", path, "--population",
                                 "students", "--stratum-question", "programme", "--workers", "16",
                                 "--seed", "7"});
  });
  // Some die before they have begun, some amid a hundred submissions.
  for (int kill = 0; kill < 12; ++kill) {
    absl::SleepFor(absl::Milliseconds(30 + 37 * kill));
    deployment_.KillSurveys();
    deployment_.RestartSurveys();
  }
  respondents.join();
  ASSERT_EQ(simulated.exit, 0) << simulated.err;
  EXPECT_EQ(simulated.json()["acknowledged"], tables["n"]);
  Must({"survey", "close", "killed"});
  EXPECT_EQ(Must({"survey", "participation", "killed"})[0]["submitted"], tables["n"]);
  const auto results = Must({"survey", "results", "killed"});
  std::map<std::string, std::map<std::string, int64_t>> counts;
  for (const auto& row : results) {
    if (row.contains("count") && !row["count"].is_null()) {
      counts[row["question"]][row["label"]] = row["count"];
    }
  }
  for (const auto& table : tables["items"]) {
    for (size_t i = 0; i < table["counts"].size(); ++i) {
      EXPECT_EQ(counts[table["id"]][table["categories"][i]], table["counts"][i])
          << table["id"] << " " << table["categories"][i];
    }
  }
}

}  // namespace
}  // namespace tarazy::e2e
