// preliminary, object, objections, resolve-objection, and what else the workflow brought.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

using ObjectionTest = CommandTest;

TEST_F(ObjectionTest, PreliminaryOpensTheWindow) {
  ASSERT_EQ(Tarazy({"ranking", "preliminary", "r/1", "--until", "2026-12-01T09:00:00+05:00",
                    "--etag", "v1", "--request-id", "q1", "--validate-only"}),
            0)
      << err_;
  const auto& release = server_.objections.release;
  EXPECT_EQ(release.name(), "rankings/r/editions/1");
  EXPECT_EQ(release.etag(), "v1");
  EXPECT_EQ(release.request_id(), "q1");
  EXPECT_TRUE(release.validate_only());
  const auto edition = json::parse(out_);
  EXPECT_EQ(edition["state"], "preliminary");
  EXPECT_EQ(edition["objections_until_time"], "2026-12-01T04:00:00Z");
}

TEST_F(ObjectionTest, EditionsShowHowLongObjectionsAreTaken) {
  ASSERT_EQ(Tarazy({"ranking", "editions", "r", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("objections_until_time"), HasSubstr("preliminary"),
                          HasSubstr("2027-01-15T08:00:00Z")));
}

TEST_F(ObjectionTest, ObjectSendsReasonAndEvidence) {
  ASSERT_EQ(Tarazy({"ranking", "object", "r/latest", "institutions/ektu", "--reason", "2 patents",
                    "--evidence", "evidence/ab", "--request-id", "q2"}),
            0)
      << err_;
  const auto& objection = server_.objections.objection;
  EXPECT_EQ(objection.parent(), "rankings/r/editions/2");
  EXPECT_EQ(objection.unit(), "ektu");
  EXPECT_EQ(objection.reason(), "2 patents");
  EXPECT_EQ(objection.evidence(), "evidence/ab");
  EXPECT_EQ(objection.request_id(), "q2");
  EXPECT_FALSE(objection.validate_only());
  EXPECT_EQ(json::parse(out_)["number"], 4);
  EXPECT_EQ(json::parse(out_)["state"], "open");
}

TEST_F(ObjectionTest, AnObjectionThatWasOnlyCheckedHasNoNumber) {
  ASSERT_EQ(Tarazy({"ranking", "object", "r/1", "ektu", "--reason", "x", "--validate-only"}), 0)
      << err_;
  EXPECT_TRUE(server_.objections.objection.validate_only());
  EXPECT_EQ(json::parse(out_)["number"], json());
}

TEST_F(ObjectionTest, AClosedWindowIsARefusal) {
  EXPECT_EQ(Tarazy({"ranking", "object", "closed/1", "ektu", "--reason", "x"}), 1);
  EXPECT_EQ(err_, "error: objections ended on 2026-11-01\n  reason: OBJECTION_WINDOW\n");
}

TEST_F(ObjectionTest, ObjectionsAreNumberedAsResolveTakesThem) {
  ASSERT_EQ(Tarazy({"ranking", "objections", "r/2", "--output", "csv"}), 0) << err_;
  EXPECT_EQ(out_,
            "objection,number,unit,state,reason,evidence,resolution,create_time,resolve_time,"
            "created_by,resolved_by\r\n"
            "rankings/r/editions/2/objections/1,1,ektu,upheld,two patents are missing,,,,,,\r\n"
            "rankings/r/editions/2/objections/2,2,ektu,open,two patents are missing,,,,,,\r\n");
  ASSERT_EQ(Tarazy({"ranking", "objections", "r/2", "--page-token", "second"}), 0);
  EXPECT_EQ(json::parse(out_).size(), 1u);
}

TEST_F(ObjectionTest, ResolveUpholdsOrDismisses) {
  ASSERT_EQ(Tarazy({"ranking", "resolve-objection", "r/2", "1", "--uphold", "--reason", "right",
                    "--request-id", "q3", "--validate-only"}),
            0)
      << err_;
  const auto& resolve = server_.objections.resolve;
  EXPECT_EQ(resolve.name(), "rankings/r/editions/2/objections/1");
  EXPECT_EQ(resolve.state(), rankings::v1::OBJECTION_STATE_UPHELD);
  EXPECT_EQ(resolve.reason(), "right");
  EXPECT_EQ(resolve.request_id(), "q3");
  EXPECT_TRUE(resolve.validate_only());
  ASSERT_EQ(Tarazy({"ranking", "resolve-objection", "r/2", "7", "--dismiss", "--reason", "no"}), 0)
      << err_;
  EXPECT_EQ(resolve.name(), "rankings/r/editions/2/objections/7");
  EXPECT_EQ(resolve.state(), rankings::v1::OBJECTION_STATE_DISMISSED);
  EXPECT_EQ(json::parse(out_)["resolution"], "no");
}

TEST_F(ObjectionTest, WrongUsageIsExitTwo) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"ranking", "preliminary", "r/1"},
           {"ranking", "preliminary", "r/1", "--until", "01.12.2026"},
           {"ranking", "preliminary", "r/1", "--until", "30d"},
           {"ranking", "preliminary", "r", "--until", "2026-12-01"},
           {"ranking", "object", "r/1", "ektu"},
           {"ranking", "object", "r/1", "--reason", "x"},
           {"ranking", "objections", "r"},
           {"ranking", "resolve-objection", "r/1", "0", "--uphold", "--reason", "x"},
           {"ranking", "resolve-objection", "r/1", "one", "--uphold", "--reason", "x"},
           {"ranking", "resolve-objection", "r/1", "1", "--uphold"}}) {
    EXPECT_EQ(Tarazy(arguments), 2) << testing::PrintToString(arguments);
    EXPECT_THAT(err_, testing::StartsWith("error: "));
  }
  for (const std::vector<std::string>& choice :
       std::vector<std::vector<std::string>>{{}, {"--uphold", "--dismiss"}}) {
    std::vector<std::string> arguments = {"ranking", "resolve-objection", "r/1",
                                          "1",       "--reason",          "x"};
    arguments.insert(arguments.end(), choice.begin(), choice.end());
    EXPECT_EQ(Tarazy(arguments), 2);
    EXPECT_EQ(err_, "error: give exactly one of --uphold, --dismiss\n");
  }
}

TEST_F(ObjectionTest, ARankingKnowsTheCycleBefore) {
  ASSERT_EQ(Tarazy({"ranking", "create", "r", "--methodology", "m", "--year", "2026", "--previous",
                    "iqaa-2025"}),
            0)
      << err_;
  EXPECT_EQ(json::parse(out_)["previous"], "rankings/iqaa-2025");
  ASSERT_EQ(Tarazy({"ranking", "create", "r", "--methodology", "m", "--year", "2026"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)["previous"], json());
}

TEST_F(ObjectionTest, ATokenOfAnyRoleMaySayWhereItsHolderWorks) {
  ASSERT_EQ(Tarazy({"token", "create", "--role", "verifier", "--institution", "ektu"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)["role"], "verifier");
  EXPECT_EQ(json::parse(out_)["institution"], "ektu");
  ASSERT_EQ(Tarazy({"token", "create", "--role", "verifier"}), 0) << err_;
  EXPECT_EQ(json::parse(out_)["institution"], json());
}

}  // namespace
}  // namespace tarazy::cli
