#include "services/notifications/domain/template/render.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/notifications/domain/template/built_in_values.h"
#include "services/notifications/domain/template/names.h"
#include "services/notifications/domain/template/one_line.h"
#include "services/notifications/domain/template/parsed_text.h"
#include "services/notifications/domain/template/program.h"
#include "services/notifications/domain/template/texts_of.h"
#include "services/notifications/domain/template/worded_value.h"

namespace tarazy::notifications {
namespace {

absl::Status Invalid(absl::string_view sentence, Metadata metadata = {}) {
  return FailedPrecondition(Reason::kTemplateInvalid, sentence, std::move(metadata));
}

absl::Status Missing(const std::vector<std::string>& names) {
  return Invalid(
      absl::StrCat("the notice has no value for {{", absl::StrJoin(names, "}}, {{"), "}}"),
      {{"variable", absl::StrJoin(names, ", ")}});
}

absl::Status TooLarge() {
  return MakeError(
      absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
      absl::StrCat("the notice would be larger than ", kMaxRenderedBytes / 1024, " KiB"));
}

}  // namespace

struct CompiledTemplate::Program {
  // A variable that a text shows or that has to be there.
  struct Variable {
    std::string name;
    v1::VariableKind kind = v1::VARIABLE_KIND_TEXT;
    bool required = false;
    // By language: a text shows it outside a section of it.
    std::array<bool, 3> needed{};
  };
  // Shown after the variables, in this order.
  struct Phrase {
    size_t count = 0;
    std::array<v1::PluralForms, 3> forms;
  };

  std::vector<Variable> variables;
  std::vector<Phrase> phrases;
  // By language: subject, text, HTML, SMS.
  std::array<std::array<TextProgram, 4>, 3> texts;
  bool sms = false;

  // Gives every name in `used`, and every variable that is required, its number.
  absl::StatusOr<std::map<std::string, int>> Number(const Names& names,
                                                    const std::set<std::string>& used);
  absl::StatusOr<std::vector<Shown>> Show(const NoticeValues& values, Language language,
                                          const absl::TimeZone& zone) const;
};

absl::StatusOr<std::map<std::string, int>> CompiledTemplate::Program::Number(
    const Names& names, const std::set<std::string>& used) {
  std::set<std::string> counts;
  for (const std::string& name : used) counts.insert(names.at(name).Source(name));
  std::map<std::string, int> numbers;
  for (const auto& [name, about] : names) {
    if (about.phrase != nullptr || !(about.required || counts.count(name) > 0)) continue;
    numbers[name] = static_cast<int>(variables.size());
    variables.push_back({.name = name, .kind = about.kind, .required = about.required});
  }
  for (const std::string& name : used) {
    const v1::Phrase* words = names.at(name).phrase;
    if (words == nullptr) continue;
    const auto count = numbers.find(words->count());
    if (count == numbers.end()) {
      return Invalid(absl::StrCat("the phrase ", name, " counts what is no variable"));
    }
    Phrase phrase{.count = static_cast<size_t>(count->second)};
    for (const Language language : kLanguages) {
      phrase.forms[static_cast<size_t>(language)] = FormsOf(*words, language);
    }
    numbers[name] = static_cast<int>(variables.size() + phrases.size());
    phrases.push_back(std::move(phrase));
  }
  return numbers;
}

absl::StatusOr<CompiledTemplate> CompiledTemplate::Compile(const v1::Template& letter) {
  auto program = std::make_shared<Program>();
  const Names names = NamesOf(letter);
  const auto fields = FieldsOf(letter);
  std::array<std::array<ParsedText, 4>, 3> parsed;
  std::array<std::array<NameUse, 4>, 3> uses;
  std::set<std::string> used;
  for (size_t i = 0; i < kLanguages.size(); ++i) {
    for (size_t field = 0; field < fields.size(); ++field) {
      parsed[i][field] = ParseText(In(kLanguages[i], *fields[field].text));
      const ParsedText& tree = parsed[i][field];
      const NameUse& use = uses[i][field] = UseOf(tree.nodes, names);
      for (const auto* faults : {&tree.faults, &use.faults}) {
        if (faults->empty()) continue;
        return Invalid(
            absl::StrCat(fields[field].name, ".", Word(kLanguages[i]), ", ", faults->front()));
      }
      used.insert(use.names.begin(), use.names.end());
    }
  }
  ASSIGN_OR_RETURN(const auto numbers, program->Number(names, used));
  const auto number_of = [&](const std::string& name) { return numbers.at(name); };
  for (const Language language : kLanguages) {
    const auto i = static_cast<size_t>(language);
    for (size_t field = 0; field < fields.size(); ++field) {
      for (const auto& [name, line] : uses[i][field].needed) {
        program->variables[static_cast<size_t>(number_of(name))].needed[i] = true;
      }
      program->texts[i][field] = TextProgram(parsed[i][field].nodes, number_of);
    }
  }
  program->sms = fields[3].IsThere();
  return CompiledTemplate(std::move(program));
}

absl::StatusOr<std::vector<Shown>> CompiledTemplate::Program::Show(
    const NoticeValues& values, Language language, const absl::TimeZone& zone) const {
  std::vector<Shown> shown(variables.size() + phrases.size());
  std::vector<Plural> plurals(variables.size(), Plural::kOther);
  std::vector<std::string> missing;
  for (size_t i = 0; i < variables.size(); ++i) {
    const Variable& variable = variables[i];
    const bool must = variable.required || variable.needed[static_cast<size_t>(language)];
    const auto value = values.find(variable.name);
    if (value == values.end()) {
      if (must) missing.push_back(variable.name);
      continue;
    }
    ASSIGN_OR_RETURN(WordedValue worded,
                     WordValue(variable.name, variable.kind, value->second, language, zone));
    shown[i].there = worded.IsThere();
    if (must && !shown[i].there && variable.kind != v1::VARIABLE_KIND_LIST) {
      missing.push_back(variable.name);
    }
    shown[i].text = std::move(worded.text);
    shown[i].items = std::move(worded.items);
    plurals[i] = worded.plural;
  }
  if (!missing.empty()) return Missing(missing);
  for (size_t i = 0; i < phrases.size(); ++i) {
    const Phrase& phrase = phrases[i];
    const Shown& count = shown[phrase.count];
    if (!count.there) continue;
    Shown& words = shown[variables.size() + i];
    words.there = true;
    words.text = absl::StrReplaceAll(
        FormOf(phrase.forms[static_cast<size_t>(language)], plurals[phrase.count]),
        {{"#", count.text}});
  }
  return shown;
}

absl::StatusOr<v1::Rendered> CompiledTemplate::Render(const NoticeValues& values, Language language,
                                                      const absl::TimeZone& zone) const {
  ASSIGN_OR_RETURN(const std::vector<Shown> shown, program_->Show(values, language, zone));
  const auto& texts = program_->texts[static_cast<size_t>(language)];
  v1::Rendered rendered;
  rendered.set_language(std::string(Word(language)));
  size_t left = kMaxRenderedBytes;
  const auto write = [&](const TextProgram& text, Escape escape, std::string& out) {
    if (!text.Write(shown, escape, left, out)) return false;
    left -= out.size();
    return true;
  };
  std::string subject;
  if (!write(texts[0], Escape::kNone, subject) ||
      !write(texts[1], Escape::kNone, *rendered.mutable_text()) ||
      !write(texts[2], Escape::kHtml, *rendered.mutable_html()) ||
      !write(texts[3], Escape::kNone, *rendered.mutable_sms())) {
    return TooLarge();
  }
  rendered.set_subject(OneLine(subject));
  if (!program_->sms) {
    if (rendered.subject().size() > left) return TooLarge();
    rendered.set_sms(rendered.subject());
  }
  rendered.set_digest(DigestOf(rendered));
  return rendered;
}

absl::StatusOr<v1::Rendered> Render(const v1::Template& letter, const NoticeValues& values,
                                    Language language, const absl::TimeZone& zone) {
  ASSIGN_OR_RETURN(const CompiledTemplate compiled, CompiledTemplate::Compile(letter));
  return compiled.Render(values, language, zone);
}

absl::StatusOr<v1::Rendered> Preview(const v1::Template& letter, Language language,
                                     const absl::TimeZone& zone) {
  NoticeValues values;
  for (const v1::Variable& variable : letter.variables()) {
    values[variable.name()] = ExampleOf(variable);
  }
  const Occasion occasion{
      .recipient = language == Language::kKk ? "Ректордың қабылдау бөлмесі"
                   : language == Language::kRu ? "Приёмная ректора"
                                               : "Rector's office",
      .institution = {.en = "University", .ru = "Университет", .kk = "Университет"},
      .link = "https://tarazy.example/notices/1",
      .topic = {.en = "Deadlines", .ru = "Сроки", .kk = "Мерзімдер"},
      .now = absl::FromCivil(absl::CivilHour(2026, 4, 18, 9), zone),
      .deadline = Occasion::Deadline{.due = absl::CivilDay(2026, 4, 25),
                                     .today = absl::CivilDay(2026, 4, 18)}};
  AddBuiltIns(occasion, values);
  ASSIGN_OR_RETURN(const CompiledTemplate compiled, CompiledTemplate::Compile(letter));
  absl::StatusOr<v1::Rendered> rendered = compiled.Render(values, language, zone);
  if (rendered.ok()) return rendered;
  // A text that cannot be written before the deadline is over.
  values["days"] = int64_t{-3};
  values["days_over"] = int64_t{3};
  return compiled.Render(values, language, zone);
}

std::string DigestOf(const v1::Rendered& rendered) {
  Sha256 hash;
  for (const std::string* field : {&rendered.language(), &rendered.subject(), &rendered.text(),
                                   &rendered.html(), &rendered.sms()}) {
    std::string length(8, '\0');
    for (size_t i = 0; i < length.size(); ++i) {
      length[i] = static_cast<char>(uint64_t{field->size()} >> (56 - 8 * i));
    }
    hash.Update(length);
    hash.Update(*field);
  }
  return Hex(hash.Finish());
}

}  // namespace tarazy::notifications
