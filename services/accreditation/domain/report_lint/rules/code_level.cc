// code_level: a code's digit and letter go together, and with the level that the text states.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/programme_codes.h"

namespace tarazy::accreditation::report_lint {

void CodeLevel(const Subject& subject, Findings& findings) {
  std::map<std::string, const v1::CodeMention*> impossible;
  std::map<std::string, const v1::Place*> again;
  for (const v1::CodeMention& mention : subject.report.codes()) {
    const std::string code = NormalCode(mention.code());
    if (HasImpossibleLevel(code)) {
      findings.Compared();
      const auto [found, added] = impossible.emplace(code, &mention);
      if (!added) again.emplace(code, PlaceOf(mention));
      continue;
    }
    const absl::string_view own = LevelOfCode(code), stated = LevelOfWords(mention.level());
    if (own.empty() || stated.empty()) continue;
    findings.Compared();
    if (own == stated) continue;
    findings.Add(absl::StrCat(code, "/", stated),
                 absl::StrCat(code, " is the code of a ", own, "'s programme, but the text says ",
                              mention.level()),
                 {PlaceOf(mention), mention.code()}, {PlaceOf(mention), mention.level()});
  }
  for (const auto& [code, mention] : impossible) {
    const auto second = again.find(code);
    findings.Add(code,
                 absl::StrCat(code, " has a level that does not exist: ", code.substr(0, 2),
                              " is none of 6B, 7M, 7R, 8D"),
                 {PlaceOf(*mention), mention->code()},
                 {second == again.end() ? nullptr : second->second, ""});
  }
}

}  // namespace tarazy::accreditation::report_lint
