// template, submit, submissions, check, and what import says about whose values and how far.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class SubmissionTest : public CommandTest {
 protected:
  static std::string Content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
};

TEST_F(SubmissionTest, TemplateReplacesTheFileByTheWorkbook) {
  const std::string path = File("template.xlsx", "the one of last year");
  ASSERT_EQ(Tarazy({"ranking", "template", "iqaa-2026", "--institution", "ektu", path}), 0) << err_;
  EXPECT_EQ(server_.submissions.asked_template.ranking(), "rankings/iqaa-2026");
  EXPECT_EQ(server_.submissions.asked_template.institution(), "institutions/ektu");
  EXPECT_EQ(Content(path), server_.submissions.workbook);
  EXPECT_EQ(json::parse(out_), (json{{"file", path}, {"bytes", 15}}));
}

TEST_F(SubmissionTest, TemplateLeavesTheInstitutionToTheServer) {
  ASSERT_EQ(Tarazy({"ranking", "template", "iqaa-2026", File("own.xlsx", "")}), 0) << err_;
  EXPECT_EQ(server_.submissions.asked_template.institution(), "");
}

TEST_F(SubmissionTest, TemplateThatFailsLeavesTheFileAsItWas) {
  const std::string path = File("kept.xlsx", "filled already");
  EXPECT_EQ(Tarazy({"ranking", "template", "r", "--institution", "unknown", path}), 1);
  EXPECT_THAT(err_, HasSubstr("reason: NOT_FOUND"));
  EXPECT_EQ(Tarazy({"ranking", "template", "r", "--institution", "empty", path}), 1);
  EXPECT_THAT(err_, HasSubstr("empty workbook"));
  EXPECT_EQ(Content(path), "filled already");
  EXPECT_EQ(Tarazy({"ranking", "template", "r", "/nonexistent/t.xlsx"}), 2);
  EXPECT_EQ(err_, "error: cannot write /nonexistent/t.xlsx: No such file or directory\n");
  EXPECT_EQ(out_, "");
}

TEST_F(SubmissionTest, SubmitHandsInOneInstitutionsDrafts) {
  ASSERT_EQ(Tarazy({"ranking", "submit", "rankings/r", "--institution", "institutions/ektu",
                    "--validate-only", "--request-id", "q1"}),
            0)
      << err_;
  const auto& submit = server_.submissions.submit;
  EXPECT_EQ(submit.ranking(), "rankings/r");
  EXPECT_EQ(submit.institution(), "institutions/ektu");
  EXPECT_EQ(submit.request_id(), "q1");
  EXPECT_TRUE(submit.validate_only());
  EXPECT_EQ(json::parse(out_), (json{{"revision", 17}, {"cells", 3}}));
  ASSERT_EQ(Tarazy({"ranking", "submit", "r"}), 0) << err_;
  EXPECT_EQ(submit.institution(), "");
  EXPECT_FALSE(submit.validate_only());
}

TEST_F(SubmissionTest, SubmissionsShowEveryCountOnAllPages) {
  ASSERT_EQ(Tarazy({"ranking", "submissions", "r", "--output", "csv"}), 0) << err_;
  EXPECT_EQ(out_,
            "institution,units,expected,drafts,submitted,disputed,answered,verified,rejected\r\n"
            "ektu,1,28,2,3,4,5,6,7\r\n"
            "kaznu,1,28,2,3,4,5,6,7\r\n");
  ASSERT_EQ(Tarazy({"ranking", "submissions", "r", "--page-size", "1"}), 0);
  EXPECT_EQ(json::parse(out_).size(), 1u);
  EXPECT_EQ(err_, "next page: second\n");
}

TEST_F(SubmissionTest, CheckShowsWhatTheServerFoundWithoutRounding) {
  ASSERT_EQ(Tarazy({"ranking", "check", "r", "programmes/ektu", "--output", "csv"}), 0) << err_;
  EXPECT_EQ(server_.submissions.checked.parent(), "rankings/r");
  EXPECT_EQ(server_.submissions.checked.unit(), "ektu");
  const std::string rest =
      ",ektu,students,0.3333333333333333,institution,0.25,rankings/iqaa-2025,"
      "0.3333 moved from 0.25\r\n";
  EXPECT_EQ(out_, "rule,unit,variable,value,origin,reference,reference_origin,message\r\noutlier" +
                      rest + "source_discrepancy" + rest);
  ASSERT_EQ(Tarazy({"ranking", "check", "r"}), 0) << err_;
  EXPECT_EQ(server_.submissions.checked.unit(), "");
}

TEST_F(SubmissionTest, ACheckThatBreaksOffShowsNothing) {
  EXPECT_EQ(Tarazy({"ranking", "check", "broken"}), 1);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, HasSubstr("the database went away"));
}

TEST_F(SubmissionTest, ImportLeavesTheStateToTheServerUnlessItIsSaid) {
  const std::string file = File("values.csv", "institution,students\nektu,1\n");
  ASSERT_EQ(Tarazy({"ranking", "import", "r", file, "--origin", "ministry"}), 0) << err_;
  EXPECT_EQ(server_.rankings.header.state(), rankings::v1::VALUE_STATE_UNSPECIFIED);
  EXPECT_EQ(server_.rankings.header.origin(), "ministry");
  ASSERT_EQ(Tarazy({"ranking", "import", "r", file, "--state", "submitted"}), 0) << err_;
  EXPECT_EQ(server_.rankings.header.state(), rankings::v1::VALUE_STATE_SUBMITTED);
  EXPECT_EQ(server_.rankings.header.origin(), "");
}

}  // namespace
}  // namespace tarazy::cli
