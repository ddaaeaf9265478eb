// What the columns of an import mean. Long: unit, variable, value and what goes with it, one cell a
// row. Wide: unit, perhaps title and group, then one column per variable. A template is long, with
// columns that tell the person who fills it what each row asks for.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

// What a template tells about the unit and the variable of a row. A long file with all of these
// columns is a template; importing it leaves them unread. Some of them alone are unknown columns.
inline constexpr std::array<absl::string_view, 9> kTemplateColumns = {
    "name", "title_kk", "title_ru", "title_en", "unit", "min", "max", "indicators", "state"};

struct ImportProblem {
  int64_t row = 0;
  std::string column;   // empty: the whole row
  std::string message;  // a sentence
};

// One cell as text.
struct ImportCell {
  int variable = -1;  // index in the methodology; -1: the name in a long file is unknown
  absl::string_view variable_name;
  absl::string_view column;  // the header that holds `value`
  absl::string_view value;
  absl::string_view source;
  absl::string_view evidence;
  absl::string_view base;
  absl::string_view standard_error;
};

struct ImportRow {
  absl::string_view unit;  // an id or a title
  absl::string_view title;
  absl::string_view group;
  std::vector<ImportCell> cells;
};

class ImportLayout {
 public:
  // Problems of the header (row 1) are added to `problems`; the layout is usable only without any.
  ImportLayout(const Methodology& methodology, absl::Span<const std::string> header,
               const std::vector<std::string>& ignored, std::vector<ImportProblem>& problems);

  // The parts of a row with as many fields as the header; views into `fields` and this layout.
  void Read(absl::Span<const std::string> fields, ImportRow& row) const;

  // False for a column that is ignored or only informs.
  bool Uses(int column) const { return used_[static_cast<size_t>(column)]; }
  const std::string& column(int index) const { return header_[static_cast<size_t>(index)]; }

  size_t width() const { return header_.size(); }
  const std::string& unit_column() const { return header_.front(); }

 private:
  void ReadHeader(const Methodology& methodology, const std::vector<std::string>& ignored,
                  std::vector<ImportProblem>& problems);
  int VariableOf(absl::string_view name) const;

  std::vector<std::string> header_;
  std::vector<bool> used_;              // one per column
  std::vector<std::string> variables_;  // names in methodology order
  bool long_ = false;
  int title_ = -1, group_ = -1;  // columns, -1 when there is none
  int variable_ = -1, value_ = -1, source_ = -1, evidence_ = -1, base_ = -1, error_ = -1;
  std::vector<std::pair<int, int>> wide_;  // (column, variable)
};

}  // namespace tarazy::rankings
