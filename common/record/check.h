// The rules that a message's fields declare (tarazy.common.v1.rule), checked by reflection.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace tarazy::record {

// Every fault, with the path of its field ("findings[3].deadline.fixed") under `path`. Also refuses
// what no rule needs to say: control characters, numbers that are no numbers, unknown enum values.
std::vector<FieldViolation> CheckRules(const google::protobuf::Message& message,
                                       absl::string_view path = "");

// The item's key by the list's rule, its parts joined with '/'; empty when the list declares none.
std::string KeyOf(const google::protobuf::FieldDescriptor& list,
                  const google::protobuf::Message& item);

}  // namespace tarazy::record
