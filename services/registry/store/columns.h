// The registry's types as columns hold them.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/localized.h"
#include "common/sql/database.h"
#include "services/registry/domain/date.h"
#include "services/registry/domain/programme_code.h"

namespace tarazy::registry {

inline sql::Value LevelValue(Level level) { return sql::V(LevelName(level)); }

inline Level ReadLevel(absl::string_view text) {
  for (const Level level : {Level::kBachelor, Level::kMaster, Level::kDoctorate}) {
    if (LevelName(level) == text) return level;
  }
  return Level::kUnknown;
}

inline sql::Value DateValue(const std::optional<Date>& date) { return sql::V(DateText(date)); }

inline absl::StatusOr<std::optional<Date>> ReadDate(const std::string& text) {
  return ParseOptionalDate("stored date", text);
}

// Three columns from `first` on: en, ru, kk.
inline Localized ReadTitle(const sql::Row& row, int first) {
  return {.en = row.Text(first), .ru = row.Text(first + 1), .kk = row.Text(first + 2)};
}

}  // namespace tarazy::registry
