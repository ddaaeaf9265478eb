// A message as bytes that are the same whenever the message is.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace tarazy::record {

std::string DeterministicBytes(const google::protobuf::Message& message);

}  // namespace tarazy::record
