// How sure a share is.
#pragma once

#include <cstdint>
#include <optional>

namespace tarazy::surveys {

// The 97.5 % point of the standard normal distribution.
inline constexpr double kNormal975 = 1.959963984540054;

// Bounds in percent.
struct Interval {
  double low = 0;
  double high = 0;
};

// Wilson's 95 % score interval (Wilson 1927; Brown, Cai and DasGupta 2001, eq. 4) of count / n, for
// 0 <= count <= n, n > 0. With a frame of N >= n people, n is replaced by n·(N − 1)/(N − n), the
// size of a sample with replacement of the same variance (Cochran, 3rd ed., eq. 3.8: the variance
// of a share is PQ/n · (N − n)/(N − 1)); for n = N the share is known and the interval is a point.
// A frame below n is none.
Interval WilsonInterval(int64_t count, int64_t n, std::optional<int64_t> frame);

}  // namespace tarazy::surveys
