#include "services/rankings/domain/correctly_rounded.h"

#include <mpfr.h>

#include <cmath>
#include <limits>

namespace tarazy::rankings {
namespace {

// One MPFR number of a double's precision per thread; freed when the thread ends.
class Scratch {
 public:
  Scratch() { mpfr_init2(value_, std::numeric_limits<double>::digits); }
  ~Scratch() {
    mpfr_clear(value_);
    mpfr_free_cache();
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  mpfr_t& value() { return value_; }

 private:
  mpfr_t value_;
};

using MpfrFunction = int (*)(mpfr_t, const mpfr_t, mpfr_rnd_t);

// Exact by MPFR's contract, subnormal results included. Slow: some microseconds.
double ByMpfr(MpfrFunction function, double x) {
  thread_local Scratch scratch;
  mpfr_t& value = scratch.value();
  const mpfr_exp_t emin = mpfr_get_emin();
  const mpfr_exp_t emax = mpfr_get_emax();
  mpfr_set_d(value, x, MPFR_RNDN);
  mpfr_set_emin(-1073);  // the exponents of doubles, as MPFR counts them
  mpfr_set_emax(1024);
  int ternary = function(value, value, MPFR_RNDN);
  ternary = mpfr_check_range(value, ternary, MPFR_RNDN);
  mpfr_subnormalize(value, ternary, MPFR_RNDN);
  const double result = mpfr_get_d(value, MPFR_RNDN);
  mpfr_set_emin(emin);
  mpfr_set_emax(emax);
  return result;
}

// Ziv's test: when everything within `margin` (relative) of the long double result rounds to the
// same double, that double is the correctly rounded one. The margins are many times the errors that
// glibc states for its long double functions (at most 2 ulp for expl and logl, 6 for erfcl).
constexpr long double kMargin = 0x1p-59L;      // 16 ulp of a 64-bit significand
constexpr long double kErfcMargin = 0x1p-58L;  // 32 ulp

bool Decides(long double approximate, long double margin, double& result) {
  const long double slack = std::fabs(approximate) * margin;
  const double low = static_cast<double>(approximate - slack);
  const double high = static_cast<double>(approximate + slack);
  if (low != high || !std::isfinite(low)) return false;
  if (std::fabs(low) < std::numeric_limits<double>::min() && low != 0) return false;
  if (low == 0 && approximate != 0) return false;
  result = low;
  return true;
}

}  // namespace

double CorrectlyRoundedExp(double x) {
  double result;
  if (Decides(std::exp(static_cast<long double>(x)), kMargin, result)) return result;
  return ByMpfr(mpfr_exp, x);
}

double CorrectlyRoundedLog(double x) {
  if (x == 0) return -std::numeric_limits<double>::infinity();
  if (!(x > 0)) return std::numeric_limits<double>::quiet_NaN();
  double result;
  if (Decides(std::log(static_cast<long double>(x)), kMargin, result)) return result;
  return ByMpfr(mpfr_log, x);
}

double CorrectlyRoundedErfc(double x) {
  double result;
  if (Decides(std::erfc(static_cast<long double>(x)), kErfcMargin, result)) return result;
  return ByMpfr(mpfr_erfc, x);
}

}  // namespace tarazy::rankings
