// How far experts agree before they make up their minds together.
#pragma once

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// Krippendorff's alpha for ordinal data. Each unit holds the values that it was given, of any
// number of observers in any order; units with fewer than two count for nothing. Only the order of
// values matters, not their distance. 1: all agree; 0: as by chance; absent when nothing can be
// paired or all values are one. Krippendorff, K. (2011), "Computing Krippendorff's
// Alpha-Reliability", https://repository.upenn.edu/asc_papers/43.
std::optional<double> OrdinalAlpha(absl::Span<const std::vector<double>> units);

// Of the members' own marks. A thing is a criterion for a reported programme (the institution when
// there is none); a member's mark for all programmes is one for each. Marks without a rank ("not
// applicable") are no ratings. When several marks were given most often, a consensus on any of them
// does not differ. Absent with fewer than two members that rated.
std::optional<v1::Agreement> AgreementOf(const v1::Case& record, const v1::Framework& framework);

}  // namespace tarazy::accreditation
