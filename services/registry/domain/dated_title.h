// What something was called when.
#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/faults.h"
#include "common/base/localized.h"
#include "services/registry/domain/date.h"

namespace tarazy::registry {

struct DatedTitle {
  Localized title;
  Window window;

  bool operator==(const DatedTitle&) const = default;
};

// The title on a day: that of the window that holds it, or else the present one when all windows
// ended before. Nothing is known of days before the first window and between two.
std::optional<Localized> TitleOn(const Localized& present, absl::Span<const DatedTitle> names,
                                 Date day);

// Names `field`[i] for each fault: no title, a window without a day, two windows at once, one
// without an end whose title is not the present one. Then puts them in order of time.
void CheckNames(absl::string_view field, const Localized& present, std::vector<DatedTitle>& names,
                Faults& faults);

}  // namespace tarazy::registry
