// A file is replaced whole or not at all.
#include "services/cli/replace_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "common/base/ids.h"
#include "services/cli/failure.h"

namespace tarazy::cli {
namespace {

namespace fs = std::filesystem;

class ReplaceFileTest : public testing::Test {
 protected:
  ReplaceFileTest() { fs::create_directory(folder_); }
  ~ReplaceFileTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  static std::string Content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  size_t Files() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  static int ExitCode(const absl::Status& status) {
    std::ostringstream err;
    return Report(status, err);
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / RandomHex(8);
};

TEST_F(ReplaceFileTest, MakesTheFileAndNothingElse) {
  const std::string bytes("PK\0\n\xff", 5);
  ASSERT_TRUE(ReplaceFile(Path("new.xlsx"), bytes).ok());
  EXPECT_EQ(Content(Path("new.xlsx")), bytes);
  EXPECT_EQ(Files(), 1u);
}

TEST_F(ReplaceFileTest, ReplacesAllOfAFileAndKeepsItsPermissions) {
  std::ofstream(Path("old.xlsx")) << "much longer than what follows";
  chmod(Path("old.xlsx").c_str(), 0640);
  ASSERT_TRUE(ReplaceFile(Path("old.xlsx"), "short").ok());
  EXPECT_EQ(Content(Path("old.xlsx")), "short");
  EXPECT_EQ(fs::status(Path("old.xlsx")).permissions(), fs::perms(0640));
  EXPECT_EQ(Files(), 1u);
}

TEST_F(ReplaceFileTest, WhoReadsTheOldFileIsNotDisturbed) {
  std::ofstream(Path("read.xlsx")) << "old";
  std::ifstream reader(Path("read.xlsx"));
  ASSERT_TRUE(ReplaceFile(Path("read.xlsx"), "new").ok());
  std::string text;
  reader >> text;
  EXPECT_EQ(text, "old");
}

TEST_F(ReplaceFileTest, ALinkStaysALink) {
  std::ofstream(Path("target.xlsx")) << "old";
  fs::create_symlink("target.xlsx", Path("link.xlsx"));
  ASSERT_TRUE(ReplaceFile(Path("link.xlsx"), "new").ok());
  EXPECT_TRUE(fs::is_symlink(Path("link.xlsx")));
  EXPECT_EQ(Content(Path("target.xlsx")), "new");
}

TEST_F(ReplaceFileTest, WhatCannotBeAFileIsWrongUsage) {
  for (const std::string& path : {folder_.string(), Path("none/x.xlsx"), std::string("/dev/null"),
                                  std::string("-"), std::string()}) {
    const absl::Status status = ReplaceFile(path, "x");
    ASSERT_FALSE(status.ok()) << path;
    EXPECT_EQ(ExitCode(status), kWrongUsage) << path;
    EXPECT_THAT(std::string(status.message()), testing::StartsWith("cannot write " + path));
  }
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_FALSE(fs::exists("-"));
}

}  // namespace
}  // namespace tarazy::cli
