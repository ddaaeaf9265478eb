// An enum's values as words: FINDING_KIND_STRENGTH is "strength".
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::record {

// The value's name without the type's, in lower case.
std::string EnumWord(const google::protobuf::EnumValueDescriptor& value);

// The value of this word or full name; null when there is none, and for the one that stands for
// nothing.
const google::protobuf::EnumValueDescriptor* FindEnumWord(
    const google::protobuf::EnumDescriptor& type, absl::string_view word);

// "strength, recommendation, condition, remark".
std::string EnumWords(const google::protobuf::EnumDescriptor& type);

}  // namespace tarazy::record
