#include "common/record/fields.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <memory>

namespace tarazy::record {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool HasField(const Message& message, absl::string_view name) {
  return message.GetDescriptor()->FindFieldByName(std::string(name)) != nullptr;
}

void ReplaceFields(const Message& from, const std::vector<std::string>& names, Message& to) {
  std::unique_ptr<Message> chosen(from.New());
  chosen->CopyFrom(from);
  for (int i = 0; i < from.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = from.GetDescriptor()->field(i);
    const bool wanted = std::find(names.begin(), names.end(), field->name()) != names.end();
    if (wanted) {
      to.GetReflection()->ClearField(&to, field);
    } else {
      chosen->GetReflection()->ClearField(chosen.get(), field);
    }
  }
  to.MergeFrom(*chosen);
}

}  // namespace tarazy::record
