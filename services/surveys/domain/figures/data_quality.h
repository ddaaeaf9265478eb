// How good the answers are, from the ballots themselves: reliability, straight lines, twins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/surveys/domain/figures/moments.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// Cronbach's alpha (1951) of k questions: k/(k-1) · (1 − Σ variances / variance of the sum). Of all
// who answered all of them. Nothing for fewer than two questions or ballots, or sums that do not
// differ. `of_sum` has the sums of each ballot's values.
std::optional<double> CronbachAlpha(const std::vector<Sums>& of_questions, const Sums& of_sum);

class QualityCounter {
 public:
  explicit QualityCounter(const Form& form);

  // A ballot, and it packed (equal ballots have equal bytes).
  void Count(const CodedBallot& ballot, absl::string_view packed);

  // A figure about fewer than `threshold` ballots is left out, and a share by which fewer than so
  // many, but not none, differ from the rest. Without revision and policy.
  v1::DataQuality Take(const v1::Campaign& campaign, int threshold) const;

 private:
  // The rows of one matrix.
  struct Matrix {
    std::string item;
    std::vector<int> places;
    std::vector<Sums> questions;
    Sums sum;
    int64_t valued = 0;    // answered all rows with points that have a value
    int64_t answered = 0;  // answered all rows
    int64_t straight = 0;  // all with one point
  };

  void CountMatrix(const CodedBallot& ballot, Matrix& matrix) const;

  const Form& form_;
  std::vector<Matrix> matrices_;
  int64_t ballots_ = 0;
  int64_t shown_ = 0;    // questions shown, over all ballots
  int64_t missing_ = 0;  // of these without an answer
  int64_t long_ = 0;     // ballots with an answer to at least ten questions
  std::unordered_map<std::string, int64_t> twins_;  // by the digest of such a ballot
};

}  // namespace tarazy::surveys
