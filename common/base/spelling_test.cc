#include "common/base/spelling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"

namespace tarazy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Key(absl::string_view text) { return absl::StrJoin(SpellingWords(text), " "); }

TEST(SpellingTest, TheSpellingsOfANameHaveOneKey) {
  const std::vector<std::vector<const char*>> names = {
      {"Serikbayev", "Серікбаев", "Сериқбаев", "Serikbaev", "Serıkbaev", "СЕРИКБАЕВ"},
      {"Satbayev", "Сәтбаев", "Сатбаев", "Sätbaev"},
      {"Toraighyrov", "Торайгыров", "Торайғыров", "Toraigyrov"},
      {"Zhurgenov", "Жүргенов", "Jürgenov", "Жургенов"},
      {"Al-Farabi", "Аль-Фараби", "Әл-Фараби"},
      {"Yassawi", "Ясауи", "Yasaui", "Iassaui"},
      {"Kunanbay", "Құнанбай", "Qunanbai"},
      {"Khalel Dosmukhamedov", "Халел Досмұхамедов", "Halel Dosmuhamedov"},
      {"Dulaty", "Дулати", "Dulati"},
      {"Aliyev", "Әлиев", "Алиев", "Aliev"},
      {"Dostoyevskiy", "Достоевский", "Dostoevsky"},
      {"Shokan", "Шоқан", "Şoqan"}};
  for (const auto& spellings : names) {
    for (const char* spelling : spellings) EXPECT_EQ(Key(spelling), Key(spellings[0])) << spelling;
  }
}

TEST(SpellingTest, AnotherNameHasAnotherKey) {
  EXPECT_NE(Key("Serikbayev"), Key("SERIBAYEV"));
  EXPECT_NE(Key("Satbayev"), Key("Satpayev"));
  EXPECT_NE(Key("Абай"), Key("Абылай"));
}

TEST(SpellingTest, WordsAreWhatPunctuationAndSpacesLeave) {
  EXPECT_THAT(SpellingWords("«D.Seribayev» East-Kazakhstan"),
              ElementsAre("d", "seribaev", "east", "kazahstan"));
  EXPECT_THAT(SpellingWords("d'Alembert’s"), ElementsAre("dalemberts"));
  EXPECT_THAT(SpellingWords("\t–  №  "), ElementsAre("no"));
  EXPECT_THAT(SpellingWords("... !"), IsEmpty());
  EXPECT_THAT(SpellingWords(""), IsEmpty());
}

TEST(SpellingTest, DigitsStayAsTheyAre) {
  EXPECT_THAT(SpellingWords("6B04107 KZ78LAA00018507"), ElementsAre("6b04107", "kz78la00018507"));
}

TEST(SpellingTest, OtherScriptsAreTransliterated) {
  EXPECT_EQ(Key("Αθήνα"), "athena");
  EXPECT_THAT(SpellingWords("北京 大学"), ElementsAre("bei", "jing", "da", "xue"));
}

TEST(SpellingTest, KeysAreAsciiAndShortWhateverComes) {
  std::string odd = "🎓\u202e\ufeff\xff\xfe ";
  for (int i = 0; i < 100; ++i) odd += "ab";
  for (const std::string& word : SpellingWords(odd)) {
    EXPECT_LE(word.size(), 63u);
    for (const char c : word) EXPECT_TRUE(isalnum(static_cast<unsigned char>(c))) << word;
  }
}

}  // namespace
}  // namespace tarazy
