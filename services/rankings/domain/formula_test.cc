#include "services/rankings/domain/formula.h"

#include <gmock/gmock.h>

#include "services/rankings/domain/formula_tokens.h"
#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;

TEST(FormulaTest, NamesItsVariablesOnceInOrder) {
  EXPECT_THAT(VariablesOf(F("b + a / (b + c)")), ElementsAre("b", "a", "c"));
  EXPECT_EQ(BareVariable(F("(students)")), "students");
  EXPECT_EQ(BareVariable(F("students + 0")), "");
}

TEST(FormulaTest, RendersNumbersInPlaceOfNames) {
  const auto text = Render(F("100 * a / (b - c)"), [](const std::string& name) {
    return name == "a" ? "3" : name == "b" ? "(-2)" : name;
  });
  EXPECT_EQ(text, "100 * 3 / ((-2) - c)");
}

TEST(FormulaTest, VariableNamesAreNoWordsOfTheLanguage) {
  EXPECT_TRUE(IsVariableName("students_2020"));
  EXPECT_TRUE(IsVariableName("_x"));
  for (const char* bad : {"", "2x", "and", "if", "log", "a-b", "a b", "имя"}) {
    EXPECT_FALSE(IsVariableName(bad)) << bad;
  }
}

}  // namespace
}  // namespace tarazy::rankings
