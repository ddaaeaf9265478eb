// Which fields of an institution or a programme an update means.
#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tarazy::registry {

// The fields that `mask` names, of "title.en", "title.ru", "title.kk" and `fields`; "title" and "*"
// stand for several. Without a mask those that are set in `proto`, which has a `title`.
// INVALID_ARGUMENT for any other path.
absl::StatusOr<std::vector<std::string>> UpdatePaths(const google::protobuf::FieldMask& mask,
                                                     const google::protobuf::Message& proto,
                                                     absl::Span<const absl::string_view> fields);

}  // namespace tarazy::registry
