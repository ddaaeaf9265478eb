#include "tests/record/corrections.h"

#include <google/protobuf/descriptor.h>

#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/record/check.h"
#include "common/record/enum_word.h"
#include "common/record/fields.h"
#include "common/record/read.h"
#include "common/yaml/yaml_tree.h"

namespace tarazy::record {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A field of a message inside the record, and which item of it; -1: all of it.
struct Target {
  Message* owner = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = -1;
};

// "findings[r-6.1-2].deadline.fixed": steps of a name and what stands in the brackets behind it.
struct Step {
  std::string name;
  std::string key;
  bool has_key = false;
};

std::vector<Step> StepsOf(absl::string_view path) {
  std::vector<Step> steps;
  while (!path.empty()) {
    Step& step = steps.emplace_back();
    const size_t end = path.find_first_of(".[");
    step.name = std::string(path.substr(0, end));
    path.remove_prefix(std::min(end, path.size()));
    if (!path.empty() && path[0] == '[') {
      const size_t close = path.find(']');
      step.key = std::string(path.substr(1, close - 1));
      step.has_key = true;
      path.remove_prefix(std::min(close + 1, path.size()));
    }
    if (!path.empty() && path[0] == '.') path.remove_prefix(1);
  }
  return steps;
}

int FindItem(const Message& owner, const FieldDescriptor& field, const std::string& key) {
  const Reflection& reflection = *owner.GetReflection();
  const int size = reflection.FieldSize(owner, &field);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    for (int i = 0; i < size; ++i) {
      const std::string own = KeyOf(field, reflection.GetRepeatedMessage(owner, &field, i));
      if (!own.empty() && own == key) return i;
    }
  }
  int index = -1;
  return absl::SimpleAtoi(key, &index) && index >= 0 && index < size ? index : -1;
}

// Null owner when the path leads nowhere.
Target Find(Message& message, const std::string& path) {
  Message* at = &message;
  const std::vector<Step> steps = StepsOf(path);
  for (size_t i = 0; i < steps.size(); ++i) {
    const Reflection& reflection = *at->GetReflection();
    const FieldDescriptor* field = at->GetDescriptor()->FindFieldByName(steps[i].name);
    if (field == nullptr) return {};
    int index = -1;
    if (steps[i].has_key) {
      if (!field->is_repeated()) return {};
      index = FindItem(*at, *field, steps[i].key);
      if (index < 0) return {};
    }
    if (i + 1 == steps.size()) return {at, field, index};
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return {};
    if (field->is_repeated() && index < 0) return {};
    at = index < 0 ? reflection.MutableMessage(at, field)
                   : reflection.MutableRepeatedMessage(at, field, index);
  }
  return {};
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}), "\"");
}

std::string Json(const YamlNode& node) {
  std::string out;
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "null";
    case YamlNode::Kind::kScalar:
      return node.plain && node.text != "null" &&
                     node.text.find_first_of(":#,[]{}") == std::string::npos
                 ? node.text
                 : Quoted(node.text);
    case YamlNode::Kind::kSequence:
      for (const YamlNode* item : node.items) {
        absl::StrAppend(&out, out.empty() ? "" : ", ", Json(*item));
      }
      return absl::StrCat("[", out, "]");
    case YamlNode::Kind::kMap:
      for (const YamlMember& member : node.members) {
        absl::StrAppend(&out, out.empty() ? "" : ", ", Quoted(member.key), ": ",
                        Json(*member.value));
      }
      return absl::StrCat("{", out, "}");
  }
  return out;
}

// The single value as a file would have it.
std::string ValueOf(const Target& target) {
  const Reflection& reflection = *target.owner->GetReflection();
  const Message& owner = *target.owner;
  const FieldDescriptor* field = target.field;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field->is_repeated() ? reflection.GetRepeatedString(owner, field, target.index)
                                  : reflection.GetString(owner, field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumWord(*reflection.GetEnum(owner, field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(owner, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(owner, field) ? "true" : "false";
    default:
      return "";
  }
}

const YamlNode* Find(const YamlNode& map, absl::string_view key) {
  for (const YamlMember& member : map.members) {
    if (member.key == key) return member.value;
  }
  return nullptr;
}

std::string Set(const YamlNode& correction, const std::string& path, Message& message) {
  const Target target = Find(message, path);
  if (target.owner == nullptr) return absl::StrCat(path, " leads nowhere");
  const YamlNode* from = Find(correction, "from");
  if (from != nullptr && from->kind == YamlNode::Kind::kScalar && ValueOf(target) != from->text) {
    return absl::StrCat(path, " is \"", ValueOf(target), "\", not \"", from->text, "\"");
  }
  const YamlNode* to = Find(correction, "to");
  if (to == nullptr) return absl::StrCat(path, " shall become nothing");
  if (target.index >= 0) {
    target.owner->GetReflection()->SetRepeatedString(target.owner, target.field, target.index,
                                                     to->text);
    return "";
  }
  std::unique_ptr<Message> read(target.owner->New());
  // Faults of the fields around it: they are not there.
  ReadRecord(absl::StrCat("{", Quoted(target.field->name()), ": ", Json(*to), "}"), {}, *read);
  ReplaceFields(*read, {target.field->name()}, *target.owner);
  return "";
}

std::string Remove(const std::string& path, Message& message) {
  const Target target = Find(message, path);
  if (target.owner == nullptr) return absl::StrCat(path, " leads nowhere");
  const Reflection& reflection = *target.owner->GetReflection();
  if (target.index < 0) {
    reflection.ClearField(target.owner, target.field);
    return "";
  }
  const int last = reflection.FieldSize(*target.owner, target.field) - 1;
  for (int i = target.index; i < last; ++i) {
    reflection.SwapElements(target.owner, target.field, i, i + 1);
  }
  reflection.RemoveLast(target.owner, target.field);
  return "";
}

}  // namespace

std::vector<std::string> ApplyCorrections(absl::string_view yaml, Message& message) {
  const YamlTree tree = ReadYaml(yaml, {.bytes = 4 << 20});
  const YamlNode* list = tree.root == nullptr ? nullptr : Find(*tree.root, "corrections");
  if (list == nullptr || !tree.faults.empty()) return {"the corrections cannot be read"};
  std::vector<std::string> failed;
  for (const bool removing : {false, true}) {
    for (const YamlNode* correction : list->items) {
      const YamlNode* path = Find(*correction, removing ? "remove" : "set");
      if (path == nullptr) continue;
      const std::string why =
          removing ? Remove(path->text, message) : Set(*correction, path->text, message);
      if (!why.empty()) failed.push_back(absl::StrCat("line ", path->line, ": ", why));
    }
  }
  return failed;
}

}  // namespace tarazy::record
