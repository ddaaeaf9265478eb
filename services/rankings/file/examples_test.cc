// The methodologies under examples/ that belong together, and the titles that were translated.
#include <gmock/gmock.h>

#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "services/rankings/domain/canonical_json.h"
#include "services/rankings/domain/lint.h"
#include "services/rankings/file/methodology_file.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;

ParsedMethodology Example(const std::string& name) {
  std::ifstream file(EXAMPLES "/methodologies/" + name + ".yaml");
  std::stringstream text;
  text << file.rdbuf();
  ParsedMethodology parsed = ParseAndLint(text.str());
  EXPECT_TRUE(parsed.methodology.has_value()) << name;
  return parsed;
}

void ForEachNode(const std::vector<Node>& nodes, const std::function<void(const Node&)>& each) {
  for (const Node& node : nodes) {
    each(node);
    ForEachNode(node.children, each);
  }
}

void ExpectTranslated(const Localized& title, const std::string& what) {
  EXPECT_FALSE(title.en.empty()) << what;
  EXPECT_FALSE(title.ru.empty()) << what;
  EXPECT_FALSE(title.kk.empty()) << what;
  EXPECT_NE(title.ru, title.en) << what;
  EXPECT_NE(title.kk, title.en) << what;
  EXPECT_NE(title.kk, title.ru) << what;
}

void ExpectTranslated(const Methodology& m) {
  ExpectTranslated(m.title, "the methodology");
  for (const Variable& variable : m.variables) ExpectTranslated(variable.title, variable.name);
  ForEachNode(m.indicators, [](const Node& node) { ExpectTranslated(node.title, node.code); });
}

int CountNodes(const Methodology& m) {
  int count = 0;
  ForEachNode(m.indicators, [&](const Node&) { ++count; });
  return count;
}

TEST(ExamplesTest, The61RowsAndTheirVariablesAreInThreeLanguages) {
  const Methodology m = *Example("iqaa-questionnaire-1").methodology;
  EXPECT_EQ(CountNodes(m), 61);
  ExpectTranslated(m);
}

TEST(ExamplesTest, TheBlendIsInThreeLanguages) {
  const Methodology m = *Example("iqaa-2020").methodology;
  EXPECT_EQ(CountNodes(m), 1 + 61 + 4);
  ExpectTranslated(m);
}

// Canonical JSON holds all that is computed and shown: codes, titles, points, formulas, scales.
TEST(ExamplesTest, TheBlendHoldsQuestionnaire1Unchanged) {
  const Methodology questionnaire = *Example("iqaa-questionnaire-1").methodology;
  const Methodology blend = *Example("iqaa-2020").methodology;
  const auto part = [](const std::vector<Node>& indicators, std::vector<Variable> variables) {
    Methodology m;
    m.indicators = indicators;
    m.variables = std::move(variables);
    return CanonicalJson(m);
  };
  ASSERT_EQ(blend.variables.size(), questionnaire.variables.size() + 4);
  EXPECT_EQ(
      part(blend.indicators.at(0).children,
           {blend.variables.begin(),
            blend.variables.begin() + static_cast<std::ptrdiff_t>(questionnaire.variables.size())}),
      part(questionnaire.indicators, questionnaire.variables));
}

TEST(ExamplesTest, TheBlendAcknowledgesWhatQuestionnaire1Does) {
  using Key = std::tuple<std::string, std::string, std::string>;
  const auto reasons = [](const Methodology& m) {
    std::set<Key> keys;
    for (const Acknowledgement& a : m.acknowledgements) keys.insert({a.rule, a.node, a.reason});
    return keys;
  };
  std::set<Key> wanted = reasons(*Example("iqaa-questionnaire-1").methodology);
  std::set<Key> found = reasons(*Example("iqaa-2020").methodology);
  // The total of 800 is the methodology's in one file and a section's in the other.
  EXPECT_EQ(std::erase_if(wanted,
                          [](const Key& a) { return std::get<0>(a) == "declared_total_mismatch"; }),
            1u);
  EXPECT_EQ(std::erase_if(found, [](const Key& a) { return std::get<1>(a) == "Q1"; }), 1u);
  EXPECT_EQ(found, wanted);
}

TEST(ExamplesTest, TheBlendIs80And5TimesFour) {
  const ParsedMethodology parsed = Example("iqaa-2020");
  const Methodology& m = *parsed.methodology;
  EXPECT_FALSE(HasUnacknowledgedErrors(parsed.findings));
  std::vector<double> shares;
  for (const Node& node : m.indicators) shares.push_back(*node.points / *m.declared_total);
  EXPECT_THAT(shares, ElementsAre(0.8, 0.05, 0.05, 0.05, 0.05));
  const auto rules = [&](size_t i) { return *m.variables.at(m.variables.size() - 4 + i).ratings; };
  EXPECT_EQ(rules(0).each_min, 5);
  EXPECT_EQ(rules(0).each_max, 20);
  EXPECT_EQ(rules(0).own, OwnInstitution::kRefuse);
  EXPECT_EQ(rules(1).each_min, 3);
  EXPECT_EQ(rules(1).each_max, 20);
  EXPECT_EQ(rules(1).own, OwnInstitution::kRefuse);
  for (const size_t i : {2, 3}) EXPECT_EQ(rules(i), RatingRules{.panel = rules(i).panel});
}

// What lint finds in the blend beyond its acknowledged findings is what it finds in
// Questionnaire 1.
TEST(ExamplesTest, LintFindsNothingNewInTheBlend) {
  const auto open = [](const std::string& name) {
    std::set<std::string> findings;
    for (const Finding& f : Example(name).findings) {
      if (!f.acknowledged) findings.insert(f.rule + " " + f.node);
    }
    return findings;
  };
  EXPECT_EQ(open("iqaa-2020"), open("iqaa-questionnaire-1"));
}

}  // namespace
}  // namespace tarazy::rankings
