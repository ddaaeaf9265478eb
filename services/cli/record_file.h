// Files that a command turns into a message of a contract before it sends it.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace tarazy::cli {

// As much as the server takes.
inline constexpr size_t kMaxRecordBytes = 4 << 20;

// All of a YAML or JSON file; "-" is standard input. A usage error when it is not UTF-8.
absl::StatusOr<std::string> ReadRecordText(absl::string_view path);

// The file as `message`, which fits its contract then. A refusal with every fault when it does not.
absl::Status ReadRecordFile(absl::string_view path, google::protobuf::Message& message);

// Only some of the message's fields: gives the names of those that the file has, set or empty; what
// the contract wants of the others does not matter.
absl::StatusOr<std::vector<std::string>> ReadFieldsFile(absl::string_view path,
                                                        google::protobuf::Message& message);

// A file of several YAML documents, which lines of "---" separate: each as a message of its own
// that `add` gives, in their order. A refusal with every fault of all of them; a usage error when
// the file holds none, or more than 1,000.
absl::Status ReadRecordDocuments(absl::string_view path,
                                 const std::function<google::protobuf::Message&()>& add);

}  // namespace tarazy::cli
