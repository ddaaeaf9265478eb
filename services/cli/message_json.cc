#include "services/cli/message_json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>

#include "absl/strings/str_cat.h"
#include "services/cli/enum_words.h"
#include "services/cli/output.h"
#include "services/cli/time_argument.h"

namespace tarazy::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

class Writer {
 public:
  explicit Writer(bool indented) : indented_(indented) {}

  std::string Take() { return std::move(out_); }

  void WriteMessage(const Message& message, int depth) {
    if (message.GetDescriptor() == Timestamp::descriptor()) {
      return WriteText(TimeText(static_cast<const Timestamp&>(message)));
    }
    bool first = true;
    out_ += '{';
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      if (!Stands(message, field)) continue;
      Next(first, depth + 1);
      WriteText(field.name());
      out_ += ": ";
      if (field.is_repeated()) {
        WriteList(message, field, depth + 1);
      } else {
        WriteValue(message, field, -1, depth + 1);
      }
    }
    Close(first, depth);
    out_ += '}';
  }

 private:
  static bool Stands(const Message& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    if (field.is_repeated()) return reflection.FieldSize(message, &field) > 0;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_ENUM:
        return !EnumWord(*field.enum_type(), reflection.GetEnumValue(message, &field)).empty();
      case FieldDescriptor::CPPTYPE_STRING:
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return reflection.HasField(message, &field);
      default:
        return !field.has_presence() || reflection.HasField(message, &field);
    }
  }

  void WriteList(const Message& message, const FieldDescriptor& field, int depth) {
    bool first = true;
    out_ += '[';
    const int size = message.GetReflection()->FieldSize(message, &field);
    for (int i = 0; i < size; ++i) {
      Next(first, depth + 1);
      WriteValue(message, field, i, depth + 1);
    }
    Close(first, depth);
    out_ += ']';
  }

  // The list's item `index`, or the single value for -1.
  void WriteValue(const Message& message, const FieldDescriptor& field, int index, int depth) {
    const Reflection& reflection = *message.GetReflection();
    const bool single = index < 0;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return WriteMessage(single ? reflection.GetMessage(message, &field)
                                   : reflection.GetRepeatedMessage(message, &field, index),
                            depth);
      case FieldDescriptor::CPPTYPE_STRING:
        return WriteText(single ? reflection.GetString(message, &field)
                                : reflection.GetRepeatedString(message, &field, index));
      case FieldDescriptor::CPPTYPE_ENUM:
        return WriteText(EnumWord(
            *field.enum_type(), single ? reflection.GetEnumValue(message, &field)
                                       : reflection.GetRepeatedEnumValue(message, &field, index)));
      case FieldDescriptor::CPPTYPE_BOOL:
        return Write(single ? reflection.GetBool(message, &field)
                            : reflection.GetRepeatedBool(message, &field, index));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return Write(single ? reflection.GetDouble(message, &field)
                            : reflection.GetRepeatedDouble(message, &field, index));
      case FieldDescriptor::CPPTYPE_INT64:
        return Write(single ? reflection.GetInt64(message, &field)
                            : reflection.GetRepeatedInt64(message, &field, index));
      default:
        return Write(int64_t{single ? reflection.GetInt32(message, &field)
                                    : reflection.GetRepeatedInt32(message, &field, index)});
    }
  }

  void WriteText(const std::string& text) { Write(text); }
  void Write(const Value& value) { out_ += JsonText(value); }

  void Next(bool& first, int depth) {
    if (!first) out_ += indented_ ? "," : ", ";
    first = false;
    Line(depth);
  }
  void Close(bool empty, int depth) {
    if (!empty) Line(depth);
  }
  void Line(int depth) {
    if (indented_) absl::StrAppend(&out_, "\n", std::string(static_cast<size_t>(depth) * 2, ' '));
  }

  const bool indented_;
  std::string out_;
};

std::string Written(const Message& message, bool indented) {
  Writer writer(indented);
  writer.WriteMessage(message, 0);
  return writer.Take();
}

}  // namespace

std::string MessageJson(const Message& message) {
  return absl::StrCat(Written(message, true), "\n");
}

std::string MessageLine(const Message& message) { return Written(message, false); }

}  // namespace tarazy::cli
