// duplicate_item: a survey asks a thing once, and a sentence lists it once.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// One word stands under many headings: "Students" says nothing without its own.
constexpr size_t kFewestWords = 2;

void CheckSurvey(const v1::PrintedSurvey& survey, Findings& findings) {
  std::map<std::string, const v1::PrintedItem*> first;
  for (const v1::PrintedItem& item : survey.items()) {
    const std::vector<std::string> words = Words(item.text());
    if (words.size() < kFewestWords) continue;
    findings.Compared();
    const auto [found, added] = first.emplace(Folded(item.text()), &item);
    if (added) continue;
    const v1::PrintedItem& other = *found->second;
    findings.Add(absl::StrCat(survey.id(), "/", other.id(), "/", item.id()),
                 absl::StrCat("items ", other.id(), " and ", item.id(), " of ", survey.id(),
                              " are the same question"),
                 {other.has_place() ? &other.place() : PlaceOf(survey), other.text()},
                 {item.has_place() ? &item.place() : PlaceOf(survey), item.text()});
  }
}

void CheckEnumeration(const v1::Enumeration& enumeration, Findings& findings) {
  std::map<std::string, int> seen;
  for (const std::string& item : enumeration.items()) {
    const std::string folded = Folded(item);
    if (folded.empty()) continue;
    findings.Compared();
    if (++seen[folded] != 2) continue;
    findings.Add(absl::StrCat("list/", Slug(enumeration.items(0)), "/", Slug(item)),
                 absl::StrCat("a list names \"", item, "\" twice"), {PlaceOf(enumeration), item},
                 {PlaceOf(enumeration), item});
  }
}

}  // namespace

void DuplicateItem(const Subject& subject, Findings& findings) {
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) CheckSurvey(survey, findings);
  for (const v1::Enumeration& enumeration : subject.report.enumerations()) {
    CheckEnumeration(enumeration, findings);
  }
}

}  // namespace tarazy::accreditation::report_lint
