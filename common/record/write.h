// A message as a YAML or JSON text that ReadRecord takes.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace tarazy::record {

// Block style, fields in the order of the contract, enums as words; what is not set is left out.
// Texts that another reader could take for a number, date or truth value stand in quotation marks.
std::string WriteYaml(const google::protobuf::Message& message);

// Indented, snake_case, enums as words.
std::string WriteJson(const google::protobuf::Message& message);

}  // namespace tarazy::record
