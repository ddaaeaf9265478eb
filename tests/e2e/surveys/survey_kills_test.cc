// Invented respondents answer at once while the service is killed again and again: what was
// acknowledged is counted, exactly.
#include <fstream>
#include <map>
#include <thread>

#include "absl/strings/ascii.h"
#include "tests/e2e/surveys/small_survey.h"

namespace tarazy::e2e {
namespace {

class SurveyKillsTest : public SurveyJourney {
 protected:
  // Nothing of it will be suppressed, so that every count is compared.
  void Open(const std::string& id, const std::string& questionnaire,
            const std::vector<std::string>& strata) {
    std::string campaign = absl::StrCat(
        "id: ", id, "\nkind: tickets\ndemonstration: true\nquestionnaire: questionnaires/",
        questionnaire,
        "/versions/0\ndisclosure: {threshold: 0, public_threshold: 0, text_threshold: "
        "0}\nstrata:\n");
    for (const std::string& stratum : strata) {
      absl::StrAppend(&campaign, "  - {id: ", stratum, ", frame: 200}\n");
    }
    Must({"survey", "open", id, "--file", deployment_.Write("killed.yaml", campaign)});
  }

  // The people of `tables`, which stand in `file`, answer while the service is killed; then their
  // counts are those of the tables.
  void AnswerAmidKills(const std::string& id, const nlohmann::json& tables, const std::string& file,
                       const std::vector<std::string>& options) {
    std::vector<std::string> command = {"survey",    "simulate", id,       "--tables", file,
                                        "--workers", "16",       "--seed", "7"};
    command.insert(command.end(), options.begin(), options.end());
    CliResult simulated;
    std::thread respondents([&] { simulated = deployment_.Run(command); });
    // Some die before they have begun, some amid a hundred submissions.
    for (int kill = 0; kill < 12; ++kill) {
      absl::SleepFor(absl::Milliseconds(30 + 37 * kill));
      deployment_.KillSurveys();
      deployment_.RestartSurveys();
    }
    respondents.join();
    ASSERT_EQ(simulated.exit, 0) << simulated.err;
    EXPECT_EQ(simulated.json()["acknowledged"], tables["n"]);
    Must({"survey", "close", id});
    EXPECT_EQ(Must({"survey", "participation", id})[0]["submitted"], tables["n"]);
    std::map<std::string, std::map<std::string, int64_t>> counts;
    for (const auto& row : Must({"survey", "results", id})) {
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
};

TEST_F(SurveyKillsTest, AcknowledgedIsCountedExactly) {
  PutQuestionnaire();
  Open("killed-small", "small", {"s", "t"});
  const auto tables = nlohmann::json::parse(R"({"source": "invented", "n": 240, "items": [
    {"id": "sex", "type": "single_choice", "text": "Sex",
     "categories": ["Female", "Male"], "counts": [131, 109]},
    {"id": "quality", "type": "matrix_row", "text": "Quality",
     "categories": ["Completely", "Partly", "Not at all", "Difficult to answer"],
     "counts": [150, 61, 22, 7]},
    {"id": "hostel", "type": "single_choice", "text": "Hostel",
     "categories": ["Yes", "No"], "counts": [89, 151]}]})");
  AnswerAmidKills("killed-small", tables, deployment_.Write("tables.json", tables.dump()), {});
}

TEST_F(SurveyKillsTest, TheStudentsOfTheSeedAreCountedExactly) {
  const std::string path = SharedFolder() + "/data/survey-tables-2023.json";
  std::ifstream file(path);
  if (SharedFolder().empty() || !file) GTEST_SKIP() << "TARAZY_SHARED has no survey tables";
  const auto tables = nlohmann::json::parse(file)["students"];
  Must({"questionnaire", "put",
        deployment_.Write("students.yaml",
                          RepositoryFile("examples/questionnaires/iaar-students-2023.yaml"))});
  std::vector<std::string> programmes;
  for (const auto& category : tables["items"][0]["categories"]) {
    const std::string label = category;
    programmes.push_back(absl::AsciiStrToLower(label.substr(0, label.find(' '))));
  }
  Open("killed", "iaar-students-2023", programmes);
  AnswerAmidKills("killed", tables, path,
                  {"--population", "students", "--stratum-question", "programme"});
}

}  // namespace
}  // namespace tarazy::e2e
