#include "services/notifications/domain/template/lint_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/notifications/domain/template/render.h"
#include "services/notifications/domain/template/test_letter.h"

namespace tarazy::notifications {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// "path: sentence" of each fault.
std::vector<std::string> FaultsOf(const v1::Template& letter) {
  Faults faults;
  LintTemplate(letter, faults);
  std::vector<std::string> found;
  for (const FieldViolation& fault : faults.fields()) {
    found.push_back(fault.field + ": " + fault.description);
  }
  return found;
}

std::vector<std::string> After(const std::function<void(v1::Template&)>& change) {
  v1::Template letter = FindingDue();
  change(letter);
  return FaultsOf(letter);
}

TEST(LintTemplateTest, AGoodTemplateHasNoFaults) {
  EXPECT_THAT(FaultsOf(FindingDue()), IsEmpty());
  EXPECT_TRUE(CompiledTemplate::Compile(FindingDue()).ok());
}

TEST(LintTemplateTest, EveryLanguageIsThere) {
  EXPECT_THAT(After([](auto& letter) { letter.mutable_subject()->clear_kk(); }),
              ElementsAre("subject.kk: is missing"));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_html()->set_ru(" \n"); }),
              Contains("html.ru: is missing"));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_sms()->set_en("Soon"); }),
              ElementsAre("sms.kk: is missing", "sms.ru: is missing"));
  EXPECT_THAT(
      After([](auto& letter) { letter.clear_text(); }),
      testing::IsSupersetOf({"text.kk: is missing", "text.ru: is missing", "text.en: is missing"}));
  EXPECT_THAT(After([](auto& letter) { letter.clear_html(); }), IsEmpty());
}

TEST(LintTemplateTest, SyntaxFaultsSayWhere) {
  EXPECT_THAT(After([](auto& letter) { letter.mutable_text()->set_ru("{{recipient}}\n\n{{due"); }),
              Contains("text.ru: line 3: unclosed tag"));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_html()->set_en("<p>{{{fee}}}</p>"); }),
              Contains(StartsWith("html.en: line 1: {{{fee}}} would not be escaped")));
}

TEST(LintTemplateTest, NamesAreKnown) {
  EXPECT_THAT(
      After([](auto& letter) {
        letter.mutable_sms()->set_en("{{programe}}");
        letter.mutable_sms()->set_ru("x");
        letter.mutable_sms()->set_kk("x");
      }),
      ElementsAre("sms.en: line 1: {{programe}} is neither a variable, a phrase nor built in"));
}

TEST(LintTemplateTest, WhatOneLanguageTellsAllTell) {
  EXPECT_THAT(
      After([](auto& letter) { letter.mutable_subject()->set_kk("{{days_left}} қалды"); }),
      ElementsAre("subject.kk: does not tell programme.title, which another language does"));
  // A phrase in one, the bare number in another: the same is told.
  EXPECT_THAT(After([](auto& letter) {
                letter.mutable_subject()->set_kk("{{programme.title}}: {{days}} күн");
              }),
              IsEmpty());
}

TEST(LintTemplateTest, WhatIsDeclaredIsUsed) {
  EXPECT_THAT(
      After([](auto& letter) {
        AddVariable(letter, "grade", v1::VARIABLE_KIND_TEXT, "A");
        *letter.add_phrases() = letter.phrases(0);
        letter.mutable_phrases(1)->set_name("more_days");
      }),
      ElementsAre("phrases.more_days: no text uses it", "variables.grade: no text uses it"));
}

TEST(LintTemplateTest, PhrasesHaveTheFormsOfTheirLanguage) {
  EXPECT_THAT(After([](auto& letter) { letter.mutable_phrases(0)->mutable_ru()->clear_few(); }),
              ElementsAre("phrases.days_left.ru.few: is missing"));
  EXPECT_THAT(
      After([](auto& letter) { letter.mutable_phrases(0)->mutable_kk()->set_many("# күн"); }),
      ElementsAre("phrases.days_left.kk.many: the language has no such form"));
  EXPECT_THAT(
      After([](auto& letter) { letter.mutable_phrases(0)->mutable_en()->set_one("{{fee}}"); }),
      ElementsAre(StartsWith("phrases.days_left.en.one: is text")));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_phrases(0)->set_count("programme.title"); }),
              Contains(StartsWith("phrases.days_left.count: must be a number")));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_phrases(0)->set_count("days_left"); }),
              Contains(StartsWith("phrases.days_left.count: must be a number")));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_phrases(0)->set_name("fee"); }),
              Contains("phrases.fee: a variable has this name"));
}

TEST(LintTemplateTest, OptionalVariablesAreGuarded) {
  EXPECT_THAT(
      After([](auto& letter) {
        for (auto* text : {letter.mutable_html()->mutable_en(), letter.mutable_html()->mutable_ru(),
                           letter.mutable_html()->mutable_kk()}) {
          *text = "\n{{#points}}{{.}}{{note}}{{/points}}{{^note}}{{note}}{{/note}}";
        }
      }),
      Contains("html.ru: line 2: note is optional: what shows it stands in "
               "{{#note}}…{{/note}}"));
  // The count of a phrase guards it.
  EXPECT_THAT(
      After([](auto& letter) {
        AddVariable(letter, "left", v1::VARIABLE_KIND_NUMBER, "3", /*optional=*/true);
        letter.mutable_phrases(0)->set_count("left");
        letter.mutable_subject()->set_en("{{programme.title}}{{#left}}{{days_left}}{{/left}}");
        letter.mutable_subject()->set_ru("{{programme.title}}{{#days_left}}{{.}}{{/days_left}}");
      }),
      ElementsAre(StartsWith("subject.kk: line 1: left is optional")));
}

TEST(LintTemplateTest, ListsAreSections) {
  EXPECT_THAT(After([](auto& letter) { letter.mutable_html()->set_en("{{points}}"); }),
              Contains("html.en: line 1: points is a list: {{#points}}{{.}}{{/points}}"));
  EXPECT_THAT(After([](auto& letter) {
                letter.mutable_html()->set_en("{{#points}}{{#points}}x{{/points}}{{/points}}");
              }),
              Contains("html.en: line 1: a list cannot stand in another"));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_html()->set_en("{{.}}"); }),
              Contains("html.en: line 1: {{.}} stands in no section"));
}

TEST(LintTemplateTest, VariablesAreWellNamedAndHaveExamplesOfTheirKind) {
  EXPECT_THAT(After([](auto& letter) { letter.mutable_variables(0)->set_name("Programme"); }),
              Contains(StartsWith("variables.Programme: a name is written in snake_case")));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_variables(0)->set_name("link"); }),
              Contains("variables.link: every notice has it anyway"));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_variables(1)->set_example("much"); }),
              ElementsAre("variables.fee.example: the value of {{fee}} must be a number"));
  EXPECT_THAT(After([](auto& letter) {
                letter.mutable_variables(0)->set_kind(v1::VARIABLE_KIND_LINK);
                letter.mutable_variables(0)->set_example("javascript:alert(1)");
              }),
              ElementsAre(HasSubstr("must be a link")));
  EXPECT_THAT(After([](auto& letter) { letter.mutable_variables(3)->clear_example(); }),
              ElementsAre("variables.note.example: is missing"));
}

TEST(LintTemplateTest, SubjectsAreOneLineAndLanguagesKnown) {
  EXPECT_THAT(After([](auto& letter) {
                letter.mutable_subject()->set_en("{{programme.title}}\nBcc: {{days_left}}");
                letter.set_authoritative("de");
              }),
              ElementsAre("authoritative: must be kk, ru or en", "subject.en: must be one line"));
}

}  // namespace
}  // namespace tarazy::notifications
