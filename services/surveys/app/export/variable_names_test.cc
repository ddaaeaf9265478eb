#include "services/surveys/app/export/variable_names.h"

#include <gtest/gtest.h>

namespace tarazy::surveys {
namespace {

TEST(VariableNamesTest, NamesBeginWithALetterAndHoldWhatSpssTakes) {
  VariableNames names;
  EXPECT_EQ(names.NameOf("sex"), "sex");
  EXPECT_EQ(names.NameOf("6"), "q6");
  EXPECT_EQ(names.NameOf("39.1"), "q39.1");
  EXPECT_EQ(names.NameOf("39.1_very-good"), "q39.1_very_good");
  EXPECT_EQ(names.NameOf("open-"), "open");
  EXPECT_EQ(names.NameOf("open._."), "open_2");
}

TEST(VariableNamesTest, NoReservedWordAndNoNameTwice) {
  VariableNames names;
  EXPECT_EQ(names.NameOf("with"), "q_with");
  EXPECT_EQ(names.NameOf("q_with"), "q_with_2");
  EXPECT_EQ(names.NameOf("q-with"), "q_with_3");
  EXPECT_EQ(names.NameOf("Q_WITH"), "Q_WITH_4");
}

TEST(VariableNamesTest, LongNamesAreCutAndStayApart) {
  VariableNames names;
  const std::string id(63, 'a');
  const std::string first = names.NameOf(id + "_yes");
  const std::string second = names.NameOf(id + "_no");
  EXPECT_EQ(first, id);
  EXPECT_EQ(second, std::string(62, 'a') + "_2");
}

}  // namespace
}  // namespace tarazy::surveys
