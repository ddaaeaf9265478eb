// not_applicable_expected: a criterion that does not concern the programme is not marked as met or
// unmet.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/graduates.h"

namespace tarazy::accreditation::report_lint {
namespace {

// Why it does not concern the programme; empty: it does; nothing: nobody knows.
std::optional<std::string> WhyNot(const Subject& subject, v1::Condition condition,
                                  absl::string_view programme) {
  const v1::ProgrammeReview* review = FindProgramme(subject.record, programme);
  switch (condition) {
    case v1::CONDITION_PREVIOUS_PROCEDURE:
      return subject.record.previous_case().empty() ? "there was no procedure before" : "";
    case v1::CONDITION_REGULATED_PROFESSION:
      if (review == nullptr) return std::nullopt;
      return review->regulated_profession() ? "" : "the profession is not regulated";
    case v1::CONDITION_HAS_GRADUATES: {
      if (review == nullptr || !subject.visit_from) return std::nullopt;
      const auto graduation = FirstGraduation(*review);
      if (!graduation) return std::nullopt;
      return *graduation <= *subject.visit_from ? "" : "the programme has no graduates yet";
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

void NotApplicableExpected(const Subject& subject, Findings& findings) {
  for (const v1::Standard& standard : subject.framework.standards()) {
    for (const v1::Criterion& criterion : standard.criteria()) {
      if (criterion.applies_when() == v1::CONDITION_UNSPECIFIED) continue;
      // One finding for the programmes that share a mark.
      const v1::Evaluation* reported = nullptr;
      for (const std::string& code : subject.codes) {
        const v1::Evaluation* evaluation = subject.marks.Find(criterion.code(), code);
        const auto why = WhyNot(subject, criterion.applies_when(), code);
        if (evaluation == nullptr || !why) continue;
        findings.Compared();
        const v1::MarkMeaning meaning = subject.Meaning(evaluation->mark());
        if (why->empty() || meaning == v1::MARK_MEANING_NOT_APPLICABLE ||
            meaning == v1::MARK_MEANING_UNSPECIFIED || evaluation == reported) {
          continue;
        }
        reported = evaluation;
        findings.Add(evaluation->programme().empty()
                         ? criterion.code()
                         : absl::StrCat(criterion.code(), "/", evaluation->programme()),
                     absl::StrCat("criterion ", criterion.code(), " is marked ", evaluation->mark(),
                                  ", but ", *why),
                     {PlaceOf(*evaluation), evaluation->mark()}, {nullptr, *why});
      }
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
