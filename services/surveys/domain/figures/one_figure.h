// One figure of a campaign with its uncertainty: what rankings count and reports cite.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/surveys/domain/figures/masked_counts.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

struct WantedFigure {
  std::string question;  // of participation: empty
  v1::Statistic statistic = v1::STATISTIC_UNSPECIFIED;
  std::string choice;       // of shares and counts
  std::string institution;  // "institutions/ektu": only its strata; empty: everybody
};

// Of an institution the counts of its strata are added; a rating is everybody's of the institution.
// The figure is absent, with the reason, where a count is suppressed or there is nothing to make it
// of. Without revision, policy and frozen. Errors: INVALID_ARGUMENT (an unknown question, choice or
// statistic).
absl::StatusOr<v1::Figure> MakeFigure(const MaskedCounts& counts, const WantedFigure& wanted);

}  // namespace tarazy::surveys
