#include "common/record/write.h"

#include <google/protobuf/descriptor.h>
#include <yaml-cpp/emitter.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "common/record/enum_word.h"

namespace tarazy::record {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::vector<const FieldDescriptor*> SetFields(const Message& message) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  std::sort(set.begin(), set.end(), [](const FieldDescriptor* a, const FieldDescriptor* b) {
    return a->index() < b->index();
  });
  return set;
}

// A word that no YAML reader takes for anything else.
bool IsPlainWord(absl::string_view text) {
  if (text.empty() || text.size() > 80 || !absl::ascii_isalpha(text[0])) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) {
        return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c == '/';
      })) {
    return false;
  }
  const std::string lower = absl::AsciiStrToLower(text);
  for (const char* taken : {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}) {
    if (lower == taken) return false;
  }
  return true;
}

class YamlWriter {
 public:
  YamlWriter() {
    out_.SetIndent(2);
    out_.SetMapFormat(YAML::Block);
    out_.SetSeqFormat(YAML::Block);
  }
  std::string Take() { return absl::StrCat(out_.c_str(), "\n"); }

  void Write(const Message& message) {
    const Reflection& reflection = *message.GetReflection();
    out_ << YAML::BeginMap;
    for (const FieldDescriptor* field : SetFields(message)) {
      out_ << YAML::Key << field->name() << YAML::Value;
      if (!field->is_repeated()) {
        WriteValue(message, reflection, *field, -1);
        continue;
      }
      const bool scalars = field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
      if (scalars) out_ << YAML::Flow;
      out_ << YAML::BeginSeq;
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        WriteValue(message, reflection, *field, i);
      }
      out_ << YAML::EndSeq;
    }
    out_ << YAML::EndMap;
  }

 private:
  // The list's item `index`, or the single value for -1.
  void WriteValue(const Message& message, const Reflection& reflection,
                  const FieldDescriptor& field, int index) {
    const bool single = index < 0;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Write(single ? reflection.GetMessage(message, &field)
                            : reflection.GetRepeatedMessage(message, &field, index));
      case FieldDescriptor::CPPTYPE_STRING:
        return Text(single ? reflection.GetString(message, &field)
                           : reflection.GetRepeatedString(message, &field, index));
      case FieldDescriptor::CPPTYPE_ENUM:
        out_ << EnumWord(single ? *reflection.GetEnum(message, &field)
                                : *reflection.GetRepeatedEnum(message, &field, index));
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        out_ << (reflection.GetBool(message, &field) ? "true" : "false");
        return;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        out_ << ShortestDecimal(reflection.GetDouble(message, &field));
        return;
      case FieldDescriptor::CPPTYPE_INT64:
        out_ << absl::StrCat(reflection.GetInt64(message, &field));
        return;
      default:
        out_ << (single ? reflection.GetInt32(message, &field)
                        : reflection.GetRepeatedInt32(message, &field, index));
    }
  }
  void Text(const std::string& text) {
    if (!IsPlainWord(text)) out_ << YAML::DoubleQuoted;
    out_ << text;
  }

  YAML::Emitter out_;
};

class JsonWriter {
 public:
  std::string Take() { return std::move(out_) + "\n"; }

  void Write(const Message& message, int depth) {
    const Reflection& reflection = *message.GetReflection();
    const std::vector<const FieldDescriptor*> fields = SetFields(message);
    out_ += '{';
    for (size_t i = 0; i < fields.size(); ++i) {
      const FieldDescriptor& field = *fields[i];
      Line(depth + 1, i > 0);
      Text(field.name());
      out_ += ": ";
      if (!field.is_repeated()) {
        WriteValue(message, reflection, field, -1, depth + 1);
        continue;
      }
      out_ += '[';
      for (int k = 0; k < reflection.FieldSize(message, &field); ++k) {
        Line(depth + 2, k > 0);
        WriteValue(message, reflection, field, k, depth + 2);
      }
      Line(depth + 1, false);
      out_ += ']';
    }
    Line(depth, false);
    out_ += '}';
  }

 private:
  void Line(int depth, bool comma) {
    absl::StrAppend(&out_, comma ? ",\n" : "\n", std::string(static_cast<size_t>(depth) * 2, ' '));
  }
  void WriteValue(const Message& message, const Reflection& reflection,
                  const FieldDescriptor& field, int index, int depth) {
    const bool single = index < 0;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Write(single ? reflection.GetMessage(message, &field)
                            : reflection.GetRepeatedMessage(message, &field, index),
                     depth);
      case FieldDescriptor::CPPTYPE_STRING:
        return Text(single ? reflection.GetString(message, &field)
                           : reflection.GetRepeatedString(message, &field, index));
      case FieldDescriptor::CPPTYPE_ENUM:
        return Text(EnumWord(single ? *reflection.GetEnum(message, &field)
                                    : *reflection.GetRepeatedEnum(message, &field, index)));
      case FieldDescriptor::CPPTYPE_BOOL:
        out_ += reflection.GetBool(message, &field) ? "true" : "false";
        return;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        out_ += ShortestDecimal(reflection.GetDouble(message, &field));
        return;
      case FieldDescriptor::CPPTYPE_INT64:
        absl::StrAppend(&out_, reflection.GetInt64(message, &field));
        return;
      default:
        absl::StrAppend(&out_, single ? reflection.GetInt32(message, &field)
                                      : reflection.GetRepeatedInt32(message, &field, index));
    }
  }
  void Text(absl::string_view text) {
    out_ += '"';
    for (const char c : text) {
      switch (c) {
        case '"':
          out_ += "\\\"";
          break;
        case '\\':
          out_ += "\\\\";
          break;
        case '\n':
          out_ += "\\n";
          break;
        case '\t':
          out_ += "\\t";
          break;
        default:
          out_ += c;  // other control characters were refused on the way in
      }
    }
    out_ += '"';
  }

  std::string out_;
};

}  // namespace

std::string WriteYaml(const Message& message) {
  YamlWriter writer;
  writer.Write(message);
  return writer.Take();
}

std::string WriteJson(const Message& message) {
  JsonWriter writer;
  writer.Write(message, 0);
  return writer.Take();
}

}  // namespace tarazy::record
