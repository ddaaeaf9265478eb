// What one client of the fault runs believes is stored: its own rankings, methodology,
// institutions, cases and decisions, changed by what was acknowledged and by nothing else.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tarazy/rankings/v1/edition.pb.h"
#include "tarazy/rankings/v1/ranking.pb.h"

namespace tarazy::chaos {

// One version of a value; every import that names a cell adds one.
struct Cell {
  std::string unit;
  std::string variable;
  int64_t revision = 0;
  rankings::v1::ValueState state = rankings::v1::VALUE_STATE_DRAFT;
  double value = 0;
  bool own = false;  // the institution's own statement, not the agency's

  auto Key() const { return std::tie(unit, variable, revision); }
  bool operator<(const Cell& other) const { return Key() < other.Key(); }
};

struct EditionFacts {
  rankings::v1::EditionState state = rankings::v1::EDITION_STATE_DRAFT;
  int64_t revision = 0;
  int units = 0;
};

struct RankingFacts {
  std::string name;  // "rankings/w0-3"
  int64_t revision = 0;
  int published = 0;  // the edition's number; 0 for none
  std::set<Cell> cells;
  std::vector<EditionFacts> editions;  // number 1 first

  // Of each unit the cells whose newest own statement is in this state.
  std::map<std::string, std::vector<Cell>> OwnCells(rankings::v1::ValueState state) const;
  // Units with verified values: those that an edition computed now has.
  int VerifiedUnits() const;
  std::string EditionName(int number) const;
  // All of it, line by line, to be compared and read.
  std::string Text() const;
};

struct InstitutionFacts {
  std::string title;
  int version = 1;
};

struct CaseFacts {
  std::string id;
  int revision = 1;
  std::map<std::string, std::string> marks;  // by criterion: the mark and its rationale
};

struct DecisionFacts {
  std::string name;
  std::string subject;
};

struct Realm {
  std::string id;         // "w0": all names begin with it
  int methodologies = 0;  // versions of the methodology of that id
  std::vector<RankingFacts> rankings;
  std::map<std::string, InstitutionFacts> institutions;  // by id
  bool framework = false;                                // stored, under the realm's id
  std::vector<CaseFacts> cases;
  std::vector<DecisionFacts> decisions;  // in the order of their recording

  RankingFacts& current() { return rankings.back(); }
  const RankingFacts& current() const { return rankings.back(); }
};

}  // namespace tarazy::chaos
