// What the loss of a told count costs.
#pragma once

#include <bit>
#include <cstdint>

namespace tarazy::surveys {

// Each count something, and more the more ballots it tells of.
inline int64_t PriceOf(int64_t count) {
  return 256 * (2 + std::bit_width(static_cast<uint64_t>(count)));
}

}  // namespace tarazy::surveys
