#include "common/rpc/values.h"

#include <google/protobuf/util/time_util.h>

#include "common/base/error.h"

namespace tarazy::rpc {

using google::protobuf::util::TimeUtil;

google::protobuf::Timestamp ToProto(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

absl::StatusOr<absl::Time> ParseTime(absl::string_view field,
                                     const google::protobuf::Timestamp& time) {
  if (time.seconds() < TimeUtil::kTimestampMinSeconds ||
      time.seconds() > TimeUtil::kTimestampMaxSeconds || time.nanos() < 0 ||
      time.nanos() > 999'999'999) {
    return InvalidField(field, "must lie in the years 1 to 9999");
  }
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(time));
}

common::v1::Localized ToProto(const Localized& text) {
  common::v1::Localized proto;
  proto.set_en(text.en);
  proto.set_ru(text.ru);
  proto.set_kk(text.kk);
  return proto;
}

Localized FromProto(const common::v1::Localized& text) {
  return {.en = text.en(), .ru = text.ru(), .kk = text.kk()};
}

}  // namespace tarazy::rpc
