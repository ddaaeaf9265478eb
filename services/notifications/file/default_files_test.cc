// What the program brings reads well in every language.
#include "services/notifications/file/default_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "services/notifications/domain/template/language.h"
#include "services/notifications/domain/template/render.h"
#include "services/notifications/file/read_catalogue.h"

namespace tarazy::notifications {
namespace {

using testing::HasSubstr;
using testing::Not;

Catalogue Defaults() {
  absl::StatusOr<Catalogue> catalogue = ReadCatalogue(DefaultFiles());
  EXPECT_TRUE(catalogue.ok()) << catalogue.status();
  return catalogue.ok() ? *std::move(catalogue) : Catalogue{};
}

const v1::Template& Letter(const Catalogue& catalogue, const std::string& id) {
  for (const v1::Template& letter : catalogue.templates) {
    if (letter.id() == id) return letter;
  }
  ADD_FAILURE() << "no template " << id;
  return v1::Template::default_instance();
}

TEST(DefaultFilesTest, EveryTopicHasItsTemplatesAndEveryTemplateATopic) {
  const Catalogue catalogue = Defaults();
  std::set<std::string> used;
  for (const v1::Topic& topic : catalogue.topics) {
    used.insert(topic.template_());
    for (const v1::Rung& rung : topic.ladder()) {
      if (!rung.template_().empty()) used.insert(rung.template_());
    }
  }
  std::set<std::string> there;
  for (const v1::Template& letter : catalogue.templates) there.insert(letter.id());
  EXPECT_EQ(used, there);
}

TEST(DefaultFilesTest, EveryTemplateCanBePreviewedInThreeLanguages) {
  for (const v1::Template& letter : Defaults().templates) {
    for (const Language language : kLanguages) {
      const auto preview = Preview(letter, language, absl::UTCTimeZone());
      ASSERT_TRUE(preview.ok()) << letter.id() << ": " << preview.status();
      EXPECT_FALSE(preview->subject().empty()) << letter.id();
      EXPECT_THAT(preview->text(), Not(HasSubstr("{{"))) << letter.id();
      EXPECT_THAT(preview->text(), Not(HasSubstr("\n\n\n"))) << letter.id();
    }
  }
}

// The same words, whatever is absent.
TEST(DefaultFilesTest, EveryTemplateDoesWithoutWhatIsOptional) {
  for (v1::Template letter : Defaults().templates) {
    v1::Template bare = letter;
    for (v1::Variable& variable : *bare.mutable_variables()) {
      if (variable.optional()) variable.clear_example();
    }
    for (const Language language : kLanguages) {
      const auto preview = Preview(bare, language, absl::UTCTimeZone());
      EXPECT_TRUE(preview.ok()) << letter.id() << ": " << preview.status();
    }
  }
}

TEST(DefaultFilesTest, DaysAreCountedByTheRulesOfEachLanguage) {
  const v1::Template letter = Letter(Defaults(), "finding-deadline");
  const auto text = [&](Language language) {
    const auto preview = Preview(letter, language, absl::UTCTimeZone());
    return preview.ok() ? preview->subject() : preview.status().ToString();
  };
  EXPECT_THAT(text(Language::kRu), testing::StartsWith("Осталось 7 дней: "));
  EXPECT_THAT(text(Language::kKk), testing::StartsWith("7 күн қалды: "));
  EXPECT_THAT(text(Language::kEn), testing::StartsWith("7 days left: "));
}

TEST(DefaultFilesTest, ASubjectOfAnEditionSaysTheYearAndNothingElse) {
  const v1::Template letter = Letter(Defaults(), "edition-published");
  for (const auto* subject :
       {&letter.subject().kk(), &letter.subject().ru(), &letter.subject().en()}) {
    const size_t year = subject->find("{{year}}");
    ASSERT_NE(year, std::string::npos);
    EXPECT_EQ(subject->find("{{", year + 2), std::string::npos) << *subject;
  }
}

}  // namespace
}  // namespace tarazy::notifications
