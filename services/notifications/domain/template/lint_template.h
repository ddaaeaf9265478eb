// What is wrong with a template before it is stored (docs/templates.md).
#pragma once

#include "common/base/faults.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

// Every fault beyond what its fields' rules refuse, each under its path: "text.ru",
// "variables.due", "phrases.days_left.ru". A template without faults renders with any values that
// its variables declare. Faults of texts say the line, from 1.
void LintTemplate(const v1::Template& letter, Faults& faults);

}  // namespace tarazy::notifications
