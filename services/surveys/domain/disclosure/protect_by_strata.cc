#include <vector>

#include "services/surveys/domain/disclosure/cell_network.h"
#include "services/surveys/domain/disclosure/protect.h"
#include "services/surveys/domain/disclosure/told_tree.h"
#include "services/surveys/domain/disclosure/tree_network.h"

namespace tarazy::surveys {
namespace {

void SuppressRow(Mask& mask, int row) {
  for (int column = 0; column < mask.columns; ++column) mask.Suppress(row, column);
}

void SuppressColumn(Mask& mask, int column) {
  for (int row = 0; row < mask.rows; ++row) mask.Suppress(row, column);
}

Mask MaskOf(const std::vector<bool>& suppressed_strata, int columns) {
  Mask mask(static_cast<int>(suppressed_strata.size()), columns);
  for (int row = 0; row < mask.rows; ++row) {
    if (suppressed_strata[row]) SuppressRow(mask, row);
  }
  return mask;
}

// Those who took the choice and the rest of the base. The rest is never told in words but follows
// where the choice and the base are told.
CountTable YesAndNo(const MultiTable& table, int choice) {
  CountTable answers(table.taken.rows, 2);
  for (int row = 0; row < answers.rows; ++row) {
    answers.At(row, 0) = table.taken.At(row, choice);
    answers.At(row, 1) = table.states.At(row, 0) - table.taken.At(row, choice);
  }
  return answers;
}

void ProtectChoice(const StrataTree& tree, const MultiTable& table, int choice,
                   Protection protection, MultiMask& mask) {
  std::vector<bool> no_base;
  for (int row = 0; row < tree.size(); ++row) no_base.push_back(mask.states.At(row, 0));
  const ToldTree told = MakeToldTree(tree, no_base, YesAndNo(table, choice));
  CellNetwork network = MakeTreeNetwork(told, {true, true}, protection.threshold);
  // Other choices of the row are told, zeros among them.
  for (CellNetwork::Row& row : network.rows) row.told_beside = true;
  for (size_t part = 0; part < told.parts.size(); ++part) {
    CellNetwork::Cell& yes = network.cells[2 * part];
    CellNetwork::Cell& no = network.cells[2 * part + 1];
    // The base being told, who hides the one hides the other.
    if (!protection.complementary) yes.sensitive = yes.sensitive || no.sensitive;
    no.row = CellNetwork::kNeverTold;
    no.hidden = true;
  }
  HideSensitive(network);
  if (protection.complementary && !HideMore(network, protection.threshold)) {
    SuppressColumn(mask.taken, choice);
    return;
  }
  for (size_t part = 0; part < told.parts.size(); ++part) {
    const int node = told.parts[part].node;
    if (node != ToldTree::kRest && network.cells[2 * part].hidden)
      mask.taken.Suppress(node, choice);
  }
}

}  // namespace

Mask ProtectByStrata(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                     const CountTable& table, const std::vector<bool>& sensitive_columns,
                     Protection protection) {
  Mask mask = MaskOf(suppressed_strata, table.columns);
  const ToldTree told = MakeToldTree(tree, suppressed_strata, table);
  CellNetwork network = MakeTreeNetwork(told, sensitive_columns, protection.threshold);
  HideSensitive(network);
  if (protection.complementary && !HideMore(network, protection.threshold))
    return MaskOf(std::vector<bool>(table.rows, true), table.columns);
  for (size_t i = 0; i < network.cells.size(); ++i) {
    const int node = told.parts[i / table.columns].node;
    if (node != ToldTree::kRest && network.cells[i].hidden)
      mask.Suppress(node, static_cast<int>(i % table.columns));
  }
  return mask;
}

MultiMask ProtectMultiByStrata(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                               const MultiTable& table, bool sensitive, Protection protection) {
  MultiMask mask;
  mask.states = ProtectByStrata(tree, suppressed_strata, table.states,
                                std::vector<bool>(table.states.columns, sensitive), protection);
  std::vector<bool> no_base;
  for (int row = 0; row < tree.size(); ++row) no_base.push_back(mask.states.At(row, 0));
  mask.taken = MaskOf(no_base, table.taken.columns);
  if (!sensitive) return mask;
  for (int choice = 0; choice < table.taken.columns; ++choice)
    ProtectChoice(tree, table, choice, protection, mask);
  return mask;
}

}  // namespace tarazy::surveys
