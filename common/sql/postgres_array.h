// Array literals for bulk inserts. Included by common/sql only.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/sql/database.h"

namespace tarazy::sql {

// The values of one column of `rows` as PostgreSQL writes an array: {1,NULL,"a \"b\""}.
std::string ArrayLiteral(absl::Span<const std::vector<Value>> rows, size_t column);

// A number as PostgreSQL reads it back bit for bit.
std::string RealText(double value);

}  // namespace tarazy::sql
