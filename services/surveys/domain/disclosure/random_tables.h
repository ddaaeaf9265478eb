// Strata and tables by lot: for tests only.
#pragma once

#include <cstdint>
#include <vector>

#include "services/surveys/domain/disclosure/protect.h"

namespace tarazy::surveys {

// splitmix64: the same lots everywhere.
class Lots {
 public:
  explicit Lots(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  int64_t Below(int64_t bound) {
    return static_cast<int64_t>(Next() % static_cast<uint64_t>(bound));
  }
  // 0 to `most`, small ones more often than large ones.
  int64_t Skewed(int64_t most) { return Below(Below(most + 1) + 1); }

 private:
  uint64_t state_;
};

// `levels` of strata below "all", with 1 to `width` parts each.
StrataTree RandomTree(Lots& lots, int levels, int width);

// People by leaf, 0 to `most` each, who answer `columns` ways, in every stratum by habits of its
// own.
CountTable RandomTable(Lots& lots, const StrataTree& tree, int columns, int64_t most);

// Fills the inner rows.
void SumUp(const StrataTree& tree, CountTable& table);

// Ballots by node.
std::vector<int64_t> BallotsOf(const CountTable& table);

}  // namespace tarazy::surveys
