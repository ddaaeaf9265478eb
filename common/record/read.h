// A YAML or JSON text into a message, by reflection: the contract is the file format.
#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/yaml/yaml_tree.h"

namespace tarazy::record {

// Keys are the fields' names in snake_case, enums their words in lower case or full names, absent
// and null are the same. Returns every fault with its field's path and line: of the syntax, unknown
// keys and words, wrong types, two members of a oneof, and what the fields' rules refuse (check.h).
// Never throws.
std::vector<FieldViolation> ReadRecord(absl::string_view text, const YamlLimits& limits,
                                       google::protobuf::Message& message);

// The same of a value within a document.
std::vector<FieldViolation> ReadRecord(const YamlNode& node, google::protobuf::Message& message);

}  // namespace tarazy::record
