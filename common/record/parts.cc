#include "common/record/parts.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "common/record/check.h"
#include "common/record/deterministic.h"

namespace tarazy::record {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

}  // namespace

std::vector<Part> Split(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::unique_ptr<Message> values(message.New());
  values->CopyFrom(message);
  std::vector<Part> parts(1);
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (!IsMessage(field)) continue;
    values->GetReflection()->ClearField(values.get(), &field);
    if (!field.is_repeated()) {
      if (reflection.HasField(message, &field)) {
        parts.push_back(
            {field.number(), "", 0, DeterministicBytes(reflection.GetMessage(message, &field))});
      }
      continue;
    }
    for (int k = 0; k < reflection.FieldSize(message, &field); ++k) {
      const Message& item = reflection.GetRepeatedMessage(message, &field, k);
      std::string key = KeyOf(field, item);
      if (key.empty()) key = absl::StrFormat("%06d", k);
      parts.push_back({field.number(), std::move(key), k, DeterministicBytes(item)});
    }
  }
  parts[0].bytes = DeterministicBytes(*values);
  return parts;
}

absl::Status Join(const std::vector<Part>& parts, Message& message) {
  message.Clear();
  std::vector<const Part*> sorted;
  for (const Part& part : parts) sorted.push_back(&part);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Part* a, const Part* b) {
    return a->field != b->field ? a->field < b->field : a->ordinal < b->ordinal;
  });
  const Reflection& reflection = *message.GetReflection();
  for (const Part* part : sorted) {
    bool read = false;
    if (part->field == 0) {
      read = message.ParseFromString(part->bytes);
    } else if (const FieldDescriptor* field =
                   message.GetDescriptor()->FindFieldByNumber(part->field);
               field != nullptr && IsMessage(*field)) {
      Message& inner = field->is_repeated() ? *reflection.AddMessage(&message, field)
                                            : *reflection.MutableMessage(&message, field);
      read = inner.ParseFromString(part->bytes);
    }
    if (!read) return Internal(absl::StrCat("a stored part of field ", part->field, " is broken"));
  }
  return absl::OkStatus();
}

}  // namespace tarazy::record
