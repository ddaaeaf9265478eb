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

// Collects relations; cells that are told go to the other side.
class Secrets {
 public:
  explicit Secrets(int64_t threshold) { secret_.threshold = threshold; }

  struct Value {
    int unknown = -1;
    int64_t told = 0;
  };

  Value Told(int64_t count) { return {.told = count}; }
  Value Hidden(int64_t truth, int64_t least, bool sensitive) {
    const int unknown = static_cast<int>(secret_.truth.size());
    secret_.truth.push_back(truth);
    secret_.least.push_back(least);
    if (sensitive && truth > 0 && truth < secret_.threshold) secret_.sensitive.push_back(unknown);
    return {.unknown = unknown};
  }
  // whole = sum of the parts.
  void Add(const Value& whole, const std::vector<Value>& parts) {
    Secret::Relation relation;
    relation.sum = whole.told;
    if (whole.unknown >= 0) relation.terms.emplace_back(whole.unknown, -1);
    for (const Value& part : parts) {
      relation.sum -= part.told;
      if (part.unknown >= 0) relation.terms.emplace_back(part.unknown, 1);
    }
    if (!relation.terms.empty()) secret_.relations.push_back(std::move(relation));
  }
  // Each inner stratum is the sum of its parts.
  void AddTree(const StrataTree& tree, const std::vector<Value>& values) {
    const auto children = ChildrenOf(tree);
    for (int node = 0; node < tree.size(); ++node) {
      if (children[node].empty()) continue;
      std::vector<Value> parts;
      for (const int child : children[node]) parts.push_back(values[child]);
      Add(values[node], parts);
    }
  }
  std::vector<Value> AddBallots(const StrataTree& tree, const std::vector<bool>& suppressed,
                                const std::vector<int64_t>& ballots) {
    const auto children = ChildrenOf(tree);
    std::vector<Value> values;
    for (int node = 0; node < tree.size(); ++node) {
      bool some_told = false;
      if (node > 0) {
        for (const int sibling : children[tree.parents[node]])
          some_told = some_told || !suppressed[sibling];
      }
      values.push_back(suppressed[node] ? Hidden(ballots[node], some_told ? 1 : 0, true)
                                        : Told(ballots[node]));
    }
    AddTree(tree, values);
    return values;
  }
  // A table of exclusive columns; what is known of hidden cells' least: 1 where their row tells
  // something (`beside`: it always does). Returns values[column][row].
  std::vector<std::vector<Value>> AddCells(const StrataTree& tree,
                                           const std::vector<bool>& suppressed_strata,
                                           const CountTable& table, const Mask& mask,
                                           const std::vector<bool>& sensitive_columns) {
    std::vector<std::vector<Value>> values(table.columns);
    for (int column = 0; column < table.columns; ++column) {
      for (int row = 0; row < table.rows; ++row) {
        const int64_t count = table.At(row, column);
        const bool zero_possible = suppressed_strata[row] || mask.WholeRow(row);
        values[column].push_back(
            mask.At(row, column) ? Hidden(count, zero_possible ? 0 : 1, sensitive_columns[column])
                                 : Told(count));
      }
      AddTree(tree, values[column]);
    }
    return values;
  }
  void AddRows(const std::vector<Value>& totals, const std::vector<std::vector<Value>>& columns) {
    for (size_t row = 0; row < totals.size(); ++row) {
      std::vector<Value> parts;
      for (const auto& column : columns) parts.push_back(column[row]);
      Add(totals[row], parts);
    }
  }
  Secret Take() { return std::move(secret_); }

 private:
  Secret secret_;
};

std::vector<int64_t> TotalsOf(const CountTable& table) {
  std::vector<int64_t> totals;
  for (int row = 0; row < table.rows; ++row) totals.push_back(table.Total(row));
  return totals;
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

Secret SecretOfStrata(const StrataTree& tree, const std::vector<bool>& suppressed,
                      const std::vector<int64_t>& ballots, int64_t threshold) {
  Secrets secrets(threshold);
  secrets.AddBallots(tree, suppressed, ballots);
  return secrets.Take();
}

Secret SecretOfQuestion(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                        const CountTable& table, const Mask& mask,
                        const std::vector<bool>& sensitive_columns, int64_t threshold) {
  Secrets secrets(threshold);
  const auto totals = secrets.AddBallots(tree, suppressed_strata, TotalsOf(table));
  const auto cells = secrets.AddCells(tree, suppressed_strata, table, mask, sensitive_columns);
  secrets.AddRows(totals, cells);
  return secrets.Take();
}

Secret SecretOfMulti(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                     const MultiTable& table, const MultiMask& mask, int64_t threshold) {
  Secrets secrets(threshold);
  const auto totals = secrets.AddBallots(tree, suppressed_strata, TotalsOf(table.states));
  const auto states = secrets.AddCells(tree, suppressed_strata, table.states, mask.states,
                                       std::vector<bool>(table.states.columns, true));
  secrets.AddRows(totals, states);
  for (int choice = 0; choice < table.taken.columns; ++choice) {
    bool all = true;
    for (int row = 0; row < tree.size(); ++row) all = all && mask.taken.At(row, choice);
    std::vector<Secrets::Value> yes;
    for (int row = 0; row < tree.size(); ++row) {
      const int64_t count = table.taken.At(row, choice);
      const bool zero_possible = all || mask.states.At(row, 0);
      yes.push_back(mask.taken.At(row, choice) ? secrets.Hidden(count, zero_possible ? 0 : 1, true)
                                               : secrets.Told(count));
    }
    secrets.AddTree(tree, yes);
    for (int row = 0; row < tree.size(); ++row) {
      const auto no =
          secrets.Hidden(table.states.At(row, 0) - table.taken.At(row, choice), 0, true);
      secrets.Add(states[0][row], {yes[row], no});
    }
  }
  return secrets.Take();
}

Secret SecretOfCrosses(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                       const std::vector<CountTable>& tables, const std::vector<Mask>& masks,
                       const Mask& row_question, const Mask& column_question, int64_t threshold) {
  Secrets secrets(threshold);
  const int rows = tables[0].rows;
  const int columns = tables[0].columns;
  CountTable row_margins(tree.size(), rows);
  CountTable column_margins(tree.size(), columns);
  for (int node = 0; node < tree.size(); ++node) {
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        row_margins.At(node, row) += tables[node].At(row, column);
        column_margins.At(node, column) += tables[node].At(row, column);
      }
    }
  }
  const auto totals = secrets.AddBallots(tree, suppressed_strata, TotalsOf(row_margins));
  const bool alone = tree.size() == 1;
  const auto by_row = secrets.AddCells(tree, suppressed_strata, row_margins, row_question,
                                       std::vector<bool>(rows, alone));
  const auto by_column = secrets.AddCells(tree, suppressed_strata, column_margins, column_question,
                                          std::vector<bool>(columns, alone));
  secrets.AddRows(totals, by_row);
  secrets.AddRows(totals, by_column);
  std::vector<bool> told;
  for (const Mask& mask : masks) told.push_back(mask.Count() < int64_t{rows} * columns);
  std::vector<std::vector<std::vector<Secrets::Value>>> cells(
      rows, std::vector<std::vector<Secrets::Value>>(columns));
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      for (int node = 0; node < tree.size(); ++node) {
        const Mask& mask = masks[node];
        const int64_t count = tables[node].At(row, column);
        // Zeros are hidden too where nothing of the category can be told.
        const bool zero_possible = mask.WholeRow(row) || row_question.At(node, row) ||
                                   column_question.At(node, column) || row_question.At(0, row) ||
                                   column_question.At(0, column);
        cells[row][column].push_back(
            mask.At(row, column) ? secrets.Hidden(count, zero_possible ? 0 : 1, told[node] || alone)
                                 : secrets.Told(count));
      }
      secrets.AddTree(tree, cells[row][column]);
      // What is left of a stratum whose crossing is told without those in it whose crossing is.
      for (int node = 0; node < tree.size() && !alone; ++node) {
        if (!told[node]) continue;
        std::vector<Secrets::Value> parts;
        int64_t rest = tables[node].At(row, column);
        for (int below = node + 1; below < tree.size(); ++below) {
          int above = tree.parents[below];
          while (above > node && !told[above]) above = tree.parents[above];
          if (!told[below] || above != node) continue;
          parts.push_back(cells[row][column][below]);
          rest -= tables[below].At(row, column);
        }
        parts.push_back(secrets.Hidden(rest, 0, true));
        secrets.Add(cells[row][column][node], parts);
      }
    }
  }
  for (int node = 0; node < tree.size(); ++node) {
    for (int row = 0; row < rows; ++row) {
      std::vector<Secrets::Value> parts;
      for (int column = 0; column < columns; ++column) parts.push_back(cells[row][column][node]);
      secrets.Add(by_row[row][node], parts);
    }
    for (int column = 0; column < columns; ++column) {
      std::vector<Secrets::Value> parts;
      for (int row = 0; row < rows; ++row) parts.push_back(cells[row][column][node]);
      secrets.Add(by_column[column][node], parts);
    }
  }
  return secrets.Take();
}

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
