// A worksheet as a stream of rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rankings/app/cell_styles.h"
#include "services/rankings/app/cell_text.h"
#include "services/rankings/app/shared_strings.h"
#include "services/rankings/app/table_reader.h"
#include "services/rankings/app/xml_reader.h"

namespace tarazy::rankings {

// Reads the part; what becomes of its cells stands at ReadTable.
class SheetReader : public XmlHandler {
 public:
  // All must outlive the reader.
  SheetReader(const SharedStrings& strings, const CellStyles& styles, bool dates_from_1904,
              EachTableRow each)
      : strings_(strings), styles_(styles), dates_from_1904_(dates_from_1904), each_(each) {}

  // What the following rows say of themselves.
  void SetBytes(int64_t bytes) { bytes_ = bytes; }

  void Start(absl::string_view name, const XmlAttributes& attributes) override;
  void End(absl::string_view name) override;
  void Text(absl::string_view text) override;

 private:
  struct Cell {
    CellPlace place;
    std::string type;
    size_t style = 0;
    bool formula = false;
    bool stored = false;  // has a <v> or <is>
    std::string text;
  };

  void StartRow(const XmlAttributes& attributes);
  void StartCell(const XmlAttributes& attributes);
  void EndCell();
  void EndRow();
  void EndHeader();
  void EndDataRow();
  void Merged(absl::string_view range);

  // The cell's field; faults are kept and give an empty one.
  std::string FieldOf(Cell& cell);
  std::string NumberOf(const Cell& cell);
  void Fault(const CellPlace& place, absl::string_view what);
  void Emit(int64_t number, absl::Span<const std::string> fields);

  const SharedStrings& strings_;
  const CellStyles& styles_;
  const bool dates_from_1904_;
  const EachTableRow each_;
  int64_t bytes_ = 0;

  bool in_rows_ = false, in_row_ = false, in_cell_ = false, in_text_ = false, phonetic_ = false;
  int64_t header_row_ = 0;  // 0 before it
  size_t width_ = 0;        // of the header
  int64_t row_ = 0;
  int column_ = -1;  // of the last cell
  Cell cell_;
  std::vector<std::string> fields_;
  std::vector<CellFault> faults_;
  int64_t row_text_ = 0, all_text_ = 0;  // bytes
};

}  // namespace tarazy::rankings
