#include "services/rankings/domain/lint.h"

#include <gmock/gmock.h>

#include <map>

#include "services/rankings/domain/lint/units_of_measure.h"
#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Localized kTitled{.en = "t", .ru = "t", .kk = "t"};

// A methodology with titles everywhere, so that a test sees only its own rule.
Methodology Titled(const std::map<std::string, std::string>& units, std::vector<Node> nodes) {
  Methodology m = MethodologyOf({}, std::move(nodes));
  m.title = kTitled;
  for (const auto& [name, unit] : units) {
    m.variables.push_back({.name = name, .title = kTitled, .unit = unit, .min = 1});
  }
  const auto title = [](auto& self, Node& node) -> void {
    node.title = kTitled;
    for (Node& child : node.children) self(self, child);
  };
  for (Node& node : m.indicators) title(title, node);
  return m;
}

std::vector<std::string> Lines(const Methodology& m) {
  std::vector<std::string> lines;
  for (const Finding& f : Lint(m)) {
    lines.push_back(absl::StrCat(SeverityName(f.severity), " ", f.rule, " ", f.node, ": ",
                                 f.message, f.acknowledged ? " [" + f.reason + "]" : ""));
  }
  return lines;
}

Node Stated(const std::string& code, std::optional<double> points, std::vector<Node> children) {
  Node node = Parent(code, {}, std::move(children));
  node.points = points;
  return node;
}

Node Silent(const std::string& code, absl::string_view formula) {
  Node leaf = PointsLeaf(code, 0, formula);
  leaf.points.reset();
  return leaf;
}

// The questionnaire's errors of +5 and -6, which a total-only check passes by.
Methodology Questionnaire() {
  Methodology m = Titled(
      {{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}, {"f", ""}},
      {Stated("2.1", 30,
              {PointsLeaf("2.1.1", 20, "a"), PointsLeaf("2.1.2", 10, "b"),
               PointsLeaf("2.1.3", 5, "c")}),
       Stated("2.2", 20,
              {PointsLeaf("2.2.1", 4, "d"), PointsLeaf("2.2.2", 10, "e"), Silent("2.2.3", "f")})});
  m.declared_total = 80;
  return m;
}

TEST(LintTest, PointsAreComparedNodeByNode) {
  EXPECT_THAT(
      Lines(Questionnaire()),
      ElementsAre("error points_mismatch 2.1: children add up to 35, 5 more than the stated 30",
                  "error points_mismatch 2.2: children add up to 14, 6 less than the stated 20; "
                  "2.2.3 states no points",
                  "error declared_total_mismatch : the topmost stated points add up to 50, 30 "
                  "less than the declared total 80",
                  "error missing_points 2.2.3: states no points; acknowledged, it counts 0"));
}

TEST(LintTest, AcknowledgedFindingsStayListed) {
  Methodology m = Questionnaire();
  m.acknowledgements = {{"points_mismatch", "2.1", "as published"},
                        {"points_mismatch", "2.2", "as published"},
                        {"declared_total_mismatch", "", "as published"},
                        {"missing_points", "2.2.3", "as published"}};
  EXPECT_FALSE(HasUnacknowledgedErrors(Lint(m)));
  EXPECT_EQ(Lint(m).size(), 4u);
  EXPECT_EQ(Lint(m)[0].reason, "as published");
  m.acknowledgements.pop_back();
  EXPECT_TRUE(HasUnacknowledgedErrors(Lint(m)));
}

TEST(LintTest, AcknowledgementsThatMatchNothingAreTold) {
  Methodology m = Titled({{"a", ""}}, {PointsLeaf("1", 1, "a + z")});
  m.acknowledgements = {{"points_mismatch", "9", "why"}, {"undefined_variable", "1", "why"}};
  EXPECT_THAT(Rules(Lint(m)), ElementsAre("undefined_variable 1", "unused_acknowledgement 9",
                                          "unused_acknowledgement 1"));
  EXPECT_TRUE(HasUnacknowledgedErrors(Lint(m)));
}

TEST(LintTest, TenthsAddUp) {
  EXPECT_THAT(
      Lines(Titled({{"a", ""}, {"b", ""}},
                   {Stated("1", 0.3, {PointsLeaf("1.1", 0.1, "a"), PointsLeaf("1.2", 0.2, "b")})})),
      IsEmpty());
}

TEST(LintTest, NumberingGapsAtEveryLevel) {
  const Methodology m =
      Titled({{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}},
             {PointsLeaf("2.1", 1, "a"), PointsLeaf("2.3", 1, "b"),
              Stated("5.1", 2, {PointsLeaf("5.1.1", 1, "c"), PointsLeaf("5.1.4", 1, "d")}),
              PointsLeaf("x.9", 1, "e")});
  EXPECT_THAT(Rules(Lint(m)), ElementsAre("numbering_gap 3", "numbering_gap 4", "numbering_gap 2.2",
                                          "numbering_gap 5.1.2", "numbering_gap 5.1.3"));
}

TEST(LintTest, HugeGapsAreOneFinding) {
  const Methodology m =
      Titled({{"a", ""}, {"b", ""}}, {PointsLeaf("1", 1, "a"), PointsLeaf("900000", 1, "b")});
  EXPECT_THAT(Rules(Lint(m)), ElementsAre("numbering_gap 2"));
}

TEST(LintTest, UnusedDuplicateAndConstant) {
  Node later = PointsLeaf("2", 1, "100*(a)/b", MinMax{});
  later.direction.better = Better::kLower;
  EXPECT_THAT(Lines(Titled({{"a", ""}, {"b", ""}, {"c", ""}},
                           {PointsLeaf("1", 1, "100 * a / b"), later, PointsLeaf("3", 1, "5")})),
              ElementsAre("warning unused_variable c: the variable is in no formula",
                          "warning duplicate_formula 2: has the same formula as 1: 100 * a / b",
                          "warning constant_formula 3: the formula 5 has no variable; all units "
                          "score the same"));
}

std::vector<std::string> DivisionRules(absl::string_view formula, std::optional<double> min,
                                       std::optional<double> max = std::nullopt) {
  Methodology m = Titled({{"a", ""}, {"b", ""}, {"c", ""}},
                         {PointsLeaf("1", 1, formula), PointsLeaf("2", 1, "a + b + c")});
  m.variables[1].min = min;
  m.variables[1].max = max;
  return Rules(Lint(m));
}

TEST(LintTest, PossibleDivisionByZero) {
  for (const char* formula :
       {"a / b", "a / (b + 0)", "a / (b * c)", "if(b >= 0, a / b, 0)", "if(a > 0, a / b, 0)",
        "if(b > 0, 0, a / b)", "a / min(b, 1)", "a / sqrt(b)", "b > 0 or a / b", "a / (b - c)",
        "a / log(c)", "if(b > -1, a / b, 0)"}) {
    EXPECT_THAT(DivisionRules(formula, 0), ElementsAre("possible_division_by_zero 1")) << formula;
  }
  for (const char* formula :
       {"if(b > 0, a / b, 0)", "if(b != 0, a / b, 0)", "if(0 < b, a / b, 0)", "if(b, a / b, 0)",
        "if(b == 0, 0, a / b)", "if(b >= 1, a / b, 0)", "if(not b == 0, a / b, 0)",
        "if(a > 0 and b > 0, a / b, 0)", "if(a < 0 or b <= 0, 0, a / b)", "a / max(b, 1)",
        "a / (b + 1)", "a / (b + c)", "b > 0 and a / b > 1", "a / c", "a / (2 * c)",
        "if(b * c > 0, a / (b * c), 0)", "a / 100", "a / (c / 2)"}) {
    EXPECT_THAT(DivisionRules(formula, 0), IsEmpty()) << formula;
  }
  EXPECT_THAT(DivisionRules("a / b", std::nullopt), ElementsAre("possible_division_by_zero 1"));
  EXPECT_THAT(DivisionRules("a / b", 1), IsEmpty());
  EXPECT_THAT(DivisionRules("a / b", -5, -1), IsEmpty());
}

std::vector<std::string> MoneyRules(absl::string_view formula) {
  return Rules(Lint(Titled({{"m", "thousand KZT"}, {"n", "tenge"}, {"p", "persons"}},
                           {PointsLeaf("1", 1, formula), PointsLeaf("2", 1, "m / n / p")})));
}

TEST(LintTest, MoneyTimes100) {
  for (const char* formula : {"100 * m / p", "m / p * 100", "(m / p) * 100", "100 * (m + n) / p",
                              "if(p > 0, 100 * m / p, 0)", "100 * (m / p)", "p + m * 100"}) {
    EXPECT_THAT(MoneyRules(formula), ElementsAre("money_times_100 1")) << formula;
  }
  for (const char* formula :
       {"100 * m / n", "m / p", "100 * p / p", "m / (100 * p)", "100 * (m / n)", "m / p * 10"}) {
    EXPECT_THAT(MoneyRules(formula), IsEmpty()) << formula;
  }
}

TEST(LintTest, SizeDependentCountsAmongRatios) {
  std::vector<Node> nodes = {PointsLeaf("1", 1, "a / b"), PointsLeaf("2", 1, "b / a"),
                             PointsLeaf("3", 1, "a"), PointsLeaf("4", 1, "c"),
                             PointsLeaf("5", 1, "a + b", Goalposts{0, 100})};
  const std::map<std::string, std::string> units = {
      {"a", "persons"}, {"b", "articles"}, {"c", "score"}};
  nodes.pop_back();
  EXPECT_THAT(Rules(Lint(Titled(units, nodes))), ElementsAre("size_dependent_count 3"));
  nodes[2].normaliser = Goalposts{0, 100};
  EXPECT_THAT(Lint(Titled(units, nodes)), IsEmpty());
  EXPECT_THAT(Lint(Titled(units, {PointsLeaf("1", 1, "a"), PointsLeaf("2", 1, "b"),
                                  PointsLeaf("3", 1, "c / a")})),
              IsEmpty());  // not among ratios
}

TEST(LintTest, UnitsOfMeasure) {
  for (const char* unit : {"KZT", "thousand KZT", "million tenge", "USD", "€", "тыс. тенге"}) {
    EXPECT_TRUE(IsMoneyUnit(unit)) << unit;
  }
  for (const char* unit : {"persons", "full-time students", "Articles", "count", "человек"}) {
    EXPECT_TRUE(IsCountUnit(unit)) << unit;
    EXPECT_FALSE(IsMoneyUnit(unit)) << unit;
  }
  for (const char* unit : {"", "%", "persons per programme", "articles/teacher", "KZT", "m2"}) {
    EXPECT_FALSE(IsCountUnit(unit)) << unit;
  }
}

TEST(LintTest, MissingTranslations) {
  Methodology m = Titled({{"a", ""}}, {PointsLeaf("1", 1, "a")});
  m.title.kk.clear();
  m.variables[0].title = {.en = "A"};
  m.indicators[0].title = {};
  EXPECT_THAT(Lines(m), ElementsAre("warning missing_translation : the title lacks Kazakh",
                                    "warning missing_translation a: the title lacks Russian, "
                                    "Kazakh",
                                    "warning missing_translation 1: the title lacks English, "
                                    "Russian, Kazakh"));
}

TEST(LintTest, UnreachablePoints) {
  Node best = Parent("2", {CombineKind::kBestOf, 3},
                     {PointsLeaf("2.1", 5, "b"), PointsLeaf("2.2", 5, "c")});
  best.points = 12;
  Node capped = Stated("3", 20, {PointsLeaf("3.1", 5, "d")});
  capped.overflow = Overflow::kCap;
  Node over = Stated("4", 3, {PointsLeaf("4.1", 5, "e")});
  over.overflow = Overflow::kScale;
  const Methodology m =
      Titled({{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}},
             {PointsLeaf("1", 10, "a", Bands{{{1, 2}, {2, 8}}, false}), best, capped, over});
  EXPECT_THAT(Lines(m),
              ElementsAre("warning unreachable_points 1: the best band gives 8 of 10 points",
                          "warning unreachable_points 2: the best 3 are counted, but there are "
                          "only 2 children",
                          "warning unreachable_points 2: the children reach at most 10 of 12 "
                          "points",
                          "warning unreachable_points 3: the children reach at most 5 of 20 "
                          "points"));
}

TEST(LintTest, RatingsNeedAScale) {
  Methodology m = Titled({{"a", ""}}, {PointsLeaf("1", 1, "a")});
  EXPECT_THAT(Lines(m), IsEmpty());
  m.variables[0].ratings = RatingRules{.panel = "experts"};
  EXPECT_THAT(Lines(m), ElementsAre("warning ratings_without_scale a: the ratings have no scale "
                                    "(max), so that a mistyped one cannot be told"));
  m.variables[0].max = 5;
  EXPECT_THAT(Lines(m), IsEmpty());
}

}  // namespace
}  // namespace tarazy::rankings
