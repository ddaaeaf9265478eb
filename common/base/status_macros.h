// Early return on failure, for functions that return absl::Status or absl::StatusOr.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RETURN_IF_ERROR(expr)                                       \
  do {                                                              \
    if (absl::Status tarazy_status = (expr); !tarazy_status.ok()) { \
      return tarazy_status;                                         \
    }                                                               \
  } while (false)

#define TARAZY_CONCAT_INNER(a, b) a##b
#define TARAZY_CONCAT(a, b) TARAZY_CONCAT_INNER(a, b)

// ASSIGN_OR_RETURN(const Table table, store.Load(tx, name));
#define ASSIGN_OR_RETURN(lhs, expr) \
  TARAZY_ASSIGN_OR_RETURN(TARAZY_CONCAT(tarazy_status_or_, __LINE__), lhs, expr)
#define TARAZY_ASSIGN_OR_RETURN(tmp, lhs, expr)  \
  auto tmp = (expr);                             \
  if (!tmp.ok()) return std::move(tmp).status(); \
  lhs = *std::move(tmp)
