// A template with everything that templates have: a reminder of a finding.
#pragma once

#include <string>

#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

inline void AddVariable(v1::Template& letter, const std::string& name, v1::VariableKind kind,
                        const std::string& example, bool optional = false) {
  v1::Variable& variable = *letter.add_variables();
  variable.set_name(name);
  variable.set_kind(kind);
  variable.set_example(example);
  variable.set_optional(optional);
}

inline v1::Template FindingDue() {
  v1::Template letter;
  letter.set_id("finding-due");
  AddVariable(letter, "programme.title", v1::VARIABLE_KIND_TEXT, "6B07101 Energy");
  AddVariable(letter, "fee", v1::VARIABLE_KIND_NUMBER, "1250000.5");
  AddVariable(letter, "points", v1::VARIABLE_KIND_LIST, "Plan of measures; Order of the rector");
  AddVariable(letter, "note", v1::VARIABLE_KIND_TEXT, "By post too", /*optional=*/true);
  v1::Phrase& left = *letter.add_phrases();
  left.set_name("days_left");
  left.set_count("days");
  left.mutable_en()->set_one("# day");
  left.mutable_en()->set_other("# days");
  left.mutable_ru()->set_one("# день");
  left.mutable_ru()->set_few("# дня");
  left.mutable_ru()->set_many("# дней");
  left.mutable_ru()->set_other("# дня");
  left.mutable_kk()->set_one("# күн");
  left.mutable_kk()->set_other("# күн");
  letter.mutable_subject()->set_en("{{programme.title}}: {{days_left}} left");
  letter.mutable_subject()->set_ru("{{programme.title}}: {{days_left}}");
  letter.mutable_subject()->set_kk("{{programme.title}}: {{days_left}} қалды");
  letter.mutable_text()->set_en(
      "Dear {{recipient}},\n\nby {{due}}:\n{{#points}}\n- {{.}}\n{{/points}}\n{{#note}}\n\n"
      "Note: {{note}}\n{{/note}}\nFee: {{fee}}\n");
  letter.mutable_text()->set_ru(
      "{{recipient}}!\n\nДо {{due}}:\n{{#points}}\n- {{.}}\n{{/points}}\n{{#note}}\n\n"
      "Примечание: {{note}}\n{{/note}}\nОплата: {{fee}}\n");
  letter.mutable_text()->set_kk(
      "{{recipient}}!\n\n{{due}} дейін:\n{{#points}}\n- {{.}}\n{{/points}}\n{{#note}}\n\n"
      "Ескерту: {{note}}\n{{/note}}\nТөлем: {{fee}}\n");
  letter.mutable_html()->set_en("<p>{{programme.title}}</p>{{^note}}<hr>{{/note}}");
  letter.mutable_html()->set_ru("<p>{{programme.title}}</p>{{^note}}<hr>{{/note}}");
  letter.mutable_html()->set_kk("<p>{{programme.title}}</p>{{^note}}<hr>{{/note}}");
  return letter;
}

}  // namespace tarazy::notifications
