// From our placeholders to PostgreSQL's. Included by common/sql only.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::sql {

struct Translated {
  std::string text;
  int params = 0;  // the highest number
};

// "?1" becomes "$1", but not in quoted text, quoted names and comments.
Translated TranslatePlaceholders(absl::string_view sql);

}  // namespace tarazy::sql
