#include "common/sql/placeholders.h"

#include <gtest/gtest.h>

namespace tarazy::sql {
namespace {

TEST(PlaceholdersTest, AreTranslatedAndCounted) {
  const Translated out = TranslatePlaceholders("SELECT ?2, ?1 FROM t WHERE a > ?12");
  EXPECT_EQ(out.text, "SELECT $2, $1 FROM t WHERE a > $12");
  EXPECT_EQ(out.params, 12);
  EXPECT_EQ(TranslatePlaceholders("").text, "");
  EXPECT_EQ(TranslatePlaceholders("SELECT ?").text, "SELECT ?");
}

TEST(PlaceholdersTest, AreLeftAloneInQuotesAndComments) {
  constexpr char kSql[] =
      "SELECT '?1 it''s ?2', \"?3\" -- ?4 '\n, /* ?5 ' */ ?1 FROM t WHERE a = 'open ?6";
  const Translated out = TranslatePlaceholders(kSql);
  EXPECT_EQ(out.text,
            "SELECT '?1 it''s ?2', \"?3\" -- ?4 '\n, /* ?5 ' */ $1 FROM t WHERE a = 'open ?6");
  EXPECT_EQ(out.params, 1);
}

}  // namespace
}  // namespace tarazy::sql
