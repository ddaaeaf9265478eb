// Files of many cells, for tests and benchmarks of size: no figures that mean anything.
#pragma once

#include <fstream>
#include <ostream>
#include <sstream>
#include <string>

#include "absl/strings/str_format.h"

namespace tarazy::e2e {

// A methodology "bulk" with the variables v0, v1, …, each an indicator of its own.
inline std::string BulkMethodology(int variables) {
  std::string text = "id: bulk\ntitle: {en: Bulk, ru: Bulk, kk: Bulk}\nvariables:\n";
  for (int v = 0; v < variables; ++v) {
    absl::StrAppendFormat(&text, "  v%d: {title: {en: V, ru: V, kk: V}, unit: score, min: 0}\n", v);
  }
  text += "indicators:\n";
  for (int v = 0; v < variables; ++v) {
    absl::StrAppendFormat(
        &text, "  - {code: \"%d\", title: {en: A, ru: A, kk: A}, points: 1, value: v%d}\n", v + 1,
        v);
  }
  return text;
}

struct BulkShape {
  int units = 0;
  int variables = 0;
  bool long_layout = false;
  int empty_every = 0;  // each so-manieth cell is empty; 0: none
};

// Units stand in no order, as in files from elsewhere.
inline void WriteBulk(std::ostream& out, const BulkShape& shape) {
  out << "institution";
  if (shape.long_layout) out << ",variable,value,source";
  for (int v = 0; !shape.long_layout && v < shape.variables; ++v) out << ",v" << v;
  out << "\n";
  constexpr int64_t kStep = 7919;  // a prime that divides no number of units used here
  for (int64_t i = 0; i < shape.units; ++i) {
    const int64_t unit = i * kStep % shape.units;
    const std::string id = absl::StrFormat("u%06d", unit);
    if (!shape.long_layout) out << id;
    for (int64_t v = 0; v < shape.variables; ++v) {
      const int64_t cell = unit * shape.variables + v;
      const bool empty = shape.empty_every > 0 && cell % shape.empty_every == 0;
      const int64_t milli = cell * 104'729 % 1'000'003;
      const std::string value = empty ? "" : absl::StrFormat("%d.%03d", milli / 1000, milli % 1000);
      if (shape.long_layout) {
        out << id << ",v" << v << "," << value << ",annual report\n";
      } else {
        out << "," << value;
      }
    }
    if (!shape.long_layout) out << "\n";
  }
}

inline void WriteBulkValues(const std::string& path, const BulkShape& shape) {
  std::ofstream out(path, std::ios::binary);
  WriteBulk(out, shape);
}

inline std::string BulkValues(const BulkShape& shape) {
  std::ostringstream out;
  WriteBulk(out, shape);
  return out.str();
}

}  // namespace tarazy::e2e
