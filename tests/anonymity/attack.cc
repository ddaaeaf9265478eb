#include "tests/anonymity/attack.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <random>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tarazy::anonymity {
namespace {

constexpr size_t kShortest = 8;
constexpr int kPermutations = 2000;
constexpr double kMargin = 0.05;
constexpr double kMatchMargin = 1.25;

// The same in every database of this program.
constexpr char kLedger[] = "schema_migration";

bool IsOfAGroup(const std::string& column) {
  static const std::set<std::string> kGroupColumns = {"campaign", "stratum", "language",
                                                      "public_key"};
  return kGroupColumns.contains(column) || absl::StartsWith(column, "(");
}

// "table.column" by value.
std::map<std::string, std::string> ValuesOf(const Dump& dump) {
  std::map<std::string, std::string> values;
  for (const auto& [name, table] : dump) {
    if (name == kLedger) continue;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (IsOfAGroup(table.columns[i])) continue;
      for (const auto& row : table.rows) {
        if (row[i].size() >= kShortest) values[row[i]] = absl::StrCat(name, ".", table.columns[i]);
      }
    }
  }
  return values;
}

// A number for what is one, so that 10 comes after 9.
double NumberOf(const std::string& value, bool& is_number) {
  double number = 0;
  if (absl::SimpleAtod(value, &number)) return number;
  int block = 0, item = 0;
  if (std::sscanf(value.c_str(), "(%d,%d)", &block, &item) == 2) return block * 1e5 + item;
  is_number = false;
  return 0;
}

// Mean ranks, 0-based, of the values.
std::vector<double> RanksOf(const std::vector<std::string>& values) {
  bool numbers = true;
  std::vector<double> parsed;
  for (const std::string& value : values) parsed.push_back(NumberOf(value, numbers));
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  const auto less = [&](size_t a, size_t b) {
    return numbers ? parsed[a] < parsed[b] : values[a] < values[b];
  };
  std::sort(order.begin(), order.end(), less);
  std::vector<double> ranks(values.size());
  for (size_t i = 0; i < order.size();) {
    size_t end = i + 1;
    while (end < order.size() && !less(order[i], order[end])) ++end;
    for (size_t j = i; j < end; ++j) ranks[order[j]] = (static_cast<double>(i + end) - 1) / 2;
    i = end;
  }
  return ranks;
}

// A trait of the people that the attack looks at, ranked within each cell.
struct Ranked {
  std::string name;
  std::vector<double> ranks;
  std::vector<double> scores;  // the ranks, centred and scaled within each cell
  bool varies = false;
};

struct Cell {
  size_t begin;
  size_t end;
};

Ranked Rank(const Trait& trait, const std::vector<int>& people, const std::vector<Cell>& cells) {
  Ranked ranked{.name = trait.name,
                .ranks = std::vector<double>(people.size(), -1),
                .scores = std::vector<double>(people.size(), 0)};
  for (const Cell& cell : cells) {
    std::vector<std::string> values;
    for (size_t i = cell.begin; i < cell.end; ++i) values.push_back(trait.of.at(people[i]));
    const std::vector<double> ranks = RanksOf(values);
    const double middle = (static_cast<double>(ranks.size()) - 1) / 2;
    double square = 0;
    for (const double rank : ranks) square += (rank - middle) * (rank - middle);
    if (square == 0) continue;
    const double scale = std::sqrt(static_cast<double>(ranks.size()) / square);
    for (size_t i = 0; i < ranks.size(); ++i) {
      ranked.ranks[cell.begin + i] = ranks[i];
      ranked.scores[cell.begin + i] = (ranks[i] - middle) * scale;
    }
    ranked.varies = true;
  }
  return ranked;
}

struct Agreement {
  double correlation = 0;
  double matches = 0;
};

Agreement Compare(const Ranked& people, const Ranked& ballots, const std::vector<size_t>& lot) {
  double product = 0;
  double matches = 0;
  for (size_t i = 0; i < lot.size(); ++i) {
    product += people.scores[i] * ballots.scores[lot[i]];
    if (people.ranks[i] >= 0 && people.ranks[i] == ballots.ranks[lot[i]]) ++matches;
  }
  return {.correlation = std::abs(product) / static_cast<double>(lot.size()), .matches = matches};
}

}  // namespace

std::vector<std::string> ValuesInCommon(const Dump& left, const Dump& right) {
  const std::map<std::string, std::string> of_left = ValuesOf(left);
  const std::map<std::string, std::string> of_right = ValuesOf(right);
  std::vector<std::string> found;
  for (const auto& [value, where] : of_left) {
    for (const auto& [other, there] : of_right) {
      if (!absl::StrContains(other, value) && !absl::StrContains(value, other)) continue;
      found.push_back(absl::StrCat(where, " and ", there, ": ", value.substr(0, 40)));
    }
  }
  return found;
}

std::vector<std::string> TransactionsInCommon(const Dump& left, const Dump& right) {
  const auto transactions = [](const Dump& dump) {
    std::map<std::string, std::string> found;
    for (const auto& [name, table] : dump) {
      for (const char* column : {"(xmin)", "(xmax)"}) {
        const auto place = std::find(table.columns.begin(), table.columns.end(), column);
        if (place == table.columns.end()) continue;
        for (const auto& row : table.rows) {
          const std::string& id = row[static_cast<size_t>(place - table.columns.begin())];
          if (id != "0") found[id] = name;
        }
      }
    }
    return found;
  };
  const auto of_left = transactions(left);
  std::vector<std::string> found;
  for (const auto& [id, table] : transactions(right)) {
    const auto there = of_left.find(id);
    if (there == of_left.end()) continue;
    found.push_back(absl::StrCat("transaction ", id, " wrote ", there->second, " and ", table));
  }
  return found;
}

std::vector<Trait> TraitsOf(const std::string& table, const Table& rows,
                            const std::vector<int>& person_of_row) {
  std::vector<Trait> traits;
  for (size_t i = 0; i < rows.columns.size(); ++i) {
    Trait& trait = traits.emplace_back();
    trait.name = absl::StrCat(table, ".", rows.columns[i]);
    for (size_t j = 0; j < rows.rows.size(); ++j) {
      if (person_of_row[j] >= 0) trait.of[person_of_row[j]] = rows.rows[j][i];
    }
  }
  return traits;
}

std::vector<std::string> OrdersThatAgree(const std::vector<Trait>& people,
                                         const std::vector<Trait>& ballots, const Cells& cells,
                                         uint64_t seed) {
  if (people.empty() || ballots.empty()) return {"there is nothing to attack"};
  // Those of whom all is known, cell by cell, in an order that says nothing.
  std::map<std::string, std::vector<int>> by_cell;
  for (const auto& [person, cell] : cells) {
    const auto has = [&, who = person](const Trait& trait) { return trait.of.contains(who); };
    if (std::all_of(people.begin(), people.end(), has) &&
        std::all_of(ballots.begin(), ballots.end(), has)) {
      by_cell[cell].push_back(person);
    }
  }
  std::vector<int> order;
  std::vector<Cell> spans;
  for (const auto& [cell, members] : by_cell) {
    if (members.size() < 2) continue;
    spans.push_back({order.size(), order.size() + members.size()});
    order.insert(order.end(), members.begin(), members.end());
  }
  const auto rank = [&](const std::vector<Trait>& traits) {
    std::vector<Ranked> ranked;
    for (const Trait& trait : traits) {
      ranked.push_back(Rank(trait, order, spans));
      if (!ranked.back().varies) ranked.pop_back();
    }
    return ranked;
  };
  const std::vector<Ranked> of_people = rank(people);
  const std::vector<Ranked> of_ballots = rank(ballots);
  if (of_people.empty() || of_ballots.empty()) return {};

  std::vector<size_t> lot(order.size());
  std::iota(lot.begin(), lot.end(), 0);
  const std::vector<size_t> as_it_is = lot;
  std::mt19937_64 random(seed);
  Agreement bound;
  for (int i = 0; i < kPermutations; ++i) {
    for (const Cell& span : spans) {
      std::shuffle(lot.begin() + static_cast<long>(span.begin),
                   lot.begin() + static_cast<long>(span.end), random);
    }
    for (const Ranked& one : of_people) {
      for (const Ranked& other : of_ballots) {
        const Agreement chance = Compare(one, other, lot);
        bound.correlation = std::max(bound.correlation, chance.correlation);
        bound.matches = std::max(bound.matches, chance.matches);
      }
    }
  }
  std::vector<std::string> found;
  for (const Ranked& one : of_people) {
    for (const Ranked& other : of_ballots) {
      const Agreement real = Compare(one, other, as_it_is);
      if (real.correlation <= bound.correlation + kMargin &&
          real.matches <= bound.matches * kMatchMargin) {
        continue;
      }
      found.push_back(absl::StrFormat(
          "%s and %s: correlation %.2f (chance up to %.2f), %.0f of %d matched (chance up to %.0f)",
          one.name, other.name, real.correlation, bound.correlation, real.matches, order.size(),
          bound.matches));
    }
  }
  return found;
}

Trait PlacesIn(const std::string& name, const std::string& bytes,
               const std::map<int, std::string>& needles) {
  Trait trait{.name = name};
  for (const auto& [person, needle] : needles) {
    const size_t place = bytes.find(needle);
    if (place != std::string::npos) trait.of[person] = absl::StrCat(place);
  }
  return trait;
}

}  // namespace tarazy::anonymity
