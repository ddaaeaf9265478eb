#include "common/server/key_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "common/base/ids.h"

namespace tarazy::server {
namespace {

using ::testing::HasSubstr;

class KeyFileTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  mode_t Mode() const {
    struct stat info = {};
    stat(path_.c_str(), &info);
    return info.st_mode & 07777;
  }

  const std::string folder_ = ::testing::TempDir() + "key-" + RandomHex(8);
  const std::string path_ = folder_ + "/certificate.key";
};

TEST_F(KeyFileTest, IsMadeOnceForItsOwnerAlone) {
  const auto made = LoadOrMakeKey(path_);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(Mode(), 0600u);
  const auto read = LoadOrMakeKey(path_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->PublicKey(), made->PublicKey());
  // Nothing else is left in the folder.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(KeyFileTest, ProcessesThatStartAtOnceGetOneKey) {
  std::mutex mutex;
  std::set<std::string> keys;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      const auto key = LoadOrMakeKey(path_);
      const std::lock_guard lock(mutex);
      keys.insert(key.ok() ? key->PublicKey() : key.status().ToString());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(keys.size(), 1u);
}

TEST_F(KeyFileTest, RefusesAFileThatOthersMayUse) {
  ASSERT_TRUE(LoadOrMakeKey(path_).ok());
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0610}) {
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    EXPECT_THAT(LoadOrMakeKey(path_).status().message(), HasSubstr("chmod 600")) << mode;
  }
  ASSERT_EQ(chmod(path_.c_str(), 0400), 0);
  EXPECT_TRUE(LoadOrMakeKey(path_).ok());
}

TEST_F(KeyFileTest, RefusesWhatIsNoKeyAndChangesNothing) {
  std::ofstream(path_) << "hello";
  chmod(path_.c_str(), 0600);
  EXPECT_THAT(LoadOrMakeKey(path_).status().message(), HasSubstr("holds no Ed25519 private key"));
  std::string text;
  std::ifstream(path_) >> text;
  EXPECT_EQ(text, "hello");
  EXPECT_FALSE(LoadOrMakeKey(folder_).ok());
  EXPECT_FALSE(LoadOrMakeKey(folder_ + "/missing/certificate.key").ok());
}

TEST_F(KeyFileTest, ASecretFollowsTheSameRules) {
  const auto made = LoadOrMakeSecret(path_);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(Mode(), 0600u);
  const auto read = LoadOrMakeSecret(path_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->ToBase64(), made->ToBase64());
  std::string text;
  std::ifstream(path_) >> text;
  EXPECT_EQ(text, made->ToBase64());
  EXPECT_FALSE(LoadOrMakeKey(path_).ok());
  ASSERT_EQ(chmod(path_.c_str(), 0640), 0);
  EXPECT_THAT(LoadOrMakeSecret(path_).status().message(), HasSubstr("chmod 600"));
  ASSERT_EQ(chmod(path_.c_str(), 0600), 0);
  std::ofstream(path_) << "too short";
  EXPECT_THAT(LoadOrMakeSecret(path_).status().message(), HasSubstr("32 bytes in base64"));
}

}  // namespace
}  // namespace tarazy::server
