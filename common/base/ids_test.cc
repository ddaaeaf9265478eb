#include "common/base/ids.h"

#include <gtest/gtest.h>

namespace tarazy {
namespace {

TEST(SlugTest, TransliteratesAnyScript) {
  EXPECT_EQ(Slug("Harvard University"), "harvard-university");
  EXPECT_EQ(Slug("Massachusetts Institute of Technology (MIT)"),
            "massachusetts-institute-of-technology-mit");
  EXPECT_EQ(Slug("École Polytechnique Fédérale"), "ecole-polytechnique-federale");
  EXPECT_EQ(Slug("Қазақ Ұлттық Әділет"), "qazaq-ulttyq-adilet");
  EXPECT_EQ(Slug("Щукин жұлдызы"), "shchukin-zhuldyzy");
  EXPECT_EQ(Slug("King's College"), "kings-college");
  EXPECT_EQ(Slug("!!!"), "");
  EXPECT_EQ(Slug(std::string(200, 'a')).size(), 63u);
}

TEST(CheckIdTest, RefusesWhatIsNotAnId) {
  EXPECT_TRUE(CheckId("id", "iqaa-2020").ok());
  for (const char* bad : {"", "-a", "A", "a b", "a/b", "é", "a'; DROP TABLE x; --"}) {
    EXPECT_FALSE(CheckId("id", bad).ok()) << bad;
  }
  EXPECT_FALSE(CheckId("id", std::string(64, 'a')).ok());
}

TEST(RandomHexTest, IsLongEnoughAndDiffers) {
  EXPECT_EQ(RandomHex(16).size(), 32u);
  EXPECT_NE(RandomHex(16), RandomHex(16));
}

}  // namespace
}  // namespace tarazy
