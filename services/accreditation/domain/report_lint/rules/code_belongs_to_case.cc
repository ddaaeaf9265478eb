// code_belongs_to_case: a code of the institution's own is one of the programmes visited.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/programme_codes.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// The programme of the case that bears this title; null: none, or several.
const v1::ProgrammeReview* WithTitle(const Subject& subject, const v1::CodeMention& mention) {
  const std::string title = Folded(mention.title());
  const v1::ProgrammeReview* found = nullptr;
  if (title.empty()) return nullptr;
  const absl::string_view level = LevelOfCode(NormalCode(mention.code()));
  for (const CaseProgramme& programme : subject.programmes) {
    const v1::ProgrammeReview& review = *programme.review;
    const bool same = Folded(review.title().en()) == title ||
                      Folded(review.title().ru()) == title || Folded(review.title().kk()) == title;
    if (!same || LevelOfCode(review.code()) != level) continue;
    if (found != nullptr) return nullptr;
    found = &review;
  }
  return found;
}

}  // namespace

void CodeBelongsToCase(const Subject& subject, Findings& findings) {
  std::set<std::string> codes, shapes;
  for (const CaseProgramme& programme : subject.programmes) {
    codes.insert(NormalCode(programme.review->code()));
    shapes.insert(ShapeOf(NormalCode(programme.review->code())));
    for (const v1::PartnerProgramme& partner : programme.review->partners()) {
      codes.insert(NormalCode(partner.code()));
    }
  }
  std::map<std::string, std::vector<const v1::CodeMention*>> strange;
  for (const v1::CodeMention& mention : subject.report.codes()) {
    const std::string code = NormalCode(mention.code());
    // Impossible ones are code_level's.
    if (!IsOwn(subject, mention) || !shapes.contains(ShapeOf(code)) || HasImpossibleLevel(code)) {
      continue;
    }
    findings.Compared();
    if (!codes.contains(code)) strange[code].push_back(&mention);
  }
  for (const auto& [code, mentions] : strange) {
    const v1::CodeMention& first = *mentions[0];
    const v1::ProgrammeReview* meant = WithTitle(subject, first);
    std::string message = absl::StrCat(code, " is none of the case's programmes");
    if (meant != nullptr) absl::StrAppend(&message, "; its title is that of ", meant->code());
    if (mentions.size() > 1)
      absl::StrAppend(&message, "; it stands in ", mentions.size(), " places");
    const v1::Place* other = mentions.size() > 1 ? PlaceOf(*mentions[1]) : nullptr;
    if (other == nullptr && meant != nullptr) other = PlaceOf(*meant);
    findings.Add(code, std::move(message), {PlaceOf(first), first.code()},
                 {other, meant == nullptr ? "" : meant->code()});
  }
}

}  // namespace tarazy::accreditation::report_lint
