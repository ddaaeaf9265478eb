#include "services/registry/domain/dated_title.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/unit.h"

namespace tarazy::registry {
namespace {

constexpr size_t kMaxNames = 100;

}  // namespace

std::optional<Localized> TitleOn(const Localized& present, absl::Span<const DatedTitle> names,
                                 Date day) {
  bool all_ended = true;
  for (const DatedTitle& name : names) {
    if (name.window.Holds(day)) return name.title;
    all_ended = all_ended && name.window.to && *name.window.to <= day;
  }
  if (all_ended) return present;
  return std::nullopt;
}

void CheckNames(absl::string_view field, const Localized& present, std::vector<DatedTitle>& names,
                Faults& faults) {
  if (names.size() > kMaxNames) return faults.Add(field, "at most 100");
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    const Window& window = names[i].window;
    CheckTitle(absl::StrCat(path, ".title"), names[i].title, /*required=*/true, faults);
    if (window.Empty()) {
      faults.Add(absl::StrCat(path, ".valid_to"), "it ends before it begins, or on the same day");
    }
    for (size_t j = 0; j < i; ++j) {
      if (window.Overlaps(names[j].window)) {
        faults.Add(path, absl::StrCat("it holds on days on which ", field, "[", j,
                                      "] holds; end one of them first"));
        break;
      }
    }
    if (!window.to && names[i].title != present) {
      faults.Add(absl::StrCat(path, ".title"),
                 "a name without an end is the title of today, and that is another");
    }
  }
  std::stable_sort(names.begin(), names.end(), [](const DatedTitle& a, const DatedTitle& b) {
    return a.window.from < b.window.from;  // one without a beginning is first
  });
}

}  // namespace tarazy::registry
