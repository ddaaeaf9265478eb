#include "services/notifications/channel/sms/sms_sender.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::notifications {
namespace {

class FileSmsSenderTest : public ::testing::Test {
 protected:
  std::vector<std::string> Lines() const {
    std::ifstream file(path_);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  tarazy::testing::TempDir dir_;
  const std::string path_ = dir_.path() + "/sms.jsonl";
  FileSmsSender sender_{path_};
};

TEST_F(FileSmsSenderTest, AppendsALineOfJson) {
  const Reply reply = sender_.Send("+77011234567", "Срок: \"30 дней\"\nТаразы", "7f3a");
  EXPECT_EQ(reply.outcome, Outcome::kAccepted) << reply.text;
  EXPECT_EQ(sender_.Send("+77011234568", "second", "7f3b").outcome, Outcome::kAccepted);
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), 2u);
  const nlohmann::json message = nlohmann::json::parse(lines[0]);
  EXPECT_EQ(message["id"], "7f3a");
  EXPECT_EQ(message["to"], "+77011234567");
  EXPECT_EQ(message["text"], "Срок: \"30 дней\"\nТаразы");
  EXPECT_EQ(message["parts"], 1);
}

TEST_F(FileSmsSenderTest, RefusesForGoodWhatCanNeverBeSent) {
  EXPECT_EQ(sender_.Send("87011234567", "x", "7f").outcome, Outcome::kPermanent);
  EXPECT_EQ(sender_.Send("+77011234567", "", "7f").outcome, Outcome::kPermanent);
  EXPECT_EQ(sender_.Send("+77011234567", "\xff", "7f").outcome, Outcome::kPermanent);
  EXPECT_EQ(sender_.Send("+77011234567", std::string(153 * 255 + 1, 'a'), "7f").outcome,
            Outcome::kPermanent);
  EXPECT_EQ(sender_.Send("+77011234567", std::string(153 * 255, 'a'), "7f").outcome,
            Outcome::kAccepted);
  EXPECT_EQ(Lines().size(), 1u);
}

TEST_F(FileSmsSenderTest, AFileThatCannotBeWrittenIsUnreachable) {
  FileSmsSender nowhere(dir_.path() + "/missing/sms.jsonl");
  const Reply reply = nowhere.Send("+77011234567", "x", "7f");
  EXPECT_EQ(reply.outcome, Outcome::kUnreachable);
  EXPECT_TRUE(absl::StrContains(reply.text, "No such file")) << reply.text;
  FileSmsSender full("/dev/full");
  EXPECT_EQ(full.Send("+77011234567", "x", "7f").outcome, Outcome::kUnreachable);
}

TEST_F(FileSmsSenderTest, HalfALineOfACrashedWriterSpoilsNoOther) {
  std::ofstream(path_) << R"({"id":"7f","to":"+7)";
  ASSERT_EQ(sender_.Send("+77011234567", "x", "80").outcome, Outcome::kAccepted);
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(nlohmann::json::parse(lines[1])["id"], "80");
}

TEST_F(FileSmsSenderTest, LinesOfSeveralProcessesAreWhole) {
  constexpr int kWriters = 4;
  constexpr int kEach = 25;
  std::vector<pid_t> writers;
  for (int w = 0; w < kWriters; ++w) {
    const pid_t child = fork();
    if (child == 0) {
      for (int i = 0; i < kEach; ++i) {
        const Reply reply = sender_.Send(
            "+77011234567", std::string(3000, static_cast<char>('a' + w)), absl::StrCat(w, "-", i));
        if (reply.outcome != Outcome::kAccepted) _exit(1);
      }
      _exit(0);
    }
    writers.push_back(child);
  }
  for (const pid_t writer : writers) {
    int status = 0;
    ASSERT_EQ(waitpid(writer, &status, 0), writer);
    EXPECT_EQ(status, 0);
  }
  std::map<std::string, int> seen;
  for (const std::string& line : Lines()) {
    const nlohmann::json message = nlohmann::json::parse(line);
    ++seen[message["id"]];
    EXPECT_EQ(message["text"].get<std::string>().size(), 3000u);
  }
  EXPECT_EQ(seen.size(), static_cast<size_t>(kWriters * kEach));
}

}  // namespace
}  // namespace tarazy::notifications
