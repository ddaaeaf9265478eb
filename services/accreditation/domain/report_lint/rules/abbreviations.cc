// abbreviation_undeclared: a short form that is used is in the list of abbreviations.
// abbreviation_unused: and one of the list is used.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

struct Forms {
  std::map<std::string, const v1::Abbreviation*> declared, used;
};

// By the form as printed: "OP" and "Op" are two.
Forms FormsOf(const Subject& subject) {
  Forms forms;
  for (const v1::Abbreviation& abbreviation : subject.report.abbreviations()) {
    (abbreviation.meaning().empty() ? forms.used : forms.declared)
        .emplace(abbreviation.printed(), &abbreviation);
  }
  return forms;
}

}  // namespace

void AbbreviationUndeclared(const Subject& subject, Findings& findings) {
  const Forms forms = FormsOf(subject);
  // A report without a list declares nothing.
  if (forms.declared.empty()) return;
  for (const auto& [printed, mention] : forms.used) {
    findings.Compared();
    if (forms.declared.contains(printed)) continue;
    findings.Add(printed,
                 absl::StrCat(printed, " is used, but is not in the list of abbreviations"),
                 {PlaceOf(*mention), printed}, {PlaceOf(*forms.declared.begin()->second), ""});
  }
}

void AbbreviationUnused(const Subject& subject, Findings& findings) {
  const Forms forms = FormsOf(subject);
  // Nobody wrote down which are used.
  if (forms.used.empty()) return;
  for (const auto& [printed, mention] : forms.declared) {
    findings.Compared();
    if (forms.used.contains(printed)) continue;
    findings.Add(printed,
                 absl::StrCat(printed, " is in the list of abbreviations, but is used nowhere"),
                 {PlaceOf(*mention), printed}, {nullptr, "not used"});
  }
}

}  // namespace tarazy::accreditation::report_lint
