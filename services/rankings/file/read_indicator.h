// One node of `indicators` and everything below it.
#pragma once

#include <set>
#include <string>

#include "services/rankings/domain/methodology.h"
#include "services/rankings/file/faults.h"

namespace tarazy::rankings {

struct IndicatorReader {
  Faults& faults;
  int count = 0;                 // nodes read so far
  std::set<std::string> faulty;  // codes with faults in their own keys, or below them

  // Nothing below is read once there are more than kMaxIndicators.
  Node Read(const YamlNode& yaml, const std::string& path);
};

}  // namespace tarazy::rankings
