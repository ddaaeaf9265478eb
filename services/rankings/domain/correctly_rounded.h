// exp, log and erfc, correctly rounded (to nearest, ties to even): the same bits on any machine.
// libm does not promise that: glibc picks another variant where the CPU has FMA
// (docs/adr/0003-same-bits-everywhere.md). sqrt and + - * / are exact in this sense by IEEE 754.
#pragma once

namespace tarazy::rankings {

double CorrectlyRoundedExp(double x);
// -infinity for 0, NaN below.
double CorrectlyRoundedLog(double x);
double CorrectlyRoundedErfc(double x);

}  // namespace tarazy::rankings
