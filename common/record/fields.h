// Fields of a message by name, as update masks give them.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy::record {

// The message has a field of this name.
bool HasField(const google::protobuf::Message& message, absl::string_view name);

// Each of these fields of `to` becomes what it is in `from`, set or not; names of no field are
// passed over.
void ReplaceFields(const google::protobuf::Message& from, const std::vector<std::string>& names,
                   google::protobuf::Message& to);

}  // namespace tarazy::record
