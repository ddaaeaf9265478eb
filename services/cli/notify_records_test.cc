// tarazy notify topic | template | recipient: records from files of one or many documents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

using NotifyRecordsTest = CommandTest;

constexpr char kTopic[] =
    "id: finding-due\n"
    "title: {en: Findings, ru: Замечания, kk: Ескертулер}\n"
    "template: finding-due\n"
    "channels: [email, inbox]\n"
    "audience: [{role: institution, concerned: true}]\n";

constexpr char kTwoRecipients[] =
    "# Offices\n"
    "---\n"
    "id: rector\n"
    "title: Rector's office\n"
    "role: institution\n"
    "---   # the next\n"
    "id: dean\n"
    "title: >-\n"
    "  A dean\n"
    "role: institution\n"
    "---\n";

TEST_F(NotifyRecordsTest, EveryDocumentOfAFileIsStoredInItsOrder) {
  ASSERT_EQ(Tarazy({"notify", "recipient", "put", File("offices.yaml", kTwoRecipients),
                    "--request-id", "q"}),
            0)
      << err_;
  ASSERT_EQ(server_.recipients.put.size(), 2);
  EXPECT_EQ(server_.recipients.put[0].recipient().id(), "rector");
  EXPECT_EQ(server_.recipients.put[0].request_id(), "q.1");
  EXPECT_EQ(server_.recipients.put[1].recipient().id(), "dean");
  EXPECT_EQ(server_.recipients.put[1].request_id(), "q.2");
  EXPECT_EQ(json::parse(out_)[1]["id"], "dean");
}

TEST_F(NotifyRecordsTest, AFaultInAnyDocumentSendsNoneAndNamesTheFilesLine) {
  const std::string text =
      "id: rector\ntitle: Rector\nrole: institution\n---\nid: dean\ntitel: Dean\n";
  ASSERT_EQ(Tarazy({"notify", "recipient", "put", File("offices.yaml", text)}), 1);
  EXPECT_TRUE(server_.recipients.put.empty());
  EXPECT_THAT(err_, HasSubstr("line 6"));
  EXPECT_THAT(err_, HasSubstr("titel"));
}

TEST_F(NotifyRecordsTest, AFileOfCommentsIsEmpty) {
  EXPECT_EQ(Tarazy({"notify", "topic", "put", File("none.yaml", "# nothing\n---\n\n")}), 2);
  EXPECT_THAT(err_, HasSubstr("is empty"));
}

TEST_F(NotifyRecordsTest, TheOnlyDocumentKeepsItsRequestIdAndIsPrintedAlone) {
  const std::string file = File("topic.yaml", kTopic);
  ASSERT_EQ(Tarazy({"notify", "topic", "put", file, "--etag", "7", "--request-id", "q",
                    "--validate-only"}),
            0)
      << err_;
  ASSERT_EQ(server_.topics.put.size(), 1);
  EXPECT_EQ(server_.topics.put[0].request_id(), "q");
  EXPECT_EQ(server_.topics.put[0].topic().etag(), "7");
  EXPECT_TRUE(server_.topics.put[0].validate_only());
  const json topic = json::parse(out_);
  EXPECT_EQ(topic["etag"], "8");
  EXPECT_EQ(topic["channels"], json({"email", "inbox"}));
  EXPECT_EQ(topic["audience"][0]["role"], "institution");
}

TEST_F(NotifyRecordsTest, AChangeNeedsTheEtagOrForce) {
  const std::string file = File("topic.yaml", kTopic);
  EXPECT_EQ(Tarazy({"notify", "topic", "put", file}), 1);
  EXPECT_THAT(err_, HasSubstr("STALE_ETAG"));
  ASSERT_EQ(Tarazy({"notify", "topic", "put", file, "--force"}), 0) << err_;
  EXPECT_EQ(server_.topics.put.back().topic().etag(), "7");
  const std::string named = File("etag.yaml", std::string(kTopic) + "etag: \"7\"\n");
  ASSERT_EQ(Tarazy({"notify", "topic", "put", named}), 0) << err_;
  EXPECT_EQ(Tarazy({"notify", "topic", "put", file, "--force", "--etag", "7"}), 2);
  EXPECT_EQ(Tarazy({"notify", "topic", "put", file, "--force", "--request-id", "q"}), 2);
}

TEST_F(NotifyRecordsTest, ForceStoresWhatIsNotThereYet) {
  std::string text = kTopic;
  text.replace(text.find("finding-due"), 11, "new-topic");
  ASSERT_EQ(Tarazy({"notify", "topic", "put", File("new.yaml", text), "--force"}), 0) << err_;
  EXPECT_EQ(server_.topics.put.back().topic().etag(), "");
}

TEST_F(NotifyRecordsTest, ARefusalLeavesWhatIsStoredBeforeIt) {
  std::string text = kTopic;
  text.replace(text.find("finding-due"), 11, "new-topic");
  const std::string file = File("two.yaml", text + "---\n" + kTopic + "---\n" + text);
  ASSERT_EQ(Tarazy({"notify", "topic", "put", file}), 1);
  EXPECT_EQ(server_.topics.put.size(), 2);
  EXPECT_EQ(json::parse(out_)[0]["id"], "new-topic");
  EXPECT_THAT(err_, HasSubstr("document 2 of 3 was refused; those before it are stored"));
  EXPECT_EQ(Tarazy({"notify", "topic", "put", file, "--etag", "7"}), 2);
}

TEST_F(NotifyRecordsTest, WhatGetPrintsIsAFileForPut) {
  ASSERT_EQ(Tarazy({"notify", "topic", "get", "finding-due"}), 0) << err_;
  json topic = json::parse(out_);
  EXPECT_EQ(topic["ladder"][0]["days"], -30);
  topic["template"] = "finding-due";
  topic["title"]["ru"] = topic["title"]["kk"] = "x";
  ASSERT_EQ(Tarazy({"notify", "topic", "put", File("topic.json", topic.dump())}), 0) << err_;
  EXPECT_EQ(server_.topics.put.back().topic().etag(), "7");
  EXPECT_EQ(Tarazy({"notify", "topic", "get", "unknown"}), 1);
}

constexpr char kTemplate[] =
    "id: finding-due\n"
    "subject: {en: Due, ru: Срок, kk: Мерзім}\n"
    "text: {en: Due, ru: Срок, kk: Мерзім}\n";

TEST_F(NotifyRecordsTest, TemplatesArePreviewedFromTheServerOrAFile) {
  const std::string file = File("finding.yaml", kTemplate);
  ASSERT_EQ(Tarazy({"notify", "template", "put", file}), 0) << err_;
  EXPECT_EQ(json::parse(out_)["name"], "templates/finding-due/versions/1");
  ASSERT_EQ(Tarazy({"notify", "template", "preview", "finding-due@2", "--lang", "ru"}), 0) << err_;
  EXPECT_EQ(server_.topics.preview.name(), "templates/finding-due/versions/2");
  EXPECT_EQ(server_.topics.preview.language(), "ru");
  EXPECT_FALSE(server_.topics.preview.has_template_());
  EXPECT_EQ(json::parse(out_)[0]["text"], "First line\nsecond\x1b[2J line");
  ASSERT_EQ(Tarazy({"notify", "template", "preview", file, "--output", "table"}), 0) << err_;
  EXPECT_EQ(server_.topics.preview.name(), "");
  EXPECT_EQ(server_.topics.preview.template_().id(), "finding-due");
  EXPECT_THAT(out_, HasSubstr("[kk] Due\n\nFirst line\nsecond"));
  EXPECT_EQ(out_.find('\x1b'), std::string::npos);
  EXPECT_EQ(Tarazy({"notify", "template", "preview", "./none.yaml"}), 2);
  EXPECT_EQ(Tarazy({"notify", "template", "preview", "finding-due", "--lang", "de"}), 2);
}

}  // namespace
}  // namespace tarazy::cli
