#include "common/base/canonical_json.h"

#include <unicode/unistr.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "common/base/text.h"

namespace tarazy {
namespace {

constexpr int64_t kLargest = (int64_t{1} << 53) - 1;
constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxQuoted = 100;

icu::UnicodeString Utf16(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

void WriteText(absl::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void Write(const Json& json, std::string& out) {
  if (json.is_null()) out += "null";
  if (const bool* value = json.boolean()) out += *value ? "true" : "false";
  if (const int64_t* value = json.integer()) absl::StrAppend(&out, *value);
  if (const std::string* text = json.text()) WriteText(*text, out);
  if (const Json::Array* items = json.array()) {
    out += '[';
    for (const Json& item : *items) {
      if (&item != items->data()) out += ',';
      Write(item, out);
    }
    out += ']';
  }
  if (const Json::Object* members = json.object()) {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : *members) {
      if (!first) out += ',';
      first = false;
      WriteText(key, out);
      out += ':';
      Write(value, out);
    }
    out += '}';
  }
}

// Builds the tree from the parser's events. The containers under way are whole values on a stack,
// each moved into the one below when it ends.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return Add(Json()); }
  bool boolean(bool value) override { return Add(Json(value)); }
  bool number_integer(number_integer_t value) override {
    return value >= -kLargest ? Add(Json(int64_t{value})) : Refuse("a number beyond 2^53 - 1");
  }
  bool number_unsigned(number_unsigned_t value) override {
    return value <= static_cast<number_unsigned_t>(kLargest)
               ? Add(Json(static_cast<int64_t>(value)))
               : Refuse("a number beyond 2^53 - 1");
  }
  bool number_float(number_float_t, const string_t& text) override {
    return Refuse(absl::StrCat("the number ", Shorten(text, kMaxQuoted), ", which is no integer"));
  }
  bool string(string_t& text) override { return Add(Json(std::move(text))); }
  bool binary(binary_t&) override { return Refuse("binary data"); }
  bool start_object(size_t) override { return Open({.object = Json::Object()}); }
  bool start_array(size_t) override { return Open({.array = Json::Array()}); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(string_t& name) override {
    if (open_.back().object->contains(name)) {
      return Refuse(
          absl::StrCat("the key \"", ToValidUtf8(Shorten(name, kMaxQuoted)), "\" a second time"));
    }
    open_.back().key = std::move(name);
    return true;
  }
  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    fault_ = absl::StrCat("is no JSON from byte ", position, " on");
    return false;
  }

  const std::string& fault() const { return fault_; }
  Json Take() { return std::move(root_); }

 private:
  // Either an object or an array.
  struct Container {
    std::optional<Json::Object> object;
    std::optional<Json::Array> array;
    std::string key;  // of the member that comes next
  };

  bool Refuse(absl::string_view what) {
    fault_ = absl::StrCat("holds ", what);
    return false;
  }
  bool Add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().object.has_value()) {
      open_.back().object->emplace(std::move(open_.back().key), std::move(value));
    } else {
      open_.back().array->push_back(std::move(value));
    }
    return true;
  }
  bool Open(Container container) {
    if (open_.size() >= kMaxDepth) return Refuse(absl::StrCat("more than ", kMaxDepth, " levels"));
    open_.push_back(std::move(container));
    return true;
  }
  bool Close() {
    Container closed = std::move(open_.back());
    open_.pop_back();
    return closed.object.has_value() ? Add(Json(std::move(*closed.object)))
                                     : Add(Json(std::move(*closed.array)));
  }

  Json root_;
  std::vector<Container> open_;
  std::string fault_;
};

}  // namespace

bool Utf16Less::operator()(absl::string_view a, absl::string_view b) const {
  // By bytes is by code points, which differs only where code units are surrogates.
  return Utf16(a).compare(Utf16(b)) < 0;
}

const Json* Json::Find(absl::string_view key) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = members->find(key);
  return found == members->end() ? nullptr : &found->second;
}

absl::string_view Json::TextAt(absl::string_view key) const {
  const Json* member = Find(key);
  const std::string* found = member == nullptr ? nullptr : member->text();
  return found == nullptr ? absl::string_view() : absl::string_view(*found);
}

std::string CanonicalJson(const Json& json) {
  std::string out;
  Write(json, out);
  return out;
}

absl::StatusOr<Json> ParseJson(absl::string_view text) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    return InvalidField("document", builder.fault());
  }
  return builder.Take();
}

}  // namespace tarazy
