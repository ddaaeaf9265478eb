#include "common/obs/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <nlohmann/json.hpp>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/error.h"

namespace tarazy::obs {
namespace {

std::atomic<Level> g_level{Level::kInfo};

constexpr absl::string_view kLevelNames[] = {"debug", "info", "warn", "error"};

// spdlog is only the asynchronous sink: its own JSON patterns do not escape. When the queue is full
// the oldest lines go, so that logging never holds up a call.
spdlog::logger& Sink() {
  static const auto* const logger = [] {
    spdlog::init_thread_pool(8192, 1);
    auto made = spdlog::create_async_nb<spdlog::sinks::stderr_sink_mt>("tarazy");
    made->set_pattern("%v");
    made->set_level(spdlog::level::trace);
    return new std::shared_ptr<spdlog::logger>(std::move(made));
  }();
  return **logger;
}

nlohmann::ordered_json ToJson(Level level, absl::string_view event,
                              std::initializer_list<Field> fields) {
  nlohmann::ordered_json line;
  const absl::string_view level_name = kLevelNames[static_cast<int>(level)];
  line["level"] = std::string(level_name);
  line["event"] = std::string(event);
  for (const Field& field : fields) {
    std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
  }
  return line;
}

std::string Dump(const nlohmann::ordered_json& line) {
  // Bytes that are no UTF-8 become U+FFFD instead of an exception.
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void SetLogLevel(Level level) { g_level = level; }

bool LogsAt(Level level) { return level >= g_level.load(std::memory_order_relaxed); }

absl::Status SetLogLevel(absl::string_view level) {
  for (int i = 0; i < 4; ++i) {
    if (kLevelNames[i] == level) {
      g_level = static_cast<Level>(i);
      return absl::OkStatus();
    }
  }
  return InvalidField("log.level", "must be debug, info, warn or error");
}

std::string FormatLogLine(Level level, absl::string_view event,
                          std::initializer_list<Field> fields) {
  return Dump(ToJson(level, event, fields));
}

void Log(Level level, absl::string_view event, std::initializer_list<Field> fields) {
  if (!LogsAt(level)) return;
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone());
  line.update(ToJson(level, event, fields));
  Sink().log(spdlog::level::info, spdlog::string_view_t(Dump(line)));
}

void FlushLog() { Sink().flush(); }

}  // namespace tarazy::obs
