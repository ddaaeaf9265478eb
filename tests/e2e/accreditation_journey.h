// The stages of a procedure of an invented university; accreditation_journey_test.cc takes them in
// order. Those up to the report stand there, the decision and what follows in
// accreditation_journey_register.cc, what others do with it in accreditation_journey_outcome.cc.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/e2e/accreditation_files.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {

inline constexpr char kCase[] = "rowan-2026";
inline constexpr char kBachelor[] = "programmes/rowan-6b04101";
inline constexpr char kMaster[] = "programmes/rowan-7m04101";

class AccreditationJourneyTest : public ::testing::Test {
 protected:
  nlohmann::json Must(std::vector<std::string> arguments, const std::string& who = "") {
    return deployment_.Must(std::move(arguments), who);
  }
  std::string Refused(std::vector<std::string> arguments, const std::string& who = "") {
    const CliResult result = deployment_.Run(std::move(arguments), who);
    EXPECT_EQ(result.exit, 1) << result.out;
    return result.err;
  }
  void Update(const std::string& fields) {
    Must({"case", "update", kCase, deployment_.Write("part.yaml", Dated(fields))});
  }
  // Refused because `missing` is; the check shows that too.
  void ExpectMissing(const std::string& state, const std::string& missing) {
    EXPECT_THAT(Refused({"case", "advance", kCase, state}),
                ::testing::AllOf(::testing::HasSubstr("CASE_INCOMPLETE"),
                                 ::testing::HasSubstr("\n  " + missing + ": ")));
    bool shown = false;
    for (const nlohmann::json& row : Must({"case", "check", kCase})) {
      shown |= row.at("next") == state && row.at("ready") == false && row.at("field") == missing;
    }
    EXPECT_TRUE(shown) << state << " lacks " << missing;
  }
  void Advance(const std::string& state) {
    EXPECT_EQ(Must({"case", "advance", kCase, state}).at("state"), state);
  }
  std::string State() { return Must({"case", "get", kCase}).at("state"); }

  void Open();
  void AssessItself();
  void FormCommission();
  void Visit();
  void Mark();
  void Report();
  void Decide();
  void Appeal();
  void Publish();
  void FollowUp();
  void Rank();
  void Certificate();

  Deployment& deployment_ = Deployment::Get();
  std::string institution_, publik_;
  std::string chair_, expert_, student_;  // token files
  std::string chair_token_, expert_token_, student_token_;
};

}  // namespace tarazy::e2e
