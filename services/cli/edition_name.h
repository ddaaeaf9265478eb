// An edition as people type it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

struct EditionName {
  std::string ranking;            // "rankings/iqaa-2026"
  std::optional<int32_t> number;  // absent: the newest that is not withdrawn

  // "rankings/iqaa-2026/editions/2"; only with a number.
  std::string Full() const;

  // "rankings/iqaa-2026/editions/2", "iqaa-2026/2", and "latest" in place of the number; everything
  // else is a usage error.
  static absl::StatusOr<EditionName> Parse(absl::string_view text);

  bool operator==(const EditionName&) const = default;
};

}  // namespace tarazy::cli
