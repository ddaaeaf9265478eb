// A whole message of a contract as JSON, for programs that want everything.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace tarazy::cli {

// snake_case in the order of the contract, enums as words, numbers as numbers, times as RFC 3339.
// Texts, messages, lists and enums that are not set are left out; numbers and truth values stand
// even when they are 0 and false. `MessageLine` is one line without its end.
std::string MessageJson(const google::protobuf::Message& message);
std::string MessageLine(const google::protobuf::Message& message);

}  // namespace tarazy::cli
