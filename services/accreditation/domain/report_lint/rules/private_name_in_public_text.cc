// private_name_in_public_text: a public text names those who hold an office, others by their roles.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {

void PrivateNameInPublicText(const Subject& subject, Findings& findings) {
  if (!subject.report.is_public()) return;
  std::map<std::string, std::vector<const v1::PersonMention*>> roles;
  for (const v1::PersonMention& person : subject.report.persons()) {
    findings.Compared();
    if (!person.in_office()) roles[Slug(person.role())].push_back(&person);
  }
  for (const auto& [role, persons] : roles) {
    const v1::PersonMention& first = *persons[0];
    std::string message = absl::StrCat("a public text names a private person: ", first.role());
    if (persons.size() > 1) absl::StrAppend(&message, ", ", persons.size(), " times");
    findings.Add(role, std::move(message), {PlaceOf(first), first.role()},
                 {persons.size() > 1 ? PlaceOf(*persons[1]) : nullptr, ""});
  }
}

}  // namespace tarazy::accreditation::report_lint
