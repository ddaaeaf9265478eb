#include "services/notifications/domain/template/lint_template.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/notifications/domain/template/built_in_values.h"
#include "services/notifications/domain/template/language.h"
#include "services/notifications/domain/template/names.h"
#include "services/notifications/domain/template/parsed_text.h"
#include "services/notifications/domain/template/texts_of.h"
#include "services/notifications/domain/template/worded_value.h"
#include "services/notifications/domain/template/wording.h"

namespace tarazy::notifications {
namespace {

// snake_case.
bool IsWord(absl::string_view text) {
  return !text.empty() && absl::ascii_islower(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return absl::ascii_islower(byte) || absl::ascii_isdigit(byte) || c == '_';
         });
}

bool IsVariableName(absl::string_view name) {
  const std::vector<absl::string_view> words = absl::StrSplit(name, '.');
  return std::all_of(words.begin(), words.end(), IsWord);
}

class Linter {
 public:
  Linter(const v1::Template& letter, Faults& faults)
      : letter_(letter), faults_(faults), names_(NamesOf(letter)) {}

  void Run() && {
    if (!ParseLanguage(letter_.authoritative()).has_value()) {
      faults_.Add("authoritative", "must be kk, ru or en");
    }
    for (const v1::Variable& variable : letter_.variables()) LintVariable(variable);
    for (const v1::Phrase& phrase : letter_.phrases()) LintPhrase(phrase);
    for (const LetterField& field : FieldsOf(letter_)) LintField(field);
    LintUnused();
  }

 private:
  void LintVariable(const v1::Variable& variable) {
    const std::string path = absl::StrCat("variables.", variable.name());
    if (!IsVariableName(variable.name())) {
      faults_.Add(path, "a name is written in snake_case, of a field within another with a dot");
    }
    if (BuiltInKind(variable.name()).has_value()) faults_.Add(path, "every notice has it anyway");
    const absl::StatusOr<WordedValue> example = WordValue(
        variable.name(), variable.kind(), ExampleOf(variable), Language::kEn, absl::UTCTimeZone());
    if (!example.ok()) {
      faults_.Add(absl::StrCat(path, ".example"), example.status().message());
    } else if (!example->IsThere()) {
      faults_.Add(absl::StrCat(path, ".example"), "is missing");
    }
  }

  void LintPhrase(const v1::Phrase& phrase) {
    const std::string path = absl::StrCat("phrases.", phrase.name());
    if (!IsWord(phrase.name())) faults_.Add(path, "a name is written in snake_case");
    const auto variables = letter_.variables();
    if (BuiltInKind(phrase.name()).has_value() ||
        std::any_of(variables.begin(), variables.end(), [&](const v1::Variable& variable) {
          return variable.name() == phrase.name();
        })) {
      faults_.Add(path, "a variable has this name");
    }
    const auto count = names_.find(phrase.count());
    if (count == names_.end() || count->second.kind != v1::VARIABLE_KIND_NUMBER ||
        count->second.phrase != nullptr) {
      faults_.Add(absl::StrCat(path, ".count"),
                  "must be a number: a declared variable of this kind, days or days_over");
    }
    for (const Language language : kLanguages) LintForms(phrase, language);
  }

  void LintForms(const v1::Phrase& phrase, Language language) {
    const std::vector<Plural>& plurals = PluralsOf(language);
    const v1::PluralForms& forms = FormsOf(phrase, language);
    for (const Plural plural : {Plural::kOne, Plural::kFew, Plural::kMany, Plural::kOther}) {
      const std::string path =
          absl::StrCat("phrases.", phrase.name(), ".", Word(language), ".", Word(plural));
      const std::string& form = FormOf(forms, plural);
      const bool has = std::find(plurals.begin(), plurals.end(), plural) != plurals.end();
      if (has && form.empty()) faults_.Add(path, "is missing");
      if (!has && !form.empty()) faults_.Add(path, "the language has no such form");
      if (form.find("{{") != std::string::npos) {
        faults_.Add(path, "is text: the number is #, other variables have no place in it");
      }
    }
  }

  void LintField(const LetterField& field) {
    const bool required = field.name == "subject" || field.name == "text";
    if (!required && !field.IsThere()) return;
    std::vector<NameUse> uses;
    bool clear = true;
    for (const Language language : kLanguages) {
      const std::string path = absl::StrCat(field.name, ".", Word(language));
      const std::string& text = In(language, *field.text);
      if (absl::StripAsciiWhitespace(text).empty()) faults_.Add(path, "is missing");
      if (field.name == "subject" && text.find_first_of("\r\n") != std::string::npos) {
        faults_.Add(path, "must be one line");
      }
      const ParsedText parsed = ParseText(text);
      uses.push_back(UseOf(parsed.nodes, names_));
      for (const std::string& fault : parsed.faults) faults_.Add(path, fault);
      for (const std::string& fault : uses.back().faults) faults_.Add(path, fault);
      LintGuards(path, uses.back());
      clear = clear && !text.empty() && parsed.faults.empty();
      used_.insert(uses.back().names.begin(), uses.back().names.end());
    }
    // What a text without translation or syntax does not say is not a fault of its own.
    if (clear) LintTranslation(field.name, uses);
  }

  void LintGuards(const std::string& path, const NameUse& use) {
    for (const v1::Variable& variable : letter_.variables()) {
      const auto needed = use.needed.find(variable.name());
      if (!variable.optional() || needed == use.needed.end()) continue;
      faults_.Add(path, absl::StrCat("line ", needed->second, ": ", variable.name(),
                                     " is optional: what shows it stands in {{#", variable.name(),
                                     "}}…{{/", variable.name(), "}}"));
    }
  }

  // By what is told, not by how: a phrase in one language may be a bare number in another.
  std::set<std::string> SourcesOf(const NameUse& use) const {
    std::set<std::string> sources;
    for (const std::string& name : use.names) sources.insert(names_.at(name).Source(name));
    return sources;
  }

  void LintTranslation(absl::string_view field, const std::vector<NameUse>& uses) {
    std::vector<std::set<std::string>> sources;
    for (const NameUse& use : uses) sources.push_back(SourcesOf(use));
    std::set<std::string> all;
    for (const auto& some : sources) all.insert(some.begin(), some.end());
    for (const std::string& source : all) {
      for (size_t i = 0; i < kLanguages.size(); ++i) {
        if (sources[i].count(source) > 0) continue;
        faults_.Add(absl::StrCat(field, ".", Word(kLanguages[i])),
                    absl::StrCat("does not tell ", source, ", which another language does"));
      }
    }
  }

  void LintUnused() {
    std::set<std::string> sources = used_;
    for (const v1::Phrase& phrase : letter_.phrases()) {
      sources.insert(phrase.count());
      if (used_.count(phrase.name()) == 0) {
        faults_.Add(absl::StrCat("phrases.", phrase.name()), "no text uses it");
      }
    }
    for (const v1::Variable& variable : letter_.variables()) {
      if (sources.count(variable.name()) > 0) continue;
      faults_.Add(absl::StrCat("variables.", variable.name()), "no text uses it");
    }
  }

  const v1::Template& letter_;
  Faults& faults_;
  const Names names_;
  std::set<std::string> used_;
};

}  // namespace

void LintTemplate(const v1::Template& letter, Faults& faults) { Linter(letter, faults).Run(); }

}  // namespace tarazy::notifications
