// A message in parts that are stored, changed and kept one by one: so that a small change of a
// large record writes little, and every part has its history.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace tarazy::record {

// One part: all single values (field 0), one message, or one item of a list.
struct Part {
  int field = 0;      // the field's number; 0: all fields that are no messages
  std::string key;    // of list items: by the field's rule, else their place in the list
  int ordinal = 0;    // of list items: their place
  std::string bytes;  // the part, serialized; the same part gives the same bytes

  bool operator==(const Part&) const = default;
};

// In the order of fields and places. Joined again they give the message.
std::vector<Part> Split(const google::protobuf::Message& message);

// Clears the message and puts it together; parts of one list in any order. INTERNAL for parts that
// are not of this message.
absl::Status Join(const std::vector<Part>& parts, google::protobuf::Message& message);

}  // namespace tarazy::record
