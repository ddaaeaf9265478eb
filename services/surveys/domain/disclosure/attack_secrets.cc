#include <cstddef>
#include <utility>

#include "services/surveys/domain/disclosure/attack.h"

namespace tarazy::surveys {
namespace {

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

}  // namespace tarazy::surveys
