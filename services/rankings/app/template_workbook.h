// The workbook that an institution fills in and sends back: an import in the long layout, with what
// a person needs to know beside it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/localized.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

struct TemplateRequest {
  std::string ranking;  // its id
  int year = 0;
  Localized institution;           // who fills it in
  const Methodology& methodology;  // borrowed for the call
  std::vector<RankedUnit> units;   // the institution itself, or its programmes
  // What the cells are filled with; one version of a cell at most, and those of other units or
  // variables are left out.
  std::vector<ValueVersion> values;
};

// The bytes of an XLSX workbook; the same request gives the same bytes. The sheet kValuesSheet has
// a row for each variable and unit, in the order of the methodology and then of the units; texts
// are never formulas. INVALID_ARGUMENT without units; RESOURCE_EXHAUSTED for more rows than a sheet
// holds (1,048,575).
absl::StatusOr<std::string> WriteTemplate(const TemplateRequest& request);

}  // namespace tarazy::rankings
