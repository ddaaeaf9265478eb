#include "services/rankings/file/methodology_file.h"

#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rankings/domain/canonical_json.h"
#include "services/rankings/domain/lint.h"

namespace tarazy::rankings {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Messages(const std::vector<Finding>& findings) {
  std::vector<std::string> messages;
  for (const Finding& finding : findings) {
    messages.push_back(absl::StrCat(finding.rule, " ", finding.node, "| ", finding.message));
  }
  return messages;
}

constexpr char kWhole[] = R"(
id: iqaa-2020
unit: programme
title: {en: "IQAA", ru: "НАОКО", kk: "БСҚА"}
declared_total: 105
variables:
  students: {title: {en: "Students"}, unit: persons, min: 0, max: 1e5}
  area:
indicators:
  - code: 1.10
    title: {en: "Area"}
    points: 15
    value: 100 * area / students
    normalize: share_of_best
    interpolate: false
    direction: lower
    missing: exclude_unit
  - code: "2"
    points: 80
    combine: {best_of: {count: 2}}
    overflow: scale
    children:
      - {code: "2.1", points: 40, value: area, normalize: {goalposts: {min: 1, max: 2}}}
      - {code: "2.2", points: 50, value: students, normalize: {reached: {at: 5}}}
      - code: "2.3"
        points: 40
        value: area + 1
        normalize: {bands: [{at: 1, points: 2}, {at: 3, points: 40}]}
        interpolate: true
  - code: "3"
    points: 10
    combine: geometric
    children:
      - {code: "3.1", weight: 1, value: area, normalize: min_max, direction: {target: 3}}
groups: {by: category, normalize_within: true, rank_within: true}
inclusion: {min_available: 0.9, min_share_of_points: 0.33}
final: {scale: {best_is: 100}}
ties: {cluster: {tolerance: 0.5}}
rounding: {decimals: 1}
acknowledge: [{rule: duplicate_formula, node: "3.1", reason: "as published"}]
)";

TEST(ParseTest, ReadsEveryKey) {
  const ParsedMethodology parsed = Parse(kWhole);
  ASSERT_THAT(Messages(parsed.findings), IsEmpty());
  const Methodology& m = *parsed.methodology;
  EXPECT_EQ(m.id, "iqaa-2020");
  EXPECT_EQ(m.unit, UnitKind::kProgramme);
  EXPECT_EQ(m.title.kk, "БСҚА");
  EXPECT_EQ(m.declared_total, 105);
  ASSERT_EQ(m.variables.size(), 2u);
  EXPECT_EQ(m.variables[0].unit, "persons");
  EXPECT_EQ(m.variables[0].max, 1e5);
  EXPECT_EQ(m.variables[1].min, std::nullopt);
  const Node& leaf = m.indicators[0];
  EXPECT_EQ(leaf.code, "1.10");
  EXPECT_EQ(leaf.line, 10);
  EXPECT_EQ(CanonicalText(*leaf.value), "100 * area / students");
  EXPECT_EQ(leaf.direction.better, Better::kLower);
  EXPECT_EQ(leaf.missing, Missing::kExcludeUnit);
  const Node& best = m.indicators[1];
  EXPECT_EQ(best.combine.kind, CombineKind::kBestOf);
  EXPECT_EQ(best.combine.count, 2);
  EXPECT_EQ(best.overflow, Overflow::kScale);
  EXPECT_EQ(std::get<Goalposts>(best.children[0].normaliser).max, 2);
  EXPECT_EQ(std::get<Reached>(best.children[1].normaliser).at, 5);
  EXPECT_TRUE(std::get<Bands>(best.children[2].normaliser).interpolate);
  EXPECT_EQ(m.indicators[2].children[0].weight, 1);
  EXPECT_EQ(m.indicators[2].children[0].direction.target, 3);
  EXPECT_TRUE(m.groups->normalize_within);
  EXPECT_EQ(m.inclusion.min_share_of_points, 0.33);
  EXPECT_EQ(m.final_scale.value, 100);
  EXPECT_EQ(m.ties.tolerance, 0.5);
  EXPECT_EQ(m.decimals, 1);
  EXPECT_EQ(m.acknowledgements[0].reason, "as published");
  EXPECT_FALSE(HasUnacknowledgedErrors(ParseAndLint(kWhole).findings));
}

TEST(ParseTest, DefaultsAndOrderOfKeysDoNotMatter) {
  const auto spare =
      Parse("id: x\nvariables: {a: {}}\nindicators: [{code: '1', points: 1, value: a}]");
  const auto full = Parse(
      "rounding: {decimals: 2}\nties: competition\nfinal: {scale: none}\nindicators:\n"
      "- {missing: zero, direction: higher, normalize: share_of_best, value: (a), points: 1.0, "
      "code: '1', interpolate: false}\nvariables: {a: {}}\nunit: institution\nid: x\n");
  ASSERT_TRUE(spare.methodology && full.methodology);
  EXPECT_EQ(CanonicalJson(*spare.methodology), CanonicalJson(*full.methodology));
  EXPECT_TRUE(Parse("\xef\xbb\xbfid: x\r\nindicators: []\r\n").methodology);
}

std::string WithLeaf(absl::string_view keys) {
  return absl::StrCat("id: x\nvariables: {a: {}, b: {}}\nindicators:\n- {code: '1', ", keys, "}\n");
}

TEST(ParseTest, NamesEveryFaultWithItsPlace) {
  const ParsedMethodology parsed = Parse(
      "id: x\n"
      "weird: 1\n"
      "declared_total: .nan\n"
      "variables: {a: {min: 0x10, units: persons}}\n"
      "indicators:\n"
      "- code: '1'\n"
      "  points: '15'\n"
      "  value: 100 * (a\n"
      "  normalise: min_max\n"
      "- points: .inf\n"
      "  value: a\n"
      "stars: {levels: []}\n");
  EXPECT_FALSE(parsed.methodology);
  EXPECT_THAT(
      Messages(parsed.findings),
      ElementsAre("parse_error | line 3, column 17: declared_total: must be a finite decimal "
                  "number such as 12, 0.5 or 1e-3, not .nan",
                  "parse_error a| line 4, column 22: variables.a.min: must be a finite decimal "
                  "number such as 12, 0.5 or 1e-3, not 0x10",
                  "parse_error a| line 4, column 28: variables.a: unknown key units",
                  "parse_error 1| line 7, column 11: indicators[0].points: must be a number; "
                  "write it without quotation marks",
                  "parse_error 1| line 8, column 10: indicators[0].value: formula, column 7: this "
                  "'(' is never closed",
                  "parse_error 1| line 9, column 3: indicators[0]: unknown key normalise",
                  "parse_error | line 10, column 3: indicators[1]: code is missing",
                  "parse_error | line 10, column 11: indicators[1].points: must be a finite "
                  "decimal number such as 12, 0.5 or 1e-3, not .inf",
                  "parse_error | line 12, column 1: stars: is not supported yet",
                  "parse_error | line 2, column 1: unknown key weird"));
}

class BadFileTest : public testing::TestWithParam<std::pair<std::string, const char*>> {};

TEST_P(BadFileTest, IsRefused) {
  const ParsedMethodology parsed = ParseAndLint(GetParam().first);
  EXPECT_FALSE(parsed.methodology);
  EXPECT_THAT(Messages(parsed.findings), Contains(HasSubstr(GetParam().second)))
      << GetParam().first;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFileTest,
    testing::Values(
        std::pair{"", "empty"}, std::pair{"- 1", "must be a mapping"},
        std::pair{"id: x\nid: y\nindicators: []", "line 2, column 1: the key id stands here twice"},
        std::pair{"id: x\nindicators: [", "not YAML"},
        std::pair{"id: x\n---\nid: y", "second document"},
        std::pair{"id: !!str x\nindicators: []", "tags"},
        std::pair{"? [a]\n: 1\nid: x", "a key must be a plain word"},
        std::pair{"id: x", "indicators is missing"}, std::pair{"indicators: []", "id is missing"},
        std::pair{"id: x\nunit: city\nindicators: []", "institution or programme"},
        std::pair{"id: x\ntitle: IQAA\nindicators: []", "name its language"},
        std::pair{"id: x\ntitle: {de: IQAA}\nindicators: []", "unknown key de"},
        std::pair{"id: x\ngroups: {rank_within: yes}\nindicators: []", "true or false"},
        std::pair{"id: x\ngroups: {rank_within: True}\nindicators: []", "true or false"},
        std::pair{"id: x\nfinal: {scale: {best: 1}}\nindicators: []", "final.scale: must be none"},
        std::pair{"id: x\nties: cluster\nindicators: []", "ties: must be"},
        std::pair{"id: x\nrounding: {decimals: 1.5}\nindicators: []", "whole number"},
        std::pair{"id: x\nindicators: []\nacknowledge: [{rule: r, node: n}]", "reason is missing"},
        std::pair{"id: x\nindicators: []\nacknowledge: [{rule: r, reason: ''}]", "not be empty"},
        std::pair{WithLeaf("points: 1,5, value: a"), "unknown key 5"},
        std::pair{WithLeaf("points: 1, value: a, normalize: minmax"), "normalize: must be"},
        std::pair{WithLeaf("points: 1, value: a, normalize: {reached: {}}"), "at is missing"},
        std::pair{WithLeaf("points: 1, value: a, direction: up"), "direction: must be"},
        std::pair{WithLeaf("points: 1, value: a, missing: skip"), "missing: must be"},
        std::pair{WithLeaf("points: 1, value: a, interpolate: true"), "interpolate"},
        std::pair{WithLeaf("points: 1, value: a, combine: sum"), "goes only with children"},
        std::pair{WithLeaf("points: 1, value: a, children: []"), "goes only with a leaf"},
        std::pair{WithLeaf("points: 1, value: [a]"), "must be a formula"},
        std::pair{WithLeaf("children: a"), "must be a list"},
        std::pair{WithLeaf("children: [], combine: best_of"), "combine: must be"},
        std::pair{WithLeaf("points: 1, value: a, title: {en: \"a\\x07\"}"), "control"}));

TEST(ParseAndLintTest, LintsWhatWasUnderstood) {
  const ParsedMethodology parsed = ParseAndLint(
      "id: x\nweird: 1\nvariables: {a: {}}\nindicators:\n"
      "- {code: '1', points: 30, children: [{code: '1.1', points: 35, value: a / a}]}\n"
      "- {code: '2', points: 3, children: [{code: '2.1', pints: 5, value: a}]}\n");
  std::vector<std::string> rules;
  for (const Finding& f : parsed.findings) {
    if (f.rule != "missing_translation") rules.push_back(f.rule + " " + f.node);
  }
  EXPECT_THAT(rules, ElementsAre("parse_error 2.1", "parse_error ", "points_mismatch 1",
                                 "possible_division_by_zero 1.1"));
}

TEST(ParseAndLintTest, StructureIsPartOfIt) {
  const auto parsed = ParseAndLint(WithLeaf("points: 1, value: a + z"));
  EXPECT_TRUE(parsed.methodology);
  EXPECT_THAT(Messages(parsed.findings),
              Contains(HasSubstr("undefined_variable 1| line 4: the formula uses z (column 5)")));
  EXPECT_TRUE(HasUnacknowledgedErrors(parsed.findings));
}

}  // namespace
}  // namespace tarazy::rankings
