// The metrics of a server, as a scraper reads them.
#pragma once

#include <cstdlib>
#include <string>

#include "tests/e2e/probe.h"

namespace tarazy::e2e {

// The value of a series, such as "tarazy_cache_reads_total{result=\"hit\",tier=\"l1\"}"; 0 when
// the server has no such series yet.
inline double Metric(const std::string& address, const std::string& series) {
  const std::string text = HttpGet(address, "/metrics");
  const size_t at = text.find("\n" + series + " ");
  return at == std::string::npos ? 0 : std::atof(text.c_str() + at + series.size() + 2);
}

}  // namespace tarazy::e2e
