#include "services/rankings/file/read_ratings.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "services/rankings/domain/lint.h"
#include "services/rankings/file/methodology_file.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string FileWith(absl::string_view ratings) {
  return absl::StrCat("id: x\nvariables:\n  a: {min: 1, max: 5, ratings: ", ratings,
                      "}\nindicators: [{code: '1', points: 1, value: a}]\n");
}

std::optional<RatingRules> RulesOf(absl::string_view ratings) {
  const ParsedMethodology parsed = ParseAndLint(FileWith(ratings));
  EXPECT_TRUE(parsed.methodology.has_value());
  EXPECT_FALSE(HasUnacknowledgedErrors(parsed.findings));
  return parsed.methodology->variables.at(0).ratings;
}

TEST(ReadRatingsTest, ReadsEveryKey) {
  EXPECT_EQ(RulesOf("{panel: experts, each: {min: 5, max: 20}, own: refuse, min_base: 3, "
                    "weighted: true}"),
            (RatingRules{.panel = "experts",
                         .each_min = 5,
                         .each_max = 20,
                         .own = OwnInstitution::kRefuse,
                         .min_base = 3,
                         .weighted = true}));
  EXPECT_EQ(RulesOf("{panel: students, own: only}")->own, OwnInstitution::kOnly);
  EXPECT_EQ(RulesOf("{panel: students, own: allow}")->own, OwnInstitution::kAllow);
}

TEST(ReadRatingsTest, WhatIsNotSaidLimitsNothing) {
  EXPECT_EQ(RulesOf("{panel: graduates}"), (RatingRules{.panel = "graduates"}));
  EXPECT_EQ(RulesOf("{panel: graduates, each: {}}"), (RatingRules{.panel = "graduates"}));
}

struct Faulty {
  const char* ratings;
  const char* says;
};

class FaultyRatingsTest : public testing::TestWithParam<Faulty> {};

TEST_P(FaultyRatingsTest, IsRefusedWithPathAndReason) {
  const ParsedMethodology parsed = ParseAndLint(FileWith(GetParam().ratings));
  std::vector<std::string> errors;
  for (const Finding& finding : parsed.findings) {
    if (finding.severity == Severity::kError) errors.push_back(finding.message);
  }
  EXPECT_THAT(errors, ElementsAre(HasSubstr(GetParam().says))) << GetParam().ratings;
  EXPECT_TRUE(HasUnacknowledgedErrors(parsed.findings));
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultyRatingsTest,
    testing::Values(
        Faulty{"{own: refuse}", "variables.a.ratings"}, Faulty{"experts", "variables.a.ratings"},
        Faulty{"[experts]", "variables.a.ratings"},
        Faulty{"{panel: [experts]}", "variables.a.ratings.panel"},
        Faulty{"{panel: ''}", "ratings.panel: must not be empty"},
        Faulty{"{panel: experts, own: never}",
               "variables.a.ratings.own: must be allow, refuse or only"},
        Faulty{"{panel: experts, each: 5}", "variables.a.ratings.each"},
        Faulty{"{panel: experts, each: {min: 5.5}}", "variables.a.ratings.each.min"},
        Faulty{"{panel: experts, each: {least: 5}}", "variables.a.ratings.each: unknown key least"},
        Faulty{"{panel: experts, each: {min: 20, max: 5}}", "ratings.each: min is above max"},
        Faulty{"{panel: experts, min_base: many}", "variables.a.ratings.min_base"},
        Faulty{"{panel: experts, weighted: 1}", "variables.a.ratings.weighted"},
        Faulty{"{panel: experts, scale: 5}", "variables.a.ratings: unknown key scale"}));

}  // namespace
}  // namespace tarazy::rankings
