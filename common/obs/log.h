// Log lines are events with fields, one JSON object per line on standard error. Never a sentence
// glued from data, never a secret.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy::obs {

enum class Level { kDebug, kInfo, kWarn, kError };

using FieldValue = std::variant<std::string, int64_t, double, bool>;

struct Field {
  absl::string_view name;
  FieldValue value;

  Field(absl::string_view n, absl::string_view v) : name(n), value(std::string(v)) {}
  Field(absl::string_view n, const char* v) : name(n), value(std::string(v)) {}
  Field(absl::string_view n, const std::string& v) : name(n), value(v) {}
  Field(absl::string_view n, int64_t v) : name(n), value(v) {}
  Field(absl::string_view n, int v) : name(n), value(int64_t{v}) {}
  Field(absl::string_view n, double v) : name(n), value(v) {}
  Field(absl::string_view n, bool v) : name(n), value(v) {}
};

// Lines below `level` are dropped; the default is kInfo.
void SetLogLevel(Level level);

// "debug", "info", "warn", "error"; INVALID_ARGUMENT for anything else.
absl::Status SetLogLevel(absl::string_view level);

// Whether a line of this level would be written: to leave out what only making it costs.
bool LogsAt(Level level);

// Log(Level::kWarn, "outbox.relay_lag", {{"seconds", 12.5}});
void Log(Level level, absl::string_view event, std::initializer_list<Field> fields = {});

// Waits until everything logged so far is written.
void FlushLog();

// The line that Log would write, without time: for tests.
std::string FormatLogLine(Level level, absl::string_view event,
                          std::initializer_list<Field> fields);

}  // namespace tarazy::obs
