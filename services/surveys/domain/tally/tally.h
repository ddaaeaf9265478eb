// What is counted of ballots while they come in: everything that needs no record.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

// A whole number of 128 bits in two halves that databases can add up: high * 2^30 + low, where
// neither half ever carries; exact for sums of a million squares of a thousand million.
struct WideSum {
  int64_t high = 0;
  int64_t low = 0;

  void Add(int64_t value);  // not negative
  void Add(const WideSum& other);
  __int128 Value() const;
  bool operator==(const WideSum& other) const { return Value() == other.Value(); }
};

// One rated object.
struct ObjectTally {
  std::vector<int64_t> options;  // ratings per point of the scale

  bool operator==(const ObjectTally&) const = default;
};

// One question in one stratum.
struct QuestionTally {
  int64_t not_asked = 0;
  int64_t missing = 0;   // shown without an answer; choices that are no answer count in `options`
  int64_t answered = 0;  // with an answer, those that are "no answer" among them
  std::vector<int64_t> options;      // one per option; of multi they may add up to more
  std::vector<ObjectTally> objects;  // of rate: one per object
  int64_t sum = 0;                   // of number: of the scaled numbers
  WideSum squares;                   // of number: of their squares

  bool operator==(const QuestionTally&) const = default;
};

// One stratum.
struct StratumTally {
  int64_t ballots = 0;
  std::vector<QuestionTally> questions;  // one per question of the form

  bool operator==(const StratumTally&) const = default;
};

// By stratum id; only strata without children.
using Tallies = std::map<std::string, StratumTally, std::less<>>;

// All zero.
StratumTally EmptyTally(const Form& form);
// One more ballot.
void Count(const Form& form, const CodedBallot& ballot, StratumTally& tally);
// Two groups as one.
void Add(const StratumTally& more, StratumTally& tally);

}  // namespace tarazy::surveys
