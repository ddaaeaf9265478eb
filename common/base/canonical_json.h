// JSON in the one spelling that equal values share (RFC 8785, JCS): what signatures cover. Numbers
// are integers that every reader holds exactly; there are no others.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy {

// The order of members: by UTF-16 code units.
struct Utf16Less {
  using is_transparent = void;
  bool operator()(absl::string_view a, absl::string_view b) const;
};

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, Utf16Less>;

  Json() = default;  // null
  Json(bool value) : value_(value) {}
  Json(int value) : value_(int64_t{value}) {}
  Json(int64_t value) : value_(value) {}
  Json(const char* text) : value_(std::string(text)) {}
  Json(absl::string_view text) : value_(std::string(text)) {}
  Json(std::string text) : value_(std::move(text)) {}
  Json(Array items) : value_(std::move(items)) {}
  Json(Object members) : value_(std::move(members)) {}

  bool operator==(const Json& other) const { return value_ == other.value_; }

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  // Null when it is of another type.
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const int64_t* integer() const { return std::get_if<int64_t>(&value_); }
  const std::string* text() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }
  Object* object() { return std::get_if<Object>(&value_); }

  // The member of this name; null when there is none or this is no object.
  const Json* Find(absl::string_view key) const;
  // Its text; empty when it is absent or no text.
  absl::string_view TextAt(absl::string_view key) const;

 private:
  std::variant<std::monostate, bool, int64_t, std::string, Array, Object> value_;
};

// The bytes of RFC 8785. Texts must be UTF-8.
std::string CanonicalJson(const Json& json);

// Reads JSON of any spelling. INVALID_ARGUMENT, with the byte where it stands, for what is no JSON,
// for a key that stands twice, for numbers other than integers of at most 2^53 - 1, for more than
// 64 levels.
absl::StatusOr<Json> ParseJson(absl::string_view text);

}  // namespace tarazy
