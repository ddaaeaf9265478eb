// Rows of many units with few statements: ids in chunks, as the values of one constant statement.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/base/status_macros.h"
#include "common/sql/database.h"

namespace tarazy::registry {

inline constexpr size_t kIdsAtOnce = 16;

// What stands in a statement for the ids of a chunk.
#define REGISTRY_IDS "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"

// Runs `statement`, which holds REGISTRY_IDS, for all ids.
inline absl::Status QueryIds(sql::Tx& tx, absl::string_view statement,
                             absl::Span<const std::string> ids,
                             absl::FunctionRef<absl::Status(const sql::Row&)> each) {
  for (size_t start = 0; start < ids.size(); start += kIdsAtOnce) {
    std::vector<sql::Value> values;
    for (size_t i = 0; i < kIdsAtOnce; ++i) {
      values.push_back(sql::V(ids[std::min(start + i, ids.size() - 1)]));
    }
    RETURN_IF_ERROR(tx.Query(statement, values, each));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::registry
