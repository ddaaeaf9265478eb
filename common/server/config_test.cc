#include "common/server/config.h"

#include <gtest/gtest.h>

#include <fstream>

namespace tarazy::server {
namespace {

TEST(ConfigTest, FlagWinsOverEnvironmentOverFileOverDefault) {
  config::v1::Config config;
  ASSERT_TRUE(MergeYaml("grpc: a:1\nhttp: a:2\nlimits: {max_message_bytes: 5}\n", &config).ok());
  EXPECT_EQ(config.limits().max_message_bytes(), 5);
  const auto merged = LoadConfig({.grpc = "flag:1"}, {{"TARAZY_GRPC", "env:1"},
                                                      {"TARAZY_HTTP", "env:2"},
                                                      {"TARAZY_LIMITS_MAX_MESSAGE_BYTES", "7"},
                                                      {"TARAZY_PEERS", "registry=h:1"},
                                                      {"TARAZY_SERVER", "not ours"}});
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(merged->grpc(), "flag:1");
  EXPECT_EQ(merged->http(), "env:2");
  EXPECT_EQ(merged->limits().max_message_bytes(), 7);
  EXPECT_EQ(merged->peers().at("registry"), "h:1");
  EXPECT_EQ(merged->data(), "./var");
  EXPECT_EQ(merged->database(), "sqlite:./var");
  EXPECT_EQ(merged->certificates().key_file(), "./var/certificate.key");
  EXPECT_EQ(merged->limits().max_evidence_bytes(), 32 << 20);
  EXPECT_EQ(merged->limits().max_institution_evidence_bytes(), int64_t{2} << 30);
}

TEST(ConfigTest, UnknownKeysAreRefusedByName) {
  config::v1::Config config;
  const absl::Status file = MergeYaml("grcp: a:1\n", &config);
  EXPECT_NE(file.message().find("grcp"), absl::string_view::npos) << file;
  const auto env = LoadConfig({}, {{"TARAZY_GRCP", "a:1"}});
  EXPECT_NE(env.status().message().find("TARAZY_GRCP"), absl::string_view::npos);
}

TEST(ConfigTest, TypesAreChecked) {
  config::v1::Config config;
  EXPECT_TRUE(MergeYaml("drain_timeout: 1.5s\nlog: {level: warn}\n", &config).ok());
  EXPECT_EQ(config.drain_timeout().nanos(), 500'000'000);
  EXPECT_FALSE(MergeYaml("limits: {max_message_bytes: many}\n", &config).ok());
  EXPECT_FALSE(MergeYaml("limits: 3\n", &config).ok());
  EXPECT_FALSE(MergeYaml("grpc: a\ngrpc: b\n", &config).ok());
  EXPECT_FALSE(MergeYaml("[1, 2]", &config).ok());
  EXPECT_FALSE(MergeYaml("{", &config).ok());
}

TEST(ConfigTest, RedisMayComeFromAFile) {
  const std::string path = ::testing::TempDir() + "redis-url";
  std::ofstream(path) << "redis://:secret@cache:6379/1\n";
  const std::map<std::string, std::string> environment = {{"TARAZY_REDIS_FILE", path},
                                                          {"TARAZY_REDIS", "redis://other"},
                                                          {"TARAZY_CACHE_L1_BYTES", "1000"}};
  const auto config = LoadConfig({}, environment);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->redis(), "redis://:secret@cache:6379/1");
  EXPECT_EQ(config->cache().l1_bytes(), 1000);
  EXPECT_EQ(LoadConfig({.redis = "redis://flag"}, environment)->redis(), "redis://flag");
  EXPECT_FALSE(LoadConfig({}, {{"TARAZY_REDIS_FILE", path + ".missing"}}).ok());
  EXPECT_EQ(LoadConfig({}, {})->redis(), "");
  EXPECT_EQ(LoadConfig({}, {})->log().slow_call().seconds(), 1);
}

TEST(ConfigTest, AServicesDataMayLieElsewhere) {
  const std::string path = ::testing::TempDir() + "roll-url";
  std::ofstream(path) << "postgresql://roll:secret@db/tarazy\n";
  config::v1::Config yaml;
  ASSERT_TRUE(MergeYaml("database_files: {a_roll: /run/a, a_box: /run/b}", &yaml).ok());
  EXPECT_EQ(yaml.database_files().at("a_box"), "/run/b");
  const auto config =
      LoadConfig({}, {{"TARAZY_DATABASE_FILES", "a_roll=" + path + ",a_box=/missing"}});
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(*DatabaseUrl(*config, "a_roll"), "postgresql://roll:secret@db/tarazy");
  EXPECT_EQ(*DatabaseUrl(*config, "another"), "sqlite:./var");
  EXPECT_FALSE(DatabaseUrl(*config, "a_box").ok());
  EXPECT_EQ(config->invitations().key_file(), "./var/invitations.key");
}

TEST(ConfigTest, PeerNeedsAnAddress) { EXPECT_FALSE(LoadConfig({.peers = {"registry"}}, {}).ok()); }

}  // namespace
}  // namespace tarazy::server
