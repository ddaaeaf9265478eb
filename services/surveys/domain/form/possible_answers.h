// Which answers to a question are left when some comparisons are known to hold and others not to.
#pragma once

#include <cstdint>

#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

class PossibleAnswers {
 public:
  // All of them, and none.
  explicit PossibleAnswers(const Question& question);

  // The comparison holds, or does not. Of a multi question that it has one of several codes cannot
  // be said here: `is` with one code only, when it holds.
  void Narrow(const v1::Comparison& comparison, bool holds);

  bool may_be_answered() const { return answered_; }
  bool may_be_missing() const { return missing_; }

 private:
  void NarrowCodes(const v1::Comparison& comparison, bool holds);
  void NarrowValues(const v1::Comparison& comparison, bool holds);
  bool AnAnswerIsLeft() const;

  const Question* question_;
  bool answered_ = true;
  bool missing_ = true;
  uint64_t options_ = 0;  // those that may be chosen
  uint64_t chosen_ = 0;   // of multi: those that are
  int64_t low_ = 0;       // of number: scaled, both possible
  int64_t high_ = 0;
};

}  // namespace tarazy::surveys
