// The marks of each standard as bars, drawn in the page itself.
#pragma once

#include <string>

#include "services/accreditation/app/print/sheet.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"

namespace tarazy::accreditation {

// A bar for each standard as long as it has marks, divided by mark in the scale's order. `id` must
// be an id that no other element of the page has, and `of` says whose marks they are.
void DrawChart(const Sheet& sheet, const v1::ProgrammeTotals& totals, const std::string& id,
               absl::string_view of);

}  // namespace tarazy::accreditation
