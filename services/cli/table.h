// What a command answers: rows of typed values under named columns. How it looks is output.h's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "common/base/localized.h"

namespace tarazy::cli {

// A number whose digits are part of the result ("712.40"), printed as they stand.
struct Decimal {
  std::string digits;
};

struct Table;

// monostate is an absent value. A Localized is one text: JSON and CSV get it in the first language
// there is, a table in the reader's.
using Value =
    std::variant<std::monostate, bool, int64_t, double, std::string, Decimal, tarazy::Localized,
                 std::vector<std::string>, std::shared_ptr<const Table>>;

struct Column {
  std::string name;
  // A detail: in JSON and CSV, but too much for a table of many rows.
  bool detail = false;
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Value>> rows;  // each as long as `columns`
};

}  // namespace tarazy::cli
