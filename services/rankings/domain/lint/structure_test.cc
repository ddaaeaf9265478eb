#include "services/rankings/domain/lint/structure.h"

#include <gmock/gmock.h>

#include <functional>

#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Finding> Faults(const Methodology& m) {
  std::vector<Finding> findings;
  LintStructure(m, MakeTree(m), findings);
  return findings;
}

// The one fault of a methodology with these nodes.
void ExpectFault(std::vector<Node> nodes, absl::string_view rule, absl::string_view message) {
  const std::vector<Finding> faults = Faults(MethodologyOf({"a"}, std::move(nodes)));
  ASSERT_EQ(faults.size(), 1u) << message;
  EXPECT_EQ(faults[0].rule, rule);
  EXPECT_THAT(faults[0].message, HasSubstr(std::string(message)));
}

Node With(Node node, const std::function<void(Node&)>& change) {
  change(node);
  return node;
}

constexpr Combine kMean{CombineKind::kWeightedMean};

TEST(StructureTest, AcceptsWhatIsSound) {
  EXPECT_THAT(
      Faults(MethodologyOf({"a"}, {Parent("1", kMean,
                                          {WeightLeaf("1.1", 0, "a"),
                                           With(Parent("1.2", kMean, {WeightLeaf("1.2.1", 1, "a")}),
                                                [](Node& n) { n.weight = 2; })}),
                                   Parent("2", {},
                                          {Parent("2.1", kMean, {WeightLeaf("2.1.1", 1, "a")}),
                                           PointsLeaf("2.2", 5, "a")})})),
      IsEmpty());
}

TEST(StructureTest, RulesForRatings) {
  const RatingRules sound = {.panel = "experts", .each_min = 5, .each_max = 20};
  const auto expect = [&](const std::function<void(Methodology&, RatingRules&)>& change,
                          const std::string& message) {
    Methodology m = MethodologyOf({"a"}, {PointsLeaf("1", 1, "a")});
    m.variables[0].ratings = sound;
    ASSERT_THAT(Faults(m), IsEmpty());
    change(m, *m.variables[0].ratings);
    const std::vector<Finding> faults = Faults(m);
    ASSERT_EQ(faults.size(), 1u) << message;
    EXPECT_EQ(faults[0].rule, "parse_error");
    EXPECT_EQ(faults[0].node, "a");
    EXPECT_THAT(faults[0].message, HasSubstr(message));
  };
  expect([](Methodology&, RatingRules& r) { r.panel = ""; }, "ratings.panel: must not be empty");
  expect([](Methodology&, RatingRules& r) { r.each_min = 0; },
         "ratings.each.min: must be at least");
  expect([](Methodology&, RatingRules& r) { r = {.panel = "p", .each_max = 0}; },
         "ratings.each.max: must be at least 1");
  expect([](Methodology&, RatingRules& r) { r.each_max = 4; }, "ratings.each: min is above max");
  expect([](Methodology&, RatingRules& r) { r.min_base = 0; },
         "ratings.min_base: must be at least");
  expect([](Methodology&, RatingRules& r) { r.own = OwnInstitution::kOnly; },
         "rates one, fewer than each.min");
  expect(
      [](Methodology& m, RatingRules& r) {
        m.unit = UnitKind::kProgramme;
        r.own = OwnInstitution::kRefuse;
      },
      "ratings.own: respondents belong to institutions");
}

TEST(StructureTest, CodesValuesAndVariables) {
  ExpectFault({PointsLeaf("1", 1, "a"), PointsLeaf("1", 1, "a")}, "duplicate_code", "taken");
  ExpectFault({PointsLeaf("", 1, "a")}, "parse_error", "no code");
  ExpectFault({Node{.code = "1", .points = 1}}, "empty_node", "neither");
  ExpectFault({PointsLeaf("1", 1, "a + z + z")}, "undefined_variable", "z (column 5)");
  ExpectFault(
      {With(Parent("1", {}, {PointsLeaf("1.1", 1, "a")}), [](Node& n) { n.value = F("a"); })},
      "parse_error", "both a value and children");
}

TEST(StructureTest, PointsAndWeights) {
  ExpectFault({WeightLeaf("1", 1, "a")}, "parse_error", "top-level");
  ExpectFault({PointsLeaf("1", -1, "a")}, "parse_error", "negative");
  ExpectFault({Parent("1", kMean, {WeightLeaf("1.1", 1, "a"), PointsLeaf("1.2", 1, "a")})},
              "parse_error", "do not mix");
  ExpectFault({Parent("1", kMean, {PointsLeaf("1.1", 1, "a")})}, "parse_error", "need children");
  ExpectFault({Parent("1", {}, {WeightLeaf("1.1", 1, "a")})}, "parse_error", "need combine");
  ExpectFault({Parent("1", kMean, {WeightLeaf("1.1", 0, "a")})}, "parse_error", "all 0");
  ExpectFault({Parent("1", kMean,
                      {With(Parent("1.1", {}, {PointsLeaf("1.1.1", 1, "a")}),
                            [](Node& n) { n.weight = 1; })})},
              "parse_error", "weighted too");
  ExpectFault(
      {Parent("1", kMean, {With(WeightLeaf("1.1", 1, "a"), [](Node& n) { n.points = 1; })})},
      "parse_error", "both points and a weight");
  ExpectFault({Parent("1", {CombineKind::kBestOf, 0}, {PointsLeaf("1.1", 1, "a")})}, "parse_error",
              "at least 1");
}

TEST(StructureTest, NormaliserDirectionAndBands) {
  const auto leaf = [](Normaliser normaliser, Direction direction = {}) {
    Node node = PointsLeaf("1", 10, "a", std::move(normaliser));
    node.direction = direction;
    return std::vector<Node>{node};
  };
  const Direction lower{Better::kLower};
  ExpectFault(leaf(Identity{}, lower), "parse_error", "identity");
  ExpectFault(leaf(ZScore{}, {Better::kTarget, 1}), "parse_error", "not with z_score");
  ExpectFault(leaf(Goalposts{3, 3}), "parse_error", "min must be below max");
  ExpectFault(leaf(Bands{}), "parse_error", "there is none");
  ExpectFault(leaf(Bands{{{1, 2}, {1, 3}}, false}), "parse_error", "rise strictly");
  ExpectFault(leaf(Bands{{{1, 2}, {2, 3}}, false}, lower), "parse_error", "fall strictly");
  ExpectFault(leaf(Bands{{{1, 12}}, false}), "parse_error", "more than the 10");
  ExpectFault({Parent("0", kMean, {WeightLeaf("1", 1, "a", Bands{{{1, 2}}, false})})},
              "parse_error", "only on leaves with points");
}

TEST(StructureTest, Header) {
  Methodology m = MethodologyOf({"a"}, {PointsLeaf("1", 1, "a")});
  m.id = "Bad id";
  m.inclusion = {1.5, 0.3};
  m.final_scale = {FinalScaleKind::kOutOf, 1000};
  m.decimals = 10;
  m.ties = {TiesKind::kCluster, -1};
  m.variables.push_back({.name = "a", .min = 3, .max = 2});
  m.acknowledgements = {{.rule = "points_mismatch", .node = "1"}};
  EXPECT_EQ(Faults(m).size(), 9u);
  for (const Finding& fault : Faults(m)) EXPECT_EQ(fault.rule, "parse_error") << fault.message;
  EXPECT_EQ(Faults(MethodologyOf({}, {})).size(), 1u);
}

}  // namespace
}  // namespace tarazy::rankings
