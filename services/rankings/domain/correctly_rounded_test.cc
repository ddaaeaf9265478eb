#include "services/rankings/domain/correctly_rounded.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace tarazy::rankings {
namespace {

using Function = int (*)(mpfr_t, const mpfr_t, mpfr_rnd_t);

// MPFR at 200 bits, rounded once: right but for cases nobody meets by chance.
double Reference(Function function, double x) {
  mpfr_t value;
  mpfr_init2(value, 200);
  mpfr_set_d(value, x, MPFR_RNDN);
  function(value, value, MPFR_RNDN);
  const double result = mpfr_get_d(value, MPFR_RNDN);  // handles subnormal results
  mpfr_clear(value);
  return result;
}

class Random {
 public:
  double Between(double lo, double hi) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return lo + (hi - lo) * (static_cast<double>(state_ >> 11) * 0x1p-53);
  }

 private:
  uint64_t state_ = 42;
};

bool SameBits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

// thread_local numbers of MPFR need its global state to be thread-local too.
TEST(CorrectlyRoundedTest, MpfrIsThreadSafe) { EXPECT_TRUE(mpfr_buildopt_tls_p()); }

constexpr int kDraws = 20000;

TEST(CorrectlyRoundedTest, ExpAgreesWithMpfr) {
  Random random;
  for (int i = 0; i < kDraws; ++i) {
    const double x = i % 2 == 0 ? random.Between(-5, 6) : random.Between(-746, 711);
    ASSERT_TRUE(SameBits(CorrectlyRoundedExp(x), Reference(mpfr_exp, x))) << x;
  }
  for (const double x :
       {0.0, 1.0, -1.0, 709.78, 709.7827128933840, 710.0, -708.5, -745.13, -745.2, -800.0, 0x1p-53,
        -0x1p-54, 0x1p-60, 1e-300, 7.5417527749959590085206221e-10}) {
    EXPECT_TRUE(SameBits(CorrectlyRoundedExp(x), Reference(mpfr_exp, x))) << x;
  }
}

TEST(CorrectlyRoundedTest, LogAgreesWithMpfr) {
  Random random;
  for (int i = 0; i < kDraws; ++i) {
    const double x = i % 3 == 0   ? random.Between(0, 100)
                     : i % 3 == 1 ? random.Between(0.99, 1.01)
                                  : std::exp(random.Between(-700, 700));
    ASSERT_TRUE(SameBits(CorrectlyRoundedLog(x), Reference(mpfr_log, x))) << x;
  }
  for (const double x :
       {1.0, 100.0, 0x1p-1074, 1.7976931348623157e308, 1 + 0x1p-52, 1 - 0x1p-53, 1.613955e1, 0.5}) {
    EXPECT_TRUE(SameBits(CorrectlyRoundedLog(x), Reference(mpfr_log, x))) << x;
  }
  EXPECT_EQ(CorrectlyRoundedLog(0), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(CorrectlyRoundedLog(-1)));
}

TEST(CorrectlyRoundedTest, ErfcAgreesWithMpfr) {
  Random random;
  for (int i = 0; i < kDraws; ++i) {
    const double x = i % 2 == 0 ? random.Between(-3, 3) : random.Between(-7, 27.3);
    ASSERT_TRUE(SameBits(CorrectlyRoundedErfc(x), Reference(mpfr_erfc, x))) << x;
  }
  for (const double x : {0.0, 1e-20, -1e-20, 26.5, 26.6, 27.2, 28.0, 100.0, -6.0, -100.0}) {
    EXPECT_TRUE(SameBits(CorrectlyRoundedErfc(x), Reference(mpfr_erfc, x))) << x;
  }
}

}  // namespace
}  // namespace tarazy::rankings
