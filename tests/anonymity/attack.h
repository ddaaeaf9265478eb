// What can be done with dumps of the roll and of the ballots to find out whose ballot is whose.
// Every attack gives what it found, in words; nothing is what is promised.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/anonymity/dump.h"

namespace tarazy::anonymity {

// Values of any column of `left` that occur in `right`, whole or inside another value. Not looked
// at: what is of a group and not of a person (campaign, stratum, language, public keys), physical
// columns, the ledger of migrations, and values of fewer than 8 characters.
std::vector<std::string> ValuesInCommon(const Dump& left, const Dump& right);

// Transactions (xmin, xmax) that wrote into both. PostgreSQL only.
std::vector<std::string> TransactionsInCommon(const Dump& left, const Dump& right);

// Something that people can be put in order by: a column, or the order on a disk.
struct Trait {
  std::string name;
  std::map<int, std::string>
      of;  // by person; numbers, "(block,item)" and texts are compared as such
};

// The columns of a table whose rows are known to be of these people.
std::vector<Trait> TraitsOf(const std::string& table, const Table& rows,
                            const std::vector<int>& person_of_row);

// People between whom the order must tell nothing: those of a stratum, or of one released group.
using Cells = std::map<int, std::string>;

// Pairs of a trait on one side (who came when) and a trait on the other (which ballot is where)
// that go together within the cells: by rank correlation, or by how often the nth person has the
// nth ballot. The bounds are the largest of all pairs in 2,000 permutations of the people within
// their cells (fixed seed), plus a twentieth for the correlation and a quarter for the matches, so
// that chance passes them about once in a hundred thousand runs.
std::vector<std::string> OrdersThatAgree(const std::vector<Trait>& people,
                                         const std::vector<Trait>& ballots, const Cells& cells,
                                         uint64_t seed);

// Where each needle first is in the bytes, as a trait; people whose needle is not there are left
// out.
Trait PlacesIn(const std::string& name, const std::string& bytes,
               const std::map<int, std::string>& needles);

}  // namespace tarazy::anonymity
