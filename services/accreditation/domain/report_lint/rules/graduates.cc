#include "services/accreditation/domain/report_lint/rules/graduates.h"

#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation::report_lint {
namespace {

constexpr int kSummerMonths = 3;
constexpr int kMonthsToSecondSemester = 4;

}  // namespace

absl::CivilDay GraduationOf(absl::CivilDay admitted, int duration_months) {
  return AddMonths(admitted,
                   duration_months - (duration_months > kSummerMonths ? kSummerMonths : 0));
}

std::optional<absl::CivilDay> FirstGraduation(const v1::ProgrammeReview& review) {
  const auto admitted = ParseDay(review.first_admission());
  if (!admitted || review.duration_months() <= 0) return std::nullopt;
  return GraduationOf(*admitted, review.duration_months());
}

absl::CivilDay BeginOfSemester(absl::CivilDay admitted, int semester) {
  const int years = (semester - 1) / 2;
  return AddMonths(admitted, 12 * years + (semester % 2 == 0 ? kMonthsToSecondSemester : 0));
}

}  // namespace tarazy::accreditation::report_lint
