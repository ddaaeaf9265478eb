// What the number formats of a workbook make of a number: a date and a percentage are kept as plain
// numbers, and only the format tells.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rankings/app/xml_reader.h"

namespace tarazy::rankings {

enum class NumberKind : uint8_t { kPlain, kDate, kPercent };

// The kind of a format code such as "dd.mm.yyyy" or "0.0%".
NumberKind KindOfFormat(absl::string_view code);

// Reads the styles part.
class CellStyles : public XmlHandler {
 public:
  // The kind of the cell format at `index`; kPlain for an unknown one.
  NumberKind At(size_t index) const { return index < kinds_.size() ? kinds_[index] : kPlain; }

  void Start(absl::string_view name, const XmlAttributes& attributes) override;
  void End(absl::string_view name) override;

 private:
  static constexpr NumberKind kPlain = NumberKind::kPlain;

  std::unordered_map<int, NumberKind> custom_;
  std::vector<NumberKind> kinds_;
  bool cell_formats_ = false;
};

}  // namespace tarazy::rankings
