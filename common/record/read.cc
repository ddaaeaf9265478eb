#include "common/record/read.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "common/record/check.h"
#include "common/record/enum_word.h"

namespace tarazy::record {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

FieldViolation FaultAt(const std::string& path, int line, int column,
                       absl::string_view description) {
  return {path, absl::StrCat("line ", line, ", column ", column, ": ", description)};
}

class Reader {
 public:
  std::vector<FieldViolation> Take() { return std::move(faults_); }
  // The line on which the value of a path stands; 0 when it stands nowhere.
  int LineOf(const std::string& path) const {
    const auto found = lines_.find(path);
    return found == lines_.end() ? 0 : found->second;
  }

  void Fault(const std::string& path, int line, int column, absl::string_view description) {
    faults_.push_back(FaultAt(path, line, column, description));
  }
  void Fault(const std::string& path, const YamlNode& at, absl::string_view description) {
    Fault(path, at.line, at.column, description);
  }

  void ReadMessage(const YamlNode& node, const std::string& path, Message& message) {
    lines_[path] = node.line;
    if (node.kind != YamlNode::Kind::kMap) {
      return Fault(path, node, "here must stand keys and values");
    }
    for (const YamlMember& member : node.members) {
      const std::string at = absl::StrCat(path, path.empty() ? "" : ".", member.key);
      const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(member.key);
      if (field == nullptr) {
        Fault(at, member.line, member.column,
              absl::StrCat("unknown key; known are ", Keys(*message.GetDescriptor())));
        continue;
      }
      if (member.value == nullptr || member.value->kind == YamlNode::Kind::kNull) continue;
      if (const auto* oneof = field->real_containing_oneof();
          oneof != nullptr && message.GetReflection()->HasOneof(message, oneof)) {
        Fault(at, *member.value, absl::StrCat("only one of the kinds of ", oneof->name()));
        continue;
      }
      if (field->is_repeated()) {
        ReadList(*member.value, at, *field, message);
      } else {
        ReadValue(*member.value, at, *field, message);
      }
    }
  }

 private:
  static std::string Keys(const google::protobuf::Descriptor& type) {
    std::string keys;
    for (int i = 0; i < type.field_count(); ++i) {
      absl::StrAppend(&keys, keys.empty() ? "" : ", ", type.field(i)->name());
    }
    return keys;
  }

  void ReadList(const YamlNode& node, const std::string& path, const FieldDescriptor& field,
                Message& message) {
    lines_[path] = node.line;
    if (node.kind != YamlNode::Kind::kSequence) return Fault(path, node, "here must stand a list");
    for (size_t i = 0; i < node.items.size(); ++i) {
      ReadValue(*node.items[i], absl::StrCat(path, "[", i, "]"), field, message);
    }
  }

  void ReadValue(const YamlNode& node, const std::string& path, const FieldDescriptor& field,
                 Message& message) {
    const Reflection& reflection = *message.GetReflection();
    lines_[path] = node.line;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message& inner = field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                           : *reflection.MutableMessage(&message, &field);
      return ReadMessage(node, path, inner);
    }
    if (node.kind != YamlNode::Kind::kScalar) return Fault(path, node, "here must stand one value");
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (field.is_repeated()) {
          reflection.AddString(&message, &field, node.text);
        } else {
          reflection.SetString(&message, &field, node.text);
        }
        return;
      case FieldDescriptor::CPPTYPE_ENUM:
        return ReadEnum(node, path, field, message);
      case FieldDescriptor::CPPTYPE_BOOL:
        if (!node.plain || (node.text != "true" && node.text != "false")) {
          return Fault(path, node, absl::StrCat("\"", node.text, "\" is not true or false"));
        }
        reflection.SetBool(&message, &field, node.text == "true");
        return;
      default:
        return ReadNumber(node, path, field, message);
    }
  }

  void ReadEnum(const YamlNode& node, const std::string& path, const FieldDescriptor& field,
                Message& message) {
    const auto* value = FindEnumWord(*field.enum_type(), node.text);
    if (value == nullptr) {
      return Fault(path, node,
                   absl::StrCat("\"", node.text, "\" is none of ", EnumWords(*field.enum_type())));
    }
    if (field.is_repeated()) {
      message.GetReflection()->AddEnum(&message, &field, value);
    } else {
      message.GetReflection()->SetEnum(&message, &field, value);
    }
  }

  void ReadNumber(const YamlNode& node, const std::string& path, const FieldDescriptor& field,
                  Message& message) {
    const Reflection& reflection = *message.GetReflection();
    const bool is_double = field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
    int32_t small = 0;
    int64_t large = 0;
    if (is_double) {
      const std::optional<double> number = ParseDecimal(node.text);
      if (!node.plain || !number.has_value()) {
        return Fault(path, node, absl::StrCat("\"", node.text, "\" is not a number"));
      }
      reflection.SetDouble(&message, &field, *number);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      // JSON writes these in quotation marks.
      if (!absl::SimpleAtoi(node.text, &large)) {
        return Fault(path, node, absl::StrCat("\"", node.text, "\" is not a whole number"));
      }
      if (field.is_repeated()) {
        reflection.AddInt64(&message, &field, large);
      } else {
        reflection.SetInt64(&message, &field, large);
      }
    } else {
      if (!node.plain || !absl::SimpleAtoi(node.text, &small)) {
        return Fault(path, node, absl::StrCat("\"", node.text, "\" is not a whole number"));
      }
      if (field.is_repeated()) {
        reflection.AddInt32(&message, &field, small);
      } else {
        reflection.SetInt32(&message, &field, small);
      }
    }
  }

  std::map<std::string, int> lines_;
  std::vector<FieldViolation> faults_;
};

// The path of the list or message that a missing value belongs to.
std::string Parent(const std::string& path) {
  const size_t cut = path.find_last_of(".[");
  return cut == std::string::npos ? "" : path.substr(0, cut);
}

}  // namespace

std::vector<FieldViolation> ReadRecord(absl::string_view text, const YamlLimits& limits,
                                       Message& message) {
  message.Clear();
  const YamlTree tree = ReadYaml(text, limits);
  std::vector<FieldViolation> faults;
  for (const YamlFault& fault : tree.faults) {
    faults.push_back(FaultAt("file", fault.line, fault.column, fault.message));
  }
  if (tree.root == nullptr) return faults;
  for (FieldViolation& fault : ReadRecord(*tree.root, message)) faults.push_back(std::move(fault));
  return faults;
}

std::vector<FieldViolation> ReadRecord(const YamlNode& node, Message& message) {
  message.Clear();
  Reader reader;
  reader.ReadMessage(node, "", message);
  std::vector<FieldViolation> faults = reader.Take();
  for (FieldViolation& fault : CheckRules(message)) {
    std::string at = fault.field;
    int line = reader.LineOf(at);
    while (line == 0 && !at.empty()) line = reader.LineOf(at = Parent(at));
    // Where the value could not be read, that it is missing says nothing new.
    const bool known = std::any_of(faults.begin(), faults.end(), [&](const FieldViolation& other) {
      return other.field == fault.field;
    });
    if (known) continue;
    fault.description = absl::StrCat("line ", line, ": ", fault.description);
    faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace tarazy::record
