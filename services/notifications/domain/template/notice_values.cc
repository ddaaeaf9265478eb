#include "services/notifications/domain/template/notice_values.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::notifications {
namespace {

using Json = nlohmann::json;

// What a value's object is keyed by tells what it holds.
struct Writer {
  Json operator()(const std::string& text) const { return {{"text", text}}; }
  Json operator()(const Localized& text) const {
    return {{"localized", {{"en", text.en}, {"ru", text.ru}, {"kk", text.kk}}}};
  }
  Json operator()(int64_t number) const { return {{"integer", number}}; }
  Json operator()(double number) const {
    return {{"number", std::isfinite(number) ? number : 0.0}};
  }
  Json operator()(absl::CivilDay day) const { return {{"date", FormatDay(day)}}; }
  Json operator()(absl::Time time) const {
    return {{"time", absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone())}};
  }
  Json operator()(const std::vector<std::string>& texts) const { return {{"list", texts}}; }
};

std::optional<Localized> ReadLocalized(const Json& value) {
  if (!value.is_object() || value.size() != 3) return std::nullopt;
  const auto text = [&](const char* language) -> const std::string* {
    const auto found = value.find(language);
    return found == value.end() ? nullptr : found->get_ptr<const std::string*>();
  };
  const std::string *en = text("en"), *ru = text("ru"), *kk = text("kk");
  if (en == nullptr || ru == nullptr || kk == nullptr) return std::nullopt;
  return Localized{.en = *en, .ru = *ru, .kk = *kk};
}

std::optional<std::vector<std::string>> ReadList(const Json& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const Json& item : value) {
    if (!item.is_string()) return std::nullopt;
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::optional<absl::Time> ReadTime(const std::string& text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return std::nullopt;
  return time;
}

std::optional<NoticeValue> ReadText(absl::string_view kind, const std::string& text) {
  if (kind == "text") return text;
  if (kind == "date") return ParseDay(text);
  if (kind == "time") return ReadTime(text);
  return std::nullopt;
}

std::optional<NoticeValue> ReadValue(const Json& object) {
  if (!object.is_object() || object.size() != 1) return std::nullopt;
  const std::string& kind = object.begin().key();
  const Json& value = object.begin().value();
  if (value.is_string()) return ReadText(kind, value.get_ref<const std::string&>());
  if (kind == "localized") return ReadLocalized(value);
  if (kind == "list") return ReadList(value);
  if (kind == "number" && value.is_number()) return value.get<double>();
  // What lies beyond int64 is parsed as unsigned, and would wrap around.
  if (kind == "integer" && value.is_number_integer() &&
      (!value.is_number_unsigned() || value.get<uint64_t>() <= uint64_t{INT64_MAX})) {
    return value.get<int64_t>();
  }
  return std::nullopt;
}

}  // namespace

std::string ToJson(const NoticeValues& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = std::visit(Writer{}, value);
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

absl::StatusOr<NoticeValues> FromJson(absl::string_view json) {
  const Json object = Json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return InvalidField("values", "must be the values of a notice as JSON");
  NoticeValues values;
  for (const auto& [name, member] : object.items()) {
    std::optional<NoticeValue> value = ReadValue(member);
    if (!value.has_value()) {
      return InvalidField(absl::StrCat("values.", name), "must be a value of a notice");
    }
    values.emplace(name, *std::move(value));
  }
  return values;
}

}  // namespace tarazy::notifications
