// Lots for property tests: splitmix64, the same everywhere.
#pragma once

#include <cstdint>

namespace tarazy::notifications {

class Lots {
 public:
  explicit Lots(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // From 0, below `bound`.
  int Below(int bound) { return static_cast<int>(Next() % static_cast<uint64_t>(bound)); }

 private:
  uint64_t state_;
};

}  // namespace tarazy::notifications
