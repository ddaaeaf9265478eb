#include "services/registry/domain/search_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tarazy::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SearchTextTest, AllNamesOfAllTimesCount) {
  const Institution ektu{
      .unit = {.id = "ektu", .title = {.en = "Serikbayev EKTU", .ru = "ВКТУ", .kk = "Серікбаев"}},
      .names = {{.title = {.en = "Road Institute"}}}};
  EXPECT_THAT(SearchWords(ektu), ElementsAre("ektu", "institute", "road", "serikbaev", "vktu"));
}

TEST(SearchTextTest, CodesOfAProgrammeCountToo) {
  const Programme smm{.unit = {.title = {.en = "Marketing"}, .code = "6B04107"},
                      .old_codes = {{.code = "5B051100"}}};
  EXPECT_THAT(SearchWords(smm), ElementsAre("5b051100", "6b04107", "marketing"));
}

TEST(SearchTextTest, AQueryIsAtMostEightWords) {
  EXPECT_THAT(*QueryWords(""), IsEmpty());
  EXPECT_THAT(*QueryWords("Сериқбаев ШҚТУ"), ElementsAre("serikbaev", "shktu"));
  EXPECT_TRUE(QueryWords("a b c d e f g h").ok());
  EXPECT_FALSE(QueryWords("a b c d e f g h i").ok());
  EXPECT_FALSE(QueryWords("!").ok());
  EXPECT_FALSE(QueryWords(std::string(201, 'a')).ok());
  EXPECT_FALSE(QueryWords("\xff").ok());
}

}  // namespace
}  // namespace tarazy::registry
