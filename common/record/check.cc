#include "common/record/check.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/civil_day.h"
#include "common/base/ids.h"
#include "common/base/text.h"
#include "common/record/enum_word.h"
#include "tarazy/common/v1/localized.pb.h"
#include "tarazy/common/v1/options.pb.h"

namespace tarazy::record {
namespace {

using common::v1::FieldRule;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kTextBytes = 1000;
constexpr int kListItems = 10000;

const FieldRule& RuleOf(const FieldDescriptor& field) {
  return field.options().GetExtension(common::v1::rule);
}

bool IsClock(absl::string_view text) {
  return text.size() == 5 && text[2] == ':' && absl::ascii_isdigit(text[0]) &&
         absl::ascii_isdigit(text[1]) && absl::ascii_isdigit(text[3]) &&
         absl::ascii_isdigit(text[4]) && text.substr(0, 2) < "24" && text.substr(3, 2) < "60";
}

bool IsSha256(absl::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

bool IsResource(absl::string_view pattern, absl::string_view name) {
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (wanted.size() != parts.size()) return false;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (wanted[i] == "*" ? !CheckId("", parts[i]).ok() : wanted[i] != parts[i]) return false;
  }
  return true;
}

class Checker {
 public:
  std::vector<FieldViolation> Take() { return std::move(faults_); }

  void CheckMessage(const Message& message, const std::string& path) {
    const Reflection& reflection = *message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      const std::string at = absl::StrCat(path, path.empty() ? "" : ".", field.name());
      if (field.is_repeated()) {
        CheckList(message, reflection, field, at);
      } else {
        CheckSingle(message, reflection, field, at);
      }
    }
  }

 private:
  void Fault(const std::string& path, absl::string_view description) {
    faults_.push_back({path, std::string(description)});
  }

  void CheckList(const Message& message, const Reflection& reflection, const FieldDescriptor& field,
                 const std::string& path) {
    const FieldRule& rule = RuleOf(field);
    const int size = reflection.FieldSize(message, &field);
    if (rule.required() && size == 0) Fault(path, "needs at least one item");
    const int most = rule.max_items() > 0 ? rule.max_items() : kListItems;
    if (size > most) {
      Fault(path, absl::StrCat("has ", size, " items; at most ", most));
      return;
    }
    std::set<std::string> keys;
    std::string scratch;
    for (int i = 0; i < size; ++i) {
      const std::string at = absl::StrCat(path, "[", i, "]");
      switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING:
          CheckText(rule, reflection.GetRepeatedStringReference(message, &field, i, &scratch), at);
          break;
        case FieldDescriptor::CPPTYPE_ENUM:
          CheckEnum(field, reflection.GetRepeatedEnumValue(message, &field, i), true, at);
          break;
        case FieldDescriptor::CPPTYPE_MESSAGE: {
          const Message& item = reflection.GetRepeatedMessage(message, &field, i);
          CheckMessage(item, at);
          if (rule.key().empty()) break;
          const std::string key = KeyOf(field, item);
          if (!keys.insert(key).second) {
            Fault(at, absl::StrCat("there is another one with ", rule.key(), " ", key));
          }
          break;
        }
        default:
          break;
      }
    }
  }

  void CheckSingle(const Message& message, const Reflection& reflection,
                   const FieldDescriptor& field, const std::string& path) {
    const FieldRule& rule = RuleOf(field);
    // A member of a oneof, or a number that may be absent, is judged only when it is there.
    if (field.has_presence() && !reflection.HasField(message, &field)) {
      if (rule.required() && field.containing_oneof() == nullptr) Fault(path, "is required");
      return;
    }
    std::string scratch;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (field.type() == FieldDescriptor::TYPE_BYTES) break;
        CheckText(rule, reflection.GetStringReference(message, &field, &scratch), path);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        CheckEnum(field, reflection.GetEnumValue(message, &field), rule.required(), path);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const Message& inner = reflection.GetMessage(message, &field);
        if (inner.GetDescriptor() == common::v1::Localized::descriptor()) {
          CheckLocalized(rule, inner, path);
        } else {
          CheckMessage(inner, path);
        }
        break;
      }
      case FieldDescriptor::CPPTYPE_DOUBLE:
        CheckNumber(rule, reflection.GetDouble(message, &field), path);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        CheckNumber(rule, reflection.GetInt32(message, &field), path);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        CheckNumber(rule, static_cast<double>(reflection.GetInt64(message, &field)), path);
        break;
      default:
        break;
    }
  }

  void CheckLocalized(const FieldRule& rule, const Message& text, const std::string& path) {
    const Reflection& reflection = *text.GetReflection();
    bool any = false;
    std::string scratch;
    for (int i = 0; i < text.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& language = *text.GetDescriptor()->field(i);
      const std::string& value = reflection.GetStringReference(text, &language, &scratch);
      any = any || !value.empty();
      FieldRule one = rule;
      one.set_required(false);
      CheckText(one, value, absl::StrCat(path, ".", language.name()));
    }
    if (rule.required() && !any) Fault(path, "is required in at least one of en, ru, kk");
  }

  void CheckText(const FieldRule& rule, const std::string& text, const std::string& path) {
    if (text.empty()) {
      if (rule.required()) Fault(path, "is required");
      return;
    }
    const size_t most = static_cast<size_t>(rule.max_bytes() > 0 ? rule.max_bytes() : kTextBytes);
    const absl::Status plain =
        rule.format() == common::v1::FORMAT_PROSE
            ? tarazy::CheckText(path, absl::StrReplaceAll(text, {{"\n", " "}, {"\t", " "}}), most)
            : tarazy::CheckText(path, text, most);
    if (!plain.ok()) return Append(plain);
    if (!rule.resource().empty() && !IsResource(rule.resource(), text)) {
      Fault(path, absl::StrCat("\"", text, "\" is not of the form ", rule.resource()));
    }
    switch (rule.format()) {
      case common::v1::FORMAT_DATE:
        if (!ParseDay(text).has_value()) {
          Fault(path, absl::StrCat("\"", text,
                                   "\" is not an existing day written YYYY-MM-DD; other notations "
                                   "are ambiguous"));
        }
        break;
      case common::v1::FORMAT_ID:
        if (const absl::Status id = CheckId(path, text); !id.ok()) Append(id);
        break;
      case common::v1::FORMAT_SHA256:
        if (!IsSha256(text)) Fault(path, "is not 64 lower-case hexadecimal digits");
        break;
      case common::v1::FORMAT_CLOCK:
        if (!IsClock(text)) {
          Fault(path, absl::StrCat("\"", text, "\" is not a time of day like 09:30"));
        }
        break;
      default:
        break;
    }
  }

  void CheckEnum(const FieldDescriptor& field, int number, bool required, const std::string& path) {
    if (field.enum_type()->FindValueByNumber(number) == nullptr) {
      Fault(path, absl::StrCat(number, " is not a value of it; known are ",
                               EnumWords(*field.enum_type())));
    } else if (required && number == 0) {
      Fault(path, absl::StrCat("is required: ", EnumWords(*field.enum_type())));
    }
  }

  void CheckNumber(const FieldRule& rule, double value, const std::string& path) {
    if (!std::isfinite(value)) return Fault(path, "is not a finite number");
    if (rule.bounded() && (value < rule.min() || value > rule.max())) {
      Fault(path,
            absl::StrFormat("%.15g is not between %.15g and %.15g", value, rule.min(), rule.max()));
    }
  }

  void Append(const absl::Status& status) {
    for (FieldViolation& fault : DetailOf(status).fields) faults_.push_back(std::move(fault));
  }

  std::vector<FieldViolation> faults_;
};

}  // namespace

std::vector<FieldViolation> CheckRules(const Message& message, absl::string_view path) {
  Checker checker;
  checker.CheckMessage(message, std::string(path));
  return checker.Take();
}

std::string KeyOf(const FieldDescriptor& list, const Message& item) {
  std::string key;
  bool first = true;
  for (const absl::string_view name : absl::StrSplit(RuleOf(list).key(), ',')) {
    if (name.empty()) return "";
    const FieldDescriptor* field = item.GetDescriptor()->FindFieldByName(std::string(name));
    const Reflection& reflection = *item.GetReflection();
    absl::StrAppend(&key, first ? "" : "/");
    first = false;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        absl::StrAppend(&key, reflection.GetString(item, field));
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        absl::StrAppend(&key, reflection.GetInt32(item, field));
        break;
      default:
        absl::StrAppend(&key, reflection.GetEnumValue(item, field));
    }
  }
  return key;
}

}  // namespace tarazy::record
