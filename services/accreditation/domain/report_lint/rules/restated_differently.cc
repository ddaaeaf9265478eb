// restated_differently: what is said again is said in the same words.
// title_of_standard_differs: so are the titles of the framework and its standards.
// title_of_programme_differs: and of the programmes.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/printed_number.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/programme_codes.h"
#include "services/accreditation/domain/report_lint/rules/restated_with.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

enum class Family { kStatement, kTitle, kProgramme };

Family FamilyOf(absl::string_view of) {
  const absl::string_view kind = ThingOf(of).kind;
  if (kind == "standard" || kind == "framework") return Family::kTitle;
  return kind == "programme" ? Family::kProgramme : Family::kStatement;
}

// Against the record; one finding for each wording.
void AgainstRecord(absl::string_view of, absl::string_view printed, const v1::Place* place,
                   const RecordText& record, std::map<std::string, int>& seen, Findings& findings) {
  findings.Compared();
  const Nearest nearest = NearestOf(record, printed);
  if (nearest.same) return;
  const std::string key = absl::StrCat(of, "/", Slug(printed));
  if (++seen[absl::StrCat(of, "/", Folded(printed))] > 1) return;
  findings.Add(key,
               absl::StrCat(of, " is called \"", Excerpt(printed), "\" here, but \"",
                            Excerpt(nearest.text), "\" elsewhere (",
                            ShowNumber(100 * nearest.similarity, 0), " % of the words agree)"),
               {place, std::string(printed)}, {record.place, nearest.text});
}

void Check(const Subject& subject, Family family, Findings& findings) {
  std::map<std::string, const v1::Restatement*> first;
  std::map<std::string, int> seen;
  for (const v1::Restatement& restatement : subject.report.restatements()) {
    if (restatement.text().empty() || FamilyOf(restatement.of()) != family) continue;
    if (const auto record = TextOf(subject, restatement.of())) {
      AgainstRecord(restatement.of(), restatement.text(), PlaceOf(restatement), *record, seen,
                    findings);
      continue;
    }
    // What the record has no words for: its mentions against the first one.
    const auto [found, added] = first.emplace(restatement.of(), &restatement);
    if (added) continue;
    const v1::Restatement& other = *found->second;
    AgainstRecord(restatement.of(), restatement.text(), PlaceOf(restatement),
                  {{other.text()}, PlaceOf(other)}, seen, findings);
  }
}

}  // namespace

void RestatedDifferently(const Subject& subject, Findings& findings) {
  Check(subject, Family::kStatement, findings);
}

void TitleOfStandardDiffers(const Subject& subject, Findings& findings) {
  Check(subject, Family::kTitle, findings);
}

void TitleOfProgrammeDiffers(const Subject& subject, Findings& findings) {
  Check(subject, Family::kProgramme, findings);
  std::map<std::string, int> seen;
  for (const v1::CodeMention& mention : subject.report.codes()) {
    if (mention.title().empty() || !IsOwn(subject, mention)) continue;
    const std::string of = absl::StrCat("programme:", NormalCode(mention.code()));
    const auto record = TextOf(subject, of);
    if (!record) continue;
    AgainstRecord(of, mention.title(), PlaceOf(mention), *record, seen, findings);
  }
}

}  // namespace tarazy::accreditation::report_lint
