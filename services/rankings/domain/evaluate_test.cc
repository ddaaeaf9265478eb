#include "services/rankings/domain/evaluate.h"

#include <gmock/gmock.h>

#include <cmath>

#include "services/rankings/domain/correctly_rounded.h"
#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// a = 6, b = 0, c absent, d = -4, big = 1e308.
class EvaluateTest : public testing::Test {
 protected:
  Evaluation Eval(absl::string_view text) {
    read_.clear();
    const auto bound =
        BoundFormula::Bind(F(text), {{"a", 0}, {"b", 1}, {"c", 2}, {"d", 3}, {"big", 4}});
    return bound->Trace(data_, 0, [this](int variable) { read_.push_back(variable); });
  }
  Dataset data_ = DatasetOf({{6}, {0}, {kAbsent}, {-4}, {1e308}});
  std::vector<int> read_;
};

TEST_F(EvaluateTest, ComputesAsWritten) {
  const std::pair<const char*, double> cases[] = {{"100 * a / 8", 75}, {"a - d * 2", 14},
                                                  {"-a + d", -10},     {"a < 7", 1},
                                                  {"a >= 7", 0},       {"a == 6 and d != 0", 1},
                                                  {"not a", 0},        {"not b", 1},
                                                  {"a and d", 1},      {"b or d", 1},
                                                  {"b or b", 0},       {"min(a, d, 3)", -4},
                                                  {"max(a, d, 3)", 6}, {"max(d)", -4},
                                                  {"abs(d)", 4},       {"sqrt(a * a)", 6},
                                                  {"log(1)", 0},       {"if(b, 1, 2)", 2},
                                                  {"if(d, 1, 2)", 1},  {"0.1 + 0.2", 0.1 + 0.2},
                                                  {"not a < 7", 0},    {"log(a)", std::log(6.0)}};
  for (const auto& [text, value] : cases) {
    EXPECT_EQ(Eval(text).outcome, Outcome::kValue) << text;
    EXPECT_EQ(Eval(text).value, value) << text;
  }
}

TEST_F(EvaluateTest, ReadsOnlyWhatItNeeds) {
  EXPECT_EQ(Eval("if(a > 0, a, c)").value, 6);
  EXPECT_THAT(read_, ElementsAre(0, 0));
  EXPECT_EQ(Eval("a or c").value, 1);
  EXPECT_EQ(Eval("b and c").value, 0);
  EXPECT_EQ(Eval("if(b != 0, a / b, 0)").value, 0);
  EXPECT_EQ(Eval("2 * 3").value, 6);
  EXPECT_THAT(read_, IsEmpty());
}

TEST_F(EvaluateTest, StopsAtTheFirstAbsentOrUndefinedValue) {
  EXPECT_EQ(Eval("c + a").outcome, Outcome::kAbsent);
  EXPECT_THAT(read_, ElementsAre(2));
  EXPECT_EQ(Eval("0 * c").outcome, Outcome::kAbsent);
  EXPECT_EQ(Eval("a / b + c").outcome, Outcome::kUndefined);
  EXPECT_THAT(read_, ElementsAre(0, 1));
  for (const char* text : {"a / b", "b / b", "log(b)", "log(d)", "sqrt(d)", "big * 10",
                           "1 / (a / b)", "min(1, a / b)", "(a / b) > 0"}) {
    EXPECT_EQ(Eval(text).outcome, Outcome::kUndefined) << text;
    EXPECT_TRUE(IsAbsent(Eval(text).value)) << text;
  }
  EXPECT_FALSE(BoundFormula::Bind(F("nowhere"), {}).ok());
}

}  // namespace
}  // namespace tarazy::rankings
