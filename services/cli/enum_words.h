// Enums of the contracts as people type them: VALUE_STATE_DRAFT is "draft".
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace tarazy::cli {

// For all values of `type` but the unspecified one, whose name gives their prefix.
std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor& type);

// The number of the value that `word` means; 0, unspecified, when it means none.
int EnumNumber(const google::protobuf::EnumDescriptor& type, absl::string_view word);

// The word of a value; empty for the unspecified one and for those that this client does not know.
std::string EnumWord(const google::protobuf::EnumDescriptor& type, int number);

template <class Enum>
std::string EnumWord(Enum value) {
  return EnumWord(*google::protobuf::GetEnumDescriptor<Enum>(), value);
}

template <class Enum>
std::vector<std::string> EnumWords() {
  return EnumWords(*google::protobuf::GetEnumDescriptor<Enum>());
}

template <class Enum>
Enum EnumValue(absl::string_view word) {
  return static_cast<Enum>(EnumNumber(*google::protobuf::GetEnumDescriptor<Enum>(), word));
}

}  // namespace tarazy::cli
