// Times and trilingual texts between the contracts and the code.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/localized.h"
#include "tarazy/common/v1/localized.pb.h"

namespace tarazy::rpc {

// In microseconds, as times are stored.
google::protobuf::Timestamp ToProto(absl::Time time);

// INVALID_ARGUMENT that names `field` for a time outside the years 1 to 9999.
absl::StatusOr<absl::Time> ParseTime(absl::string_view field,
                                     const google::protobuf::Timestamp& time);

common::v1::Localized ToProto(const Localized& text);
Localized FromProto(const common::v1::Localized& text);

}  // namespace tarazy::rpc
