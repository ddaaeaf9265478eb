// framework put, get, list and the offline lint.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

using FrameworkTest = CommandTest;

constexpr char kFramework[] = R"(
id: small
title: {en: Small, ru: Малая, kk: Шағын}
issuer: Agency
valid_from: "2021-01-05"
language: en
scale:
  - {id: met, title: {en: Met, ru: Да, kk: Иә}, meaning: met, rank: 0}
  - {id: failed, title: {en: Failed, ru: Нет, kk: Жоқ}, meaning: failed, rank: 1}
standards:
  - code: "1"
    title: {en: Aims, ru: Цели, kk: Мақсаттар}
    criteria:
      - {code: "1.1", text: {en: Has aims, ru: Есть цели, kk: Мақсаты бар}}
      - {code: "1.2", text: {en: Reviews them, ru: Пересматривает, kk: Қайта қарайды}}
)";

TEST_F(FrameworkTest, PutSendsTheFileAndShowsWhatTheLintSays) {
  const std::string file = File("framework.yaml", "id: x\n");
  ASSERT_EQ(Tarazy({"framework", "put", file, "--request-id", "q1", "--validate-only"}), 0) << err_;
  EXPECT_EQ(server_.frameworks.create.source(), "id: x\n");
  EXPECT_EQ(server_.frameworks.create.request_id(), "q1");
  EXPECT_TRUE(server_.frameworks.create.validate_only());
  const json framework = json::parse(out_);
  EXPECT_EQ(framework["framework"], "frameworks/iaar-joint/versions/1");
  EXPECT_EQ(framework["standards"], 1);
  EXPECT_EQ(framework["criteria"], 2);
  EXPECT_EQ(framework["findings"][0]["severity"], "warning");
  EXPECT_EQ(framework["findings"][0]["node"], "6.1.1");
}

TEST_F(FrameworkTest, GetIsWholeAsJsonAndTheFileOnRequest) {
  ASSERT_EQ(Tarazy({"framework", "get", "iaar-joint@3"}), 0) << err_;
  EXPECT_EQ(server_.frameworks.get.name(), "frameworks/iaar-joint/versions/3");
  const json framework = json::parse(out_);
  EXPECT_EQ(framework["standards"][0]["criteria"][1]["code"], "6.1.2");
  EXPECT_EQ(framework["scale"][0]["meaning"], "strength");
  EXPECT_EQ(framework["scale"][0]["rank"], 0);
  ASSERT_EQ(Tarazy({"framework", "get", "iaar-joint", "--source"}), 0) << err_;
  EXPECT_EQ(server_.frameworks.get.name(), "frameworks/iaar-joint/versions/0");
  EXPECT_EQ(out_, "id: iaar-joint\n");
  ASSERT_EQ(Tarazy({"framework", "get", "iaar-joint", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("6.1              2"));
  EXPECT_EQ(Tarazy({"framework", "get", "iaar-joint@x"}), 2);
  EXPECT_EQ(Tarazy({"framework", "get", "frameworks/iaar-joint"}), 2);
}

TEST_F(FrameworkTest, ListHasAllVersions) {
  ASSERT_EQ(Tarazy({"framework", "list"}), 0) << err_;
  EXPECT_EQ(json::parse(out_).size(), 2u);
  ASSERT_EQ(Tarazy({"framework", "list", "--page-size", "1"}), 0) << err_;
  EXPECT_EQ(err_, "next page: second\n");
}

TEST_F(FrameworkTest, LintNeedsNoServer) {
  EXPECT_EQ(Plain({"tarazy", "framework", "lint", File("good.yaml", kFramework)}), 0)
      << out_ << err_;
  for (const json& finding : json::parse(out_)) EXPECT_EQ(finding["severity"], "warning") << out_;
}

TEST_F(FrameworkTest, LintNamesErrorsUntilTheyAreAcknowledged) {
  std::string alike = kFramework;
  alike.replace(alike.find("{en: Failed"), 11, "{en: Met");
  EXPECT_EQ(Plain({"tarazy", "framework", "lint", File("alike.yaml", alike)}), 1) << out_;
  const json finding = json::parse(out_)[0];
  EXPECT_EQ(finding["severity"], "error");
  EXPECT_EQ(finding["rule"], "duplicate_mark_title");
  EXPECT_EQ(finding["node"], "failed");
  EXPECT_EQ(finding["acknowledged"], false);
  EXPECT_THAT(err_, HasSubstr("has 1 error not acknowledged"));
  alike += "acknowledge: [{rule: duplicate_mark_title, node: failed, reason: as published}]\n";
  EXPECT_EQ(Plain({"tarazy", "framework", "lint", File("known.yaml", alike)}), 0) << out_;
  EXPECT_EQ(json::parse(out_)[0]["acknowledged"], true);
  EXPECT_EQ(json::parse(out_)[0]["reason"], "as published");
}

TEST_F(FrameworkTest, LintNamesWhatTheContractRefusesWithItsLine) {
  std::string broken = kFramework;
  broken.replace(broken.find("meaning: met"), 12, "meaning: nil");
  EXPECT_EQ(Plain({"tarazy", "framework", "lint", File("broken.yaml", broken)}), 1);
  const json findings = json::parse(out_);
  EXPECT_EQ(findings[0]["rule"], "contract");
  EXPECT_EQ(findings[0]["severity"], "error");
  EXPECT_EQ(findings[0]["node"], "scale[0].meaning");
  EXPECT_THAT(std::string(findings[0]["message"]), HasSubstr("line 8"));
  EXPECT_THAT(err_, HasSubstr("1 error not acknowledged"));
}

TEST_F(FrameworkTest, AFileThatIsNotThereIsWrongUsage) {
  EXPECT_EQ(Plain({"tarazy", "framework", "lint", "/nowhere.yaml"}), 2);
  EXPECT_EQ(Tarazy({"framework", "put", File("latin.yaml", "id: \xff\n")}), 2);
  EXPECT_THAT(err_, HasSubstr("is not UTF-8"));
}

}  // namespace
}  // namespace tarazy::cli
