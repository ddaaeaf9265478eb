#include "services/surveys/domain/disclosure/attack.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace tarazy::surveys {
namespace {

constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;

uint64_t Times(uint64_t a, uint64_t b) {
  return static_cast<uint64_t>(static_cast<unsigned __int128>(a) * b % kPrime);
}

uint64_t Inverse(uint64_t a) {
  uint64_t result = 1;
  for (uint64_t exponent = kPrime - 2; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result = Times(result, a);
    a = Times(a, a);
  }
  return result;
}

// The relations solved for as many unknowns as can be: value = sum + of the free ones.
struct Solved {
  struct Row {
    int unknown;
    std::vector<uint64_t> factors;  // by unknown: of "unknown + factors * free = sum"
    uint64_t sum;
  };
  std::vector<Row> rows;
  std::vector<bool> free;
};

Solved Solve(const Secret& secret) {
  const size_t unknowns = secret.truth.size();
  std::vector<std::vector<uint64_t>> matrix;
  for (const Secret::Relation& relation : secret.relations) {
    std::vector<uint64_t> row(unknowns + 1, 0);
    for (const auto& [unknown, sign] : relation.terms)
      row[unknown] = (row[unknown] + (sign > 0 ? 1 : kPrime - 1)) % kPrime;
    const int64_t sum = relation.sum;
    row[unknowns] = sum >= 0 ? static_cast<uint64_t>(sum) : kPrime - static_cast<uint64_t>(-sum);
    matrix.push_back(std::move(row));
  }
  Solved solved;
  solved.free.assign(unknowns, true);
  size_t rank = 0;
  std::vector<int> pivots;
  for (size_t column = 0; column < unknowns && rank < matrix.size(); ++column) {
    size_t pivot = rank;
    while (pivot < matrix.size() && matrix[pivot][column] == 0) ++pivot;
    if (pivot == matrix.size()) continue;
    std::swap(matrix[pivot], matrix[rank]);
    const uint64_t inverse = Inverse(matrix[rank][column]);
    for (uint64_t& value : matrix[rank]) value = Times(value, inverse);
    for (size_t row = 0; row < matrix.size(); ++row) {
      const uint64_t factor = matrix[row][column];
      if (row == rank || factor == 0) continue;
      for (size_t i = column; i <= unknowns; ++i) {
        if (matrix[rank][i] != 0)
          matrix[row][i] = (matrix[row][i] + kPrime - Times(factor, matrix[rank][i])) % kPrime;
      }
    }
    pivots.push_back(static_cast<int>(column));
    solved.free[column] = false;
    ++rank;
  }
  for (size_t row = 0; row < rank; ++row) {
    const uint64_t sum = matrix[row][unknowns];
    solved.rows.push_back({pivots[row], std::move(matrix[row]), sum});
  }
  return solved;
}

int64_t Signed(uint64_t value) {
  return value > kPrime / 2 ? -static_cast<int64_t>(kPrime - value) : static_cast<int64_t>(value);
}

// Bounds of every unknown, tightened until nothing changes, or for long.
struct Bounds {
  std::vector<int64_t> low;
  std::vector<int64_t> high;
};

constexpr int64_t kUnbounded = int64_t{1} << 40;
constexpr int kRounds = 300;  // bounds are true after any number of them

Bounds Tighten(const Secret& secret) {
  Bounds bounds{.low = secret.least, .high = std::vector<int64_t>(secret.truth.size(), kUnbounded)};
  bool changed = true;
  for (int round = 0; changed && round < kRounds; ++round) {
    changed = false;
    for (const Secret::Relation& relation : secret.relations) {
      // The least and the most that the terms can add up to.
      int64_t least = 0;
      int64_t most = 0;
      for (const auto& [unknown, sign] : relation.terms) {
        least += sign > 0 ? bounds.low[unknown] : -bounds.high[unknown];
        most += sign > 0 ? bounds.high[unknown] : -bounds.low[unknown];
      }
      for (const auto& [unknown, sign] : relation.terms) {
        const int64_t low = bounds.low[unknown];
        const int64_t high = bounds.high[unknown];
        // The others' extremes leave this much for the term.
        const int64_t term_most = relation.sum - (least - (sign > 0 ? low : -high));
        const int64_t term_least = relation.sum - (most - (sign > 0 ? high : -low));
        const int64_t new_low = sign > 0 ? term_least : -term_most;
        const int64_t new_high = sign > 0 ? term_most : -term_least;
        if (new_low > low) {
          bounds.low[unknown] = new_low;
          changed = true;
        }
        if (new_high < high) {
          bounds.high[unknown] = new_high;
          changed = true;
        }
        if (new_low > low || new_high < high) break;
      }
    }
  }
  return bounds;
}

// Goes through all tables of whole numbers by the free unknowns.
class Enumeration {
 public:
  Enumeration(const Secret& secret, int64_t budget)
      : secret_(secret), bounds_(Tighten(secret)), budget_(budget) {
    const Solved solved = Solve(secret);
    for (size_t i = 0; i < solved.free.size(); ++i) {
      if (solved.free[i]) free_.push_back(static_cast<int>(i));
    }
    for (const Solved::Row& row : solved.rows) {
      Tied tied{.unknown = row.unknown, .sum = Signed(row.sum), .factors = {}};
      for (const int unknown : free_) tied.factors.push_back(Signed(row.factors[unknown]));
      tied_.push_back(std::move(tied));
    }
    most_.assign(secret.truth.size(), -1);
    values_.assign(free_.size(), 0);
  }

  std::optional<std::vector<int>> Run() {
    Choose(0);
    if (budget_ <= 0) return std::nullopt;
    std::vector<int> found;
    for (const int unknown : secret_.sensitive) {
      if (most_[unknown] < secret_.threshold) found.push_back(unknown);
    }
    return found;
  }

 private:
  struct Tied {
    int unknown;
    int64_t sum;
    std::vector<int64_t> factors;  // by free unknown
  };

  // Whether the unknowns tied to the first `chosen` free ones can still be within their bounds.
  bool Possible(size_t chosen) const {
    return std::all_of(tied_.begin(), tied_.end(), [this, chosen](const Tied& tied) {
      int64_t least = tied.sum;
      int64_t most = tied.sum;
      for (size_t i = 0; i < free_.size(); ++i) {
        const int64_t factor = -tied.factors[i];
        if (factor == 0) continue;
        const int64_t low = i < chosen ? values_[i] : bounds_.low[free_[i]];
        const int64_t high = i < chosen ? values_[i] : bounds_.high[free_[i]];
        least += factor > 0 ? factor * low : factor * high;
        most += factor > 0 ? factor * high : factor * low;
      }
      return least <= bounds_.high[tied.unknown] && most >= bounds_.low[tied.unknown];
    });
  }

  void Choose(size_t chosen) {
    if (done_ || --budget_ <= 0 || !Possible(chosen)) return;
    if (chosen == free_.size()) {
      Note();
      return;
    }
    for (int64_t value = bounds_.low[free_[chosen]];
         value <= bounds_.high[free_[chosen]] && budget_ > 0 && !done_; ++value) {
      values_[chosen] = value;
      Choose(chosen + 1);
    }
  }

  void Note() {
    for (size_t i = 0; i < free_.size(); ++i)
      most_[free_[i]] = std::max(most_[free_[i]], values_[i]);
    for (const Tied& tied : tied_) {
      int64_t value = tied.sum;
      for (size_t i = 0; i < free_.size(); ++i) value -= tied.factors[i] * values_[i];
      most_[tied.unknown] = std::max(most_[tied.unknown], value);
    }
    done_ = std::all_of(secret_.sensitive.begin(), secret_.sensitive.end(),
                        [this](int unknown) { return most_[unknown] >= secret_.threshold; });
  }

  const Secret& secret_;
  const Bounds bounds_;
  int64_t budget_;
  bool done_ = false;
  std::vector<int> free_;
  std::vector<Tied> tied_;
  std::vector<int64_t> values_;
  std::vector<int64_t> most_;  // by unknown: the largest met
};

}  // namespace

std::vector<int> Determined(const Secret& secret) {
  const Solved solved = Solve(secret);
  std::vector<bool> determined(secret.truth.size(), false);
  for (const Solved::Row& row : solved.rows) {
    size_t factors = 0;
    for (size_t i = 0; i < secret.truth.size(); ++i) factors += row.factors[i] != 0 ? 1 : 0;
    determined[row.unknown] = factors == 1;
  }
  std::vector<int> found;
  for (const int unknown : secret.sensitive) {
    if (determined[unknown]) found.push_back(unknown);
  }
  return found;
}

std::vector<int> Bounded(const Secret& secret) {
  const Bounds bounds = Tighten(secret);
  std::vector<int> found;
  for (const int unknown : secret.sensitive) {
    if (bounds.high[unknown] < secret.threshold) found.push_back(unknown);
  }
  return found;
}

std::optional<std::vector<int>> Enumerated(const Secret& secret, int64_t budget) {
  return Enumeration(secret, budget).Run();
}

}  // namespace tarazy::surveys
