#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/applicability.h"
#include "services/accreditation/domain/procedure/deadlines.h"
#include "services/accreditation/domain/procedure/guard_parts.h"
#include "services/accreditation/domain/record/marks.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

std::string About(const std::string& criterion, const std::string& programme) {
  return programme.empty() ? absl::StrCat("criterion ", criterion)
                           : absl::StrCat("criterion ", criterion, " of ", programme);
}

// Calls `visit(standard, criterion, programme, meaning)`; the meaning is UNSPECIFIED without a
// mark.
template <typename Visit>
void ForEachMark(const Guarded& guarded, const Visit& visit) {
  const Marks marks(guarded.record, kConsensus);
  for (const std::string& programme : AppliesTo(guarded.record, {})) {
    for (const v1::Standard& standard : guarded.framework.standards()) {
      for (const v1::Criterion& criterion : standard.criteria()) {
        const absl::string_view mark = marks.Of(criterion.code(), programme);
        visit(standard, criterion, programme, MeaningOf(guarded.framework, mark));
      }
    }
  }
}

bool IsBacked(const v1::Case& record, const v1::Standard& standard, const std::string& programme,
              bool by_strength) {
  return std::any_of(
      record.findings().begin(), record.findings().end(), [&](const v1::Finding& finding) {
        const bool kind =
            by_strength ? finding.kind() == v1::FINDING_KIND_STRENGTH : IsFollowedUp(finding);
        if (!kind || finding.standard() != standard.code()) return false;
        const auto applies = AppliesTo(record, finding.programmes());
        return std::find(applies.begin(), applies.end(), programme) != applies.end();
      });
}

}  // namespace

void NeedMarks(const Guarded& guarded, Faults& missing) {
  ForEachMark(guarded, [&](const v1::Standard&, const v1::Criterion& criterion,
                           const std::string& programme, v1::MarkMeaning meaning) {
    const std::string about = About(criterion.code(), programme);
    const Concerns concerns =
        ConcernsProgramme(guarded.record, criterion, FindProgramme(guarded.record, programme));
    const bool left_out = meaning == v1::MARK_MEANING_NOT_APPLICABLE;
    if (meaning == v1::MARK_MEANING_UNSPECIFIED) {
      missing.Add("evaluations", absl::StrCat(about, " has no consensus mark"));
    } else if (left_out && concerns == Concerns::kYes) {
      missing.Add("evaluations", absl::StrCat(about, " is marked not applicable, but it applies"));
    } else if (!left_out && concerns == Concerns::kNo) {
      missing.Add("evaluations",
                  absl::StrCat(about, " does not apply by the framework, but is marked"));
    }
  });
}

void NeedBackedMarks(const Guarded& guarded, Faults& missing) {
  ForEachMark(guarded, [&](const v1::Standard& standard, const v1::Criterion& criterion,
                           const std::string& programme, v1::MarkMeaning meaning) {
    const bool strong = meaning == v1::MARK_MEANING_STRENGTH;
    const bool weak = meaning == v1::MARK_MEANING_IMPROVEMENT || meaning == v1::MARK_MEANING_FAILED;
    if (!strong && !weak) return;
    if (IsBacked(guarded.record, standard, programme, strong)) return;
    missing.Add("findings",
                absl::StrCat(About(criterion.code(), programme), " is marked ",
                             strong ? "as a strength, but its standard has none written down"
                                    : "below the standard, which has no recommendation"));
  });
}

void NeedDeadlines(const Guarded& guarded, Faults& missing) {
  for (int i = 0; i < guarded.record.findings_size(); ++i) {
    const v1::Finding& finding = guarded.record.findings(i);
    const bool needs =
        finding.kind() == v1::FINDING_KIND_CONDITION ||
        (finding.kind() == v1::FINDING_KIND_RECOMMENDATION && !finding.standard().empty());
    if (!needs || finding.deadline().due_case() != v1::Deadline::DUE_NOT_SET) continue;
    missing.Add(absl::StrCat("findings[", i, "].deadline"),
                absl::StrCat(finding.id(), " does not say by when"));
  }
}

}  // namespace tarazy::accreditation
