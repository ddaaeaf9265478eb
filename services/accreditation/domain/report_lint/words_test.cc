#include "services/accreditation/domain/report_lint/words.h"

#include <gmock/gmock.h>

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Words, CaseAndPunctuationDoNotTellTextsApart) {
  EXPECT_THAT(Words("  Right to Participation\n(Eligibility). "),
              ElementsAre("right", "to", "participation", "eligibility"));
  EXPECT_EQ(Folded("\u201cQS\u00a0Stars\u201d \u2013 4*"), "qs stars 4");
  EXPECT_THAT(Words(" \u2022 \u2014 ... "), IsEmpty());
}

TEST(Words, FoldsCyrillicAndKazakhLetters) {
  EXPECT_EQ(Folded("РЕЙТИНГТІҢ Әділеттілігі ҚАЗАҚ Ёлка Ұлт ҮЙ ҺӘМ"),
            "рейтингтің әділеттілігі қазақ ёлка ұлт үй һәм");
}

TEST(Words, IllFormedBytesDoNoHarm) {
  EXPECT_THAT(Words("a\xff\xfe b\xe2\x82"), testing::SizeIs(testing::Ge(2u)));
  EXPECT_EQ(Folded("\U0001F600 x"), "\U0001F600 x");
}

TEST(Words, SimilarityIsTheShareOfCommonWords) {
  EXPECT_DOUBLE_EQ(Similarity(Words("a b c"), Words("C, B, A")), 1);
  EXPECT_DOUBLE_EQ(Similarity(Words("a b"), Words("c d")), 0);
  EXPECT_DOUBLE_EQ(Similarity(Words("a b c d"), Words("a b c e")), 0.75);
  EXPECT_DOUBLE_EQ(Similarity(Words("a a"), Words("a")), 2.0 / 3);
  EXPECT_DOUBLE_EQ(Similarity({}, {}), 1);
}

TEST(Words, SlugsAndExcerptsAreCutBetweenCharacters) {
  EXPECT_EQ(Slug("Learner support!"), "learner-support");
  EXPECT_LE(Slug(std::string(200, 'x')).size(), 60u);
  EXPECT_EQ(Excerpt("short"), "short");
  EXPECT_EQ(Excerpt("қазақ", 3), "қ\u2026");
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
