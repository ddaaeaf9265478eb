#include "services/surveys/domain/figures/make_cross.h"

#include <algorithm>
#include <utility>

#include "services/surveys/domain/figures/association.h"
#include "services/surveys/domain/figures/percent.h"
#include "services/surveys/domain/figures/told_cross.h"

namespace tarazy::surveys {
namespace {

Told Plus(Told a, Told b) {
  if (!a.has_value() || !b.has_value()) return std::nullopt;
  return *a + *b;
}

// Counters of two questions, the earlier one as the rows.
std::vector<CrossCounter> CountersOf(const MaskedCounts& counts, int earlier, int later) {
  std::vector<CrossCounter> counters;
  const std::vector<Question>& questions = counts.form().questions();
  for (const Facet& row : FacetsOf(questions[earlier], earlier)) {
    for (const Facet& column : FacetsOf(questions[later], later)) {
      counters.emplace_back(counts, row, column);
    }
  }
  return counters;
}

// What stands in the table of one pair of facets in one stratum: the answers of one question by
// those of the other, and the sums over them.
struct Block {
  int rows = 0;
  int columns = 0;
  std::vector<Told> cells;
  std::vector<Told> row_sums;
  std::vector<Told> column_sums;
  Told sum;
};

// A sum is told when all of it is.
Block BlockOf(const ToldTable& table, const Facet& row, const Facet& column) {
  Block block{.rows = static_cast<int>(row.answers().size()),
              .columns = static_cast<int>(column.answers().size())};
  block.row_sums.assign(block.rows, 0);
  block.column_sums.assign(block.columns, 0);
  for (int r = 0; r < block.rows; ++r) {
    for (int c = 0; c < block.columns; ++c) {
      const Told cell = table.At(row.answers()[r], column.answers()[c]);
      block.cells.push_back(cell);
      block.row_sums[r] = Plus(block.row_sums[r], cell);
      block.column_sums[c] = Plus(block.column_sums[c], cell);
    }
  }
  block.sum = 0;
  for (const Told& sum : block.row_sums) block.sum = Plus(block.sum, sum);
  return block;
}

// The answers of the whole questions, from the blocks of all pairs of facets. A count that several
// blocks have is told when all of them tell it.
Block Join(const std::vector<Block>& blocks, bool several_rows, bool several_columns,
           int row_facets, int column_facets) {
  if (!several_rows && !several_columns) return blocks[0];
  Block joined{.rows = several_rows ? row_facets : blocks[0].rows,
               .columns = several_columns ? column_facets : blocks[0].columns};
  joined.row_sums.assign(joined.rows, 0);
  joined.column_sums.assign(joined.columns, 0);
  joined.sum = blocks[0].sum;
  for (const Block& block : blocks) {
    if (!block.sum.has_value()) joined.sum.reset();
  }
  const auto block_of = [&](int row, int column) -> const Block& {
    return blocks[static_cast<size_t>(several_rows ? row : 0) * column_facets +
                  (several_columns ? column : 0)];
  };
  for (int r = 0; r < joined.rows; ++r) {
    joined.row_sums[r] = block_of(r, 0).row_sums[several_rows ? 0 : r];
  }
  for (int c = 0; c < joined.columns; ++c) {
    joined.column_sums[c] = block_of(0, c).column_sums[several_columns ? 0 : c];
  }
  for (int r = 0; r < joined.rows; ++r) {
    for (int c = 0; c < joined.columns; ++c) {
      const Block& block = block_of(r, c);
      const int row = several_rows ? 0 : r;
      const int column = several_columns ? 0 : c;
      joined.cells.push_back(block.cells[static_cast<size_t>(row) * block.columns + column]);
      if (!block.row_sums[row].has_value()) joined.row_sums[r].reset();
      if (!block.column_sums[column].has_value()) joined.column_sums[c].reset();
    }
  }
  return joined;
}

Block Transposed(const Block& block) {
  Block turned{.rows = block.columns,
               .columns = block.rows,
               .row_sums = block.column_sums,
               .column_sums = block.row_sums,
               .sum = block.sum};
  for (int c = 0; c < block.columns; ++c) {
    for (int r = 0; r < block.rows; ++r) {
      turned.cells.push_back(block.cells[static_cast<size_t>(r) * block.columns + c]);
    }
  }
  return turned;
}

class CellWriter {
 public:
  CellWriter(const Block& block, int decimals, v1::CrossTable& table)
      : block_(block), decimals_(decimals), table_(table) {}

  void Write() {
    for (int r = 0; r <= block_.rows; ++r) {
      for (int c = 0; c <= block_.columns; ++c) WriteCell(r, c);
    }
  }

 private:
  Told RowSum(int r) const { return r < block_.rows ? block_.row_sums[r] : block_.sum; }
  Told ColumnSum(int c) const { return c < block_.columns ? block_.column_sums[c] : block_.sum; }
  Told Count(int r, int c) const {
    if (c == block_.columns) return RowSum(r);
    if (r == block_.rows) return ColumnSum(c);
    return block_.cells[static_cast<size_t>(r) * block_.columns + c];
  }

  void WriteCell(int r, int c) {
    v1::CrossCell& cell = *table_.add_cells();
    if (r < block_.rows) cell.set_row(table_.rows(r));
    if (c < block_.columns) cell.set_column(table_.columns(c));
    const Told count = Count(r, c);
    if (!count.has_value()) {
      cell.set_suppressed(true);
      return table_.set_suppressed(true);
    }
    cell.set_count(*count);
    const auto share = [&](Told base) { return RoundedPercent(*count, *base, decimals_); };
    if (RowSum(r).value_or(0) > 0) cell.set_row_percent(share(RowSum(r)));
    if (ColumnSum(c).value_or(0) > 0) cell.set_column_percent(share(ColumnSum(c)));
    if (block_.sum.value_or(0) > 0) cell.set_percent(share(block_.sum));
  }

  const Block& block_;
  const int decimals_;
  v1::CrossTable& table_;
};

void AddAssociation(const Block& block, v1::CrossTable& table) {
  std::vector<std::vector<int64_t>> cells(block.rows);
  for (size_t i = 0; i < block.cells.size(); ++i) {
    if (!block.cells[i].has_value()) return;
    cells[i / block.columns].push_back(*block.cells[i]);
  }
  const std::optional<Association> association = AssociationOf(cells);
  if (!association.has_value()) return;
  table.set_chi_squared(association->chi_squared);
  table.set_degrees_of_freedom(association->degrees_of_freedom);
  table.set_p_value(association->p_value);
  table.set_cramers_v(association->cramers_v);
  table.set_small_expected(association->small_expected);
}

}  // namespace

CrossTabulation::CrossTabulation(const MaskedCounts& counts, int row, int column)
    : counts_(counts),
      row_(row),
      column_(column),
      counters_(CountersOf(counts, std::min(row, column), std::max(row, column))) {}

void CrossTabulation::Count(int node, const CodedBallot& ballot) {
  for (CrossCounter& counter : counters_) counter.Count(node, ballot);
}

v1::CrossTable CrossTabulation::Take(int node) {
  const Question& row = counts_.form().questions()[row_];
  const Question& column = counts_.form().questions()[column_];
  v1::CrossTable table;
  table.set_campaign(counts_.campaign().name());
  table.set_stratum(counts_.nodes()[node].id);
  table.set_row_question(row.id);
  table.set_column_question(column.id);
  for (const int option : AnswerOptions(row)) table.add_rows(row.options[option].choice->code());
  for (const int option : AnswerOptions(column)) {
    table.add_columns(column.options[option].choice->code());
  }
  std::vector<Block> blocks;
  for (CrossCounter& counter : counters_) {
    blocks.push_back(BlockOf(ToldTables(counts_, counter)[node], counter.row(), counter.column()));
  }
  const bool turned = row_ > column_;
  const Question& earlier = turned ? column : row;
  const Question& later = turned ? row : column;
  const bool several = earlier.type == v1::ITEM_TYPE_MULTI || later.type == v1::ITEM_TYPE_MULTI;
  Block block =
      Join(blocks, earlier.type == v1::ITEM_TYPE_MULTI, later.type == v1::ITEM_TYPE_MULTI,
           static_cast<int>(AnswerOptions(earlier).size()),
           later.type == v1::ITEM_TYPE_MULTI ? static_cast<int>(AnswerOptions(later).size()) : 1);
  if (turned) block = Transposed(block);
  CellWriter(block, counts_.campaign().disclosure().decimals(), table).Write();
  if (block.sum.has_value()) table.set_base(*block.sum);
  if (!several) AddAssociation(block, table);
  return table;
}

}  // namespace tarazy::surveys
