#include "services/rankings/domain/canonical_json.h"

#include <gtest/gtest.h>

#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

TEST(CanonicalJsonTest, IsSortedShortAndComplete) {
  Methodology m = MethodologyOf({"b", "a"}, {PointsLeaf("1", 15, "100*(a/b)")});
  m.title.en = "A \"ranking\"";
  m.variables[0].unit = "persons";
  m.variables[0].min = 0;
  EXPECT_EQ(CanonicalJson(m),
            "{\"acknowledge\":[],\"declared_total\":null,\"final\":{\"scale\":\"none\"},"
            "\"groups\":null,\"id\":\"test\",\"inclusion\":{\"min_available\":null,"
            "\"min_share_of_points\":null},\"indicators\":[{\"code\":\"1\",\"direction\":"
            "\"higher\",\"interpolate\":false,\"missing\":\"zero\",\"normalize\":"
            "\"share_of_best\",\"points\":15,\"title\":{\"en\":\"\",\"kk\":\"\",\"ru\":\"\"},"
            "\"value\":\"100 * (a / b)\",\"weight\":null}],\"rounding\":{\"decimals\":2},"
            "\"ties\":\"competition\",\"title\":{\"en\":\"A \\\"ranking\\\"\",\"kk\":\"\","
            "\"ru\":\"\"},\"unit\":\"institution\",\"variables\":{\"a\":{\"max\":null,\"min\":null,"
            "\"title\":{\"en\":\"\",\"kk\":\"\",\"ru\":\"\"},\"unit\":\"\"},\"b\":{\"max\":null,"
            "\"min\":0,\"title\":{\"en\":\"\",\"kk\":\"\",\"ru\":\"\"},\"unit\":\"persons\"}}}");
}

TEST(CanonicalJsonTest, TellsOfRatingsOnlyWhereThereAreRules) {
  Methodology m = MethodologyOf({"a", "b"}, {PointsLeaf("1", 15, "a + b")});
  const std::string without = CanonicalJson(m);
  EXPECT_EQ(without.find("ratings"), std::string::npos);
  m.variables[0].ratings =
      RatingRules{.panel = "experts", .each_min = 5, .own = OwnInstitution::kRefuse, .min_base = 3};
  const std::string with = CanonicalJson(m);
  const std::string rules =
      "\"ratings\":{\"each\":{\"max\":null,\"min\":5},\"min_base\":3,\"own\":\"refuse\","
      "\"panel\":\"experts\",\"weighted\":false},";
  ASSERT_NE(with.find(rules), std::string::npos) << with;
  std::string removed = with;
  EXPECT_EQ(removed.erase(removed.find(rules), rules.size()), without);
}

TEST(CanonicalJsonTest, DoesNotDependOnSpellingOrOrderOfVariables) {
  const Methodology one = MethodologyOf({"a", "b"}, {PointsLeaf("1", 15, "100*(a/b)")});
  Methodology other = MethodologyOf({"b", "a"}, {PointsLeaf("1", 15, " 100 * ((a) / b)")});
  other.indicators[0].line = 7;
  EXPECT_EQ(CanonicalJson(one), CanonicalJson(other));
}

}  // namespace
}  // namespace tarazy::rankings
