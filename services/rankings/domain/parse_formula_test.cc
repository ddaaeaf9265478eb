#include "services/rankings/domain/parse_formula.h"

#include <gtest/gtest.h>

#include <string>

namespace tarazy::rankings {
namespace {

std::string Canonical(absl::string_view text) {
  const ParsedFormula parsed = ParseFormula(text);
  return parsed.formula ? CanonicalText(*parsed.formula) : "fault: " + parsed.fault.message;
}

TEST(ParseFormulaTest, BindsAsThePageSays) {
  EXPECT_EQ(Canonical("100*a/b"), "100 * a / b");
  EXPECT_EQ(Canonical("100*(a/b)"), "100 * (a / b)");
  EXPECT_EQ(Canonical("a-(b-c)"), "a - (b - c)");
  EXPECT_EQ(Canonical("(a-b)-c"), "a - b - c");
  EXPECT_EQ(Canonical("-a*b"), "-a * b");
  EXPECT_EQ(Canonical("-(a*b)"), "-(a * b)");
  EXPECT_EQ(Canonical("not a<b and c or d"), "not a < b and c or d");
  EXPECT_EQ(Canonical("not (a and b)"), "not (a and b)");
  EXPECT_EQ(Canonical("(a<b)<c"), "(a < b) < c");
  EXPECT_EQ(Canonical("if(a>0,min(a,b,1),max(c))"), "if(a > 0, min(a, b, 1), max(c))");
  EXPECT_EQ(Canonical("0.50 + .5 + 1e-3 + 1E2"), "0.5 + 0.5 + 0.001 + 100");
  EXPECT_EQ(Canonical("a\n  + b"), "a + b");
}

TEST(ParseFormulaTest, CanonicalTextGivesTheSameTree) {
  for (const char* text : {"a - (b - c) / -(d + 2)", "not (a or not b) and c <= 3",
                           "abs(sqrt(log(a))) * (1 - (b == c))", "--a", "(a and b) or (c and d)",
                           "a or (b or c)", "a / (b / c)", "(a != b) * 100"}) {
    const std::string once = Canonical(text);
    EXPECT_EQ(Canonical(once), once) << text;
  }
}

struct Bad {
  const char* text;
  int column;
  const char* message;
};
class BadFormulaTest : public testing::TestWithParam<Bad> {};

TEST_P(BadFormulaTest, IsRefusedWithItsPosition) {
  const ParsedFormula parsed = ParseFormula(GetParam().text);
  ASSERT_FALSE(parsed.formula);
  EXPECT_EQ(parsed.fault.column, GetParam().column) << parsed.fault.message;
  EXPECT_NE(parsed.fault.message.find(GetParam().message), std::string::npos)
      << parsed.fault.message;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFormulaTest,
    testing::Values(Bad{"", 1, "empty"}, Bad{"  ", 1, "empty"}, Bad{"a +", 4, "too early"},
                    Bad{"(a + b", 1, "never closed"}, Bad{"min(a, b", 4, "never closed"},
                    Bad{"a + b)", 6, "closes nothing"}, Bad{"a < b < c", 7, "cannot be chained"},
                    Bad{"2x", 2, "operator missing"}, Bad{"a = b", 3, "'=='"},
                    Bad{"a && b", 3, "'and'"}, Bad{"a || b", 3, "'or'"}, Bad{"!a", 1, "'not'"},
                    Bad{"a ^ 2", 3, "no '^'"}, Bad{"a % b", 3, "no '%'"},
                    Bad{"a b", 3, "unexpected 'b'"}, Bad{"min()", 1, "needs an argument"},
                    Bad{"if(a, b)", 1, "takes 3 arguments, not 2"},
                    Bad{"sqrt(a, b)", 1, "takes 1 argument, not 2"},
                    Bad{"exp(a)", 1, "not a function"}, Bad{"1e999", 1, "range"},
                    Bad{"12.", 3, "operator missing"}, Bad{"студенты", 1, "ASCII"},
                    Bad{"a == not b", 6, "parentheses"}, Bad{"log a", 1, "needs '('"},
                    Bad{"a * * b", 5, "unexpected '*'"}, Bad{"a @ b", 3, "unexpected '@'"}));

TEST(ParseFormulaTest, LimitsDepthAndLength) {
  EXPECT_TRUE(ParseFormula(std::string(200, '(') + "a" + std::string(200, ')')).formula);
  EXPECT_FALSE(ParseFormula(std::string(201, '(') + "a" + std::string(201, ')')).formula);
  EXPECT_FALSE(ParseFormula(std::string(300, '-') + "a").formula);
  EXPECT_FALSE(ParseFormula("a" + std::string(kMaxFormulaLength, ' ')).formula);
  std::string chain = "a";
  for (int i = 1; i < kMaxFormulaHeight; ++i) chain += "+a";
  EXPECT_TRUE(ParseFormula(chain).formula);
  EXPECT_FALSE(ParseFormula(chain + "+a").formula);
  EXPECT_TRUE(ParseFormula("(" + chain + ")*(" + "1" + ")").fault.column > 0);
  EXPECT_TRUE(ParseFormula("min(a+a, " + chain.substr(2) + ")").formula);
}

}  // namespace
}  // namespace tarazy::rankings
