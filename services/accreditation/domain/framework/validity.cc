// validity_inverted: a framework that ends before, or on the day, it begins.
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/rules.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {

void LintValidity(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  const auto from = ParseDay(framework.valid_from());
  const auto to = ParseDay(framework.valid_to());
  if (!from.has_value() || !to.has_value() || *from < *to) return;
  AddError("validity_inverted", "",
           absl::StrCat("procedures may use it from ", FormatDay(*from), " and no more from ",
                        FormatDay(*to), " on: on no day at all"),
           findings);
}

}  // namespace tarazy::accreditation
