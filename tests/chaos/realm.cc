#include "tests/chaos/realm.h"

#include "absl/strings/str_cat.h"

namespace tarazy::chaos {

int RankingFacts::VerifiedUnits() const {
  std::set<std::string> units;
  for (const Cell& cell : cells) {
    if (cell.state == rankings::v1::VALUE_STATE_VERIFIED) units.insert(cell.unit);
  }
  return static_cast<int>(units.size());
}

std::map<std::string, std::vector<Cell>> RankingFacts::OwnCells(
    rankings::v1::ValueState state) const {
  std::map<std::pair<std::string, std::string>, Cell> newest;  // cells come oldest first
  for (const Cell& cell : cells) {
    if (cell.own) newest[{cell.unit, cell.variable}] = cell;
  }
  std::map<std::string, std::vector<Cell>> units;
  for (const auto& [key, cell] : newest) {
    if (cell.state == state) units[cell.unit].push_back(cell);
  }
  return units;
}

std::string RankingFacts::EditionName(int number) const {
  return absl::StrCat(name, "/editions/", number);
}

std::string RankingFacts::Text() const {
  std::string text = absl::StrCat(name, " revision ", revision, " published ", published, "\n");
  int number = 0;
  for (const EditionFacts& edition : editions) {
    absl::StrAppend(&text, "edition ", ++number, " ",
                    rankings::v1::EditionState_Name(edition.state), " of revision ",
                    edition.revision, " with ", edition.units, " units\n");
  }
  for (const Cell& cell : cells) {
    absl::StrAppend(&text, cell.unit, ".", cell.variable, " in ", cell.revision, " ",
                    rankings::v1::ValueState_Name(cell.state), " ", cell.value, "\n");
  }
  return text;
}

}  // namespace tarazy::chaos
