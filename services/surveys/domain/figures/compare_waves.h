// Two campaigns compared where their questions measure the same.
#pragma once

#include "services/surveys/domain/form/form.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// One of the two: its form and its results of everybody.
struct Wave {
  const Form& form;
  const v1::Results& results;
};

// Every measure that both have, in the order of the later one: its change when it is measured by
// one question each, on the same points, of which both means are told; else why it is not compared.
// The standard error is that of independent samples.
v1::WaveComparison CompareWaves(const Wave& before, const Wave& after);

}  // namespace tarazy::surveys
