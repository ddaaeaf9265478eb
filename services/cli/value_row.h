// A version of a value as columns and a row.
#pragma once

#include <vector>

#include "services/cli/table.h"
#include "tarazy/rankings/v1/ranking.pb.h"

namespace tarazy::cli {

enum class Versions { kNewest, kAll };

// With all versions a table tells the argument: who did what, and why.
std::vector<Column> ValueColumns(Versions versions);
std::vector<Value> ValueRow(const rankings::v1::Value& value);

// One version on its own.
Table ValueTable(const rankings::v1::Value& value);

// Data are shown as they were entered, so a table does not round them.
Value Exact(bool present, double value);

}  // namespace tarazy::cli
