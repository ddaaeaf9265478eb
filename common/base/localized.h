// A text in the suite's three languages; an empty language is missing.
#pragma once

#include <string>

namespace tarazy {

struct Localized {
  std::string en;
  std::string ru;
  std::string kk;

  bool operator==(const Localized&) const = default;

  // The first language that is there: English, then Russian, then Kazakh.
  const std::string& Any() const { return !en.empty() ? en : !ru.empty() ? ru : kk; }
};

}  // namespace tarazy
