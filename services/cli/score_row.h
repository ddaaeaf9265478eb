// A unit's result at one indicator as columns and a row; scores and explain share them.
#pragma once

#include <string>
#include <vector>

#include "services/cli/table.h"
#include "tarazy/rankings/v1/edition.pb.h"

namespace tarazy::cli {

std::vector<Column> ScoreColumns();
std::vector<Value> ScoreRow(const rankings::v1::NodeScore& score);

// A decimal of the server; absent when there is none.
Value DecimalValue(const std::string& digits);

// An optional figure.
Value Figure(bool present, double value);

}  // namespace tarazy::cli
