// What the servers of a deployment wrote to their logs.
#pragma once

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {

// The lines of a log ("tarazyd.log", "rankings.log") that hold all of `fields`, so far.
inline std::vector<nlohmann::json> LogLines(const Deployment& deployment, const std::string& log,
                                            const nlohmann::json& fields) {
  std::vector<nlohmann::json> found;
  std::ifstream file(deployment.folder() + "/" + log);
  for (std::string text; std::getline(file, text);) {
    const nlohmann::json line = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    bool fits = line.is_object();
    for (const auto& [name, value] : fields.items()) {
      fits = fits && line.contains(name) && line[name] == value;
    }
    if (fits) found.push_back(line);
  }
  return found;
}

// The same, once there is one: lines are written behind the calls. Empty when none comes in time.
inline std::vector<nlohmann::json> AwaitLogLines(const Deployment& deployment,
                                                 const std::string& log,
                                                 const nlohmann::json& fields) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (absl::Now() < deadline) {
    std::vector<nlohmann::json> found = LogLines(deployment, log, fields);
    if (!found.empty()) return found;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return {};
}

}  // namespace tarazy::e2e
