// verify-values, dispute, answer, settle, values: what becomes of a value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using ValueTest = CommandTest;

TEST_F(ValueTest, VerifySendsTheVariablesThatAreNamed) {
  ASSERT_EQ(
      Tarazy({"ranking", "verify-values", "r", "institutions/ektu", "students", "staff", "--origin",
              "ministry", "--etag", "r17", "--request-id", "q1", "--validate-only"}),
      0)
      << err_;
  const auto& verify = server_.submissions.verify;
  EXPECT_EQ(verify.ranking(), "rankings/r");
  EXPECT_EQ(verify.unit(), "ektu");
  EXPECT_THAT(verify.variables(), ElementsAre("students", "staff"));
  EXPECT_EQ(verify.origin(), "ministry");
  EXPECT_EQ(verify.etag(), "r17");
  EXPECT_EQ(verify.request_id(), "q1");
  EXPECT_TRUE(verify.validate_only());
  EXPECT_EQ(json::parse(out_), (json{{"revision", 17}, {"cells", 3}}));
}

TEST_F(ValueTest, VerifyWithoutVariablesMeansAll) {
  ASSERT_EQ(Tarazy({"ranking", "verify-values", "r", "ektu"}), 0) << err_;
  EXPECT_THAT(server_.submissions.verify.variables(), IsEmpty());
  EXPECT_FALSE(server_.submissions.verify.validate_only());
}

TEST_F(ValueTest, VerifyOfWhatHasChangedIsRefused) {
  EXPECT_EQ(Tarazy({"ranking", "verify-values", "r", "ektu", "--etag", "r1"}), 1);
  EXPECT_EQ(err_,
            "error: ektu has newer values; read them again\n"
            "  reason: STALE_ETAG\n"
            "  etag: is \"r2\"\n");
}

TEST_F(ValueTest, DisputeSendsItsReason) {
  ASSERT_EQ(Tarazy({"ranking", "dispute", "r", "ektu", "students", "--reason", "-5 [of], whom?",
                    "--origin", "ministry", "--etag", "r2", "--request-id", "q2"}),
            0)
      << err_;
  const auto& dispute = server_.submissions.dispute;
  EXPECT_EQ(dispute.ranking(), "rankings/r");
  EXPECT_EQ(dispute.unit(), "ektu");
  EXPECT_THAT(dispute.variables(), ElementsAre("students"));
  EXPECT_EQ(dispute.reason(), "-5 [of], whom?");
  EXPECT_EQ(dispute.origin(), "ministry");
  EXPECT_EQ(dispute.etag(), "r2");
  EXPECT_EQ(dispute.request_id(), "q2");
  EXPECT_EQ(json::parse(out_)["cells"], 3);
}

TEST_F(ValueTest, AnAnswerMayCorrectTheValue) {
  ASSERT_EQ(Tarazy({"ranking", "answer", "r", "ektu", "balance", "--statement", "a typing error",
                    "--value", "-1.5", "--source", "form 3", "--evidence", "evidence/ab", "--etag",
                    "r3", "--request-id", "q3", "--validate-only"}),
            0)
      << err_;
  const auto& answer = server_.submissions.answer;
  EXPECT_EQ(answer.ranking(), "rankings/r");
  EXPECT_EQ(answer.unit(), "ektu");
  EXPECT_EQ(answer.variable(), "balance");
  EXPECT_EQ(answer.statement(), "a typing error");
  EXPECT_EQ(answer.value(), -1.5);
  EXPECT_EQ(answer.source(), "form 3");
  EXPECT_EQ(answer.evidence(), "evidence/ab");
  EXPECT_EQ(answer.etag(), "r3");
  EXPECT_EQ(answer.request_id(), "q3");
  EXPECT_TRUE(answer.validate_only());
  const auto shown = json::parse(out_);
  EXPECT_EQ(shown["state"], "answered");
  EXPECT_EQ(shown["act"], "answer");
  EXPECT_EQ(shown["value"], -1.5);
  EXPECT_EQ(shown["reason"], "a typing error");
}

TEST_F(ValueTest, AnAnswerWithoutValueStandsByIt) {
  ASSERT_EQ(Tarazy({"ranking", "answer", "r", "ektu", "students", "--statement", "as stated"}), 0)
      << err_;
  EXPECT_FALSE(server_.submissions.answer.has_value());
}

TEST_F(ValueTest, SettleSaysWhichOfTheThree) {
  const std::vector<std::string> settle = {"ranking",  "settle",   "r",     "ektu",
                                           "students", "--reason", "form 3"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), settle.begin(), settle.end());
    return Tarazy(more);
  };
  const auto& sent = server_.submissions.settle;
  ASSERT_EQ(with({"--accept"}), 0) << err_;
  EXPECT_EQ(sent.settlement(), rankings::v1::SETTLEMENT_ACCEPT);
  EXPECT_FALSE(sent.has_value());
  ASSERT_EQ(with({"--reject"}), 0) << err_;
  EXPECT_EQ(sent.settlement(), rankings::v1::SETTLEMENT_REJECT);
  EXPECT_FALSE(sent.has_value());
  ASSERT_EQ(with({"--correct", "0", "--origin", "ministry", "--source", "register", "--evidence",
                  "p. 4", "--etag", "r4", "--request-id", "q4", "--validate-only"}),
            0)
      << err_;
  EXPECT_EQ(sent.settlement(), rankings::v1::SETTLEMENT_CORRECT);
  EXPECT_TRUE(sent.has_value());
  EXPECT_EQ(sent.value(), 0);
  EXPECT_EQ(sent.ranking(), "rankings/r");
  EXPECT_EQ(sent.unit(), "ektu");
  EXPECT_EQ(sent.variable(), "students");
  EXPECT_EQ(sent.reason(), "form 3");
  EXPECT_EQ(sent.origin(), "ministry");
  EXPECT_EQ(sent.source(), "register");
  EXPECT_EQ(sent.evidence(), "p. 4");
  EXPECT_EQ(sent.etag(), "r4");
  EXPECT_EQ(sent.request_id(), "q4");
  EXPECT_TRUE(sent.validate_only());
  EXPECT_EQ(json::parse(out_)["state"], "verified");
}

TEST_F(ValueTest, WhoDisputedDoesNotSettle) {
  EXPECT_EQ(Tarazy({"ranking", "settle", "r", "mine", "x", "--accept", "--reason", "y"}), 1);
  EXPECT_THAT(err_, HasSubstr("reason: SECOND_PERSON_NEEDED"));
}

TEST_F(ValueTest, SettleTakesExactlyOneOfTheThree) {
  for (const std::vector<std::string>& choice :
       std::vector<std::vector<std::string>>{{},
                                             {"--accept", "--reject"},
                                             {"--accept", "--correct", "1"},
                                             {"--correct", "1", "--reject"},
                                             {"--accept", "--correct", "1", "--reject"}}) {
    std::vector<std::string> arguments = {"ranking",  "settle",   "r", "ektu",
                                          "students", "--reason", "y"};
    arguments.insert(arguments.end(), choice.begin(), choice.end());
    EXPECT_EQ(Tarazy(arguments), 2) << testing::PrintToString(choice);
    EXPECT_EQ(err_, "error: give exactly one of --accept, --correct, --reject\n");
  }
  EXPECT_EQ(server_.submissions.settle.ranking(), "") << "the server was asked";
}

TEST_F(ValueTest, AValueIsADecimalWithAPoint) {
  EXPECT_EQ(Tarazy({"ranking", "settle", "r", "ektu", "x", "--reason", "y", "--correct", "1,5"}),
            2);
  EXPECT_EQ(err_, "error: --correct: \"1,5\" has a decimal comma; write a point, as in 1.5\n");
  EXPECT_EQ(Tarazy({"ranking", "answer", "r", "ektu", "x", "--statement", "y", "--value", "1,5"}),
            2);
  EXPECT_EQ(err_, "error: --value: \"1,5\" has a decimal comma; write a point, as in 1.5\n");
  for (const char* odd : {"", "x", "nan", "inf", "0x1", "1e999", " 1", "1 000"}) {
    EXPECT_EQ(Tarazy({"ranking", "answer", "r", "u", "x", "--statement", "y", "--value", odd}), 2);
    EXPECT_THAT(err_, HasSubstr("is not a finite decimal number")) << odd;
  }
}

TEST_F(ValueTest, WhatIsMissingIsWrongUsage) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"ranking", "verify-values", "r"},
           {"ranking", "dispute", "r", "ektu", "--reason", "why"},
           {"ranking", "dispute", "r", "ektu", "students"},
           {"ranking", "answer", "r", "ektu", "students"},
           {"ranking", "answer", "r", "ektu", "--statement", "s"},
           {"ranking", "settle", "r", "ektu", "students", "--accept"},
           {"ranking", "values", "r", "--state", "unspecified"},
           {"ranking", "values", "r", "--state", "DISPUTED "}}) {
    EXPECT_EQ(Tarazy(arguments), 2) << testing::PrintToString(arguments);
    EXPECT_THAT(err_, testing::StartsWith("error: "));
  }
}

TEST_F(ValueTest, ValuesCanBeNarrowedToAState) {
  ASSERT_EQ(Tarazy({"ranking", "values", "r", "--state", "disputed", "--unit", "ektu"}), 0) << err_;
  EXPECT_EQ(server_.rankings.asked_values.state(), rankings::v1::VALUE_STATE_DISPUTED);
  EXPECT_EQ(server_.rankings.asked_values.unit(), "ektu");
  ASSERT_EQ(Tarazy({"ranking", "values", "r"}), 0) << err_;
  EXPECT_EQ(server_.rankings.asked_values.state(), rankings::v1::VALUE_STATE_UNSPECIFIED);
}

TEST_F(ValueTest, TheHistoryTellsTheArgument) {
  ASSERT_EQ(Tarazy({"ranking", "values", "r", "--history", "--output", "table"}), 0) << err_;
  EXPECT_TRUE(server_.rankings.asked_values.history());
  for (const char* act : {"import", "submit", "verify", "dispute", "answer", "settle"}) {
    EXPECT_THAT(out_, HasSubstr(act));
  }
  EXPECT_THAT(out_, AllOf(HasSubstr("institution"), HasSubstr("reason 4"), HasSubstr("person 6")));
  ASSERT_EQ(Tarazy({"ranking", "values", "r", "--output", "table"}), 0) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("origin"), Not(HasSubstr("reason")), Not(HasSubstr("person"))));
  ASSERT_EQ(Tarazy({"ranking", "values", "r"}), 0) << err_;
  const auto row = json::parse(out_).at(3);
  EXPECT_EQ(row["origin"], "institution");
  EXPECT_EQ(row["act"], "dispute");
  EXPECT_EQ(row["reason"], "reason 4");
  EXPECT_EQ(row["entered_by"], "person 4");
}

}  // namespace
}  // namespace tarazy::cli
