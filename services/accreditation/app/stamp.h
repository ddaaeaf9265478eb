// Times of the record.
#pragma once

#include <type_traits>

#include "absl/time/time.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// In microseconds, as times are stored.
inline auto Stamp(absl::Time time) {
  std::decay_t<decltype(v1::Decision().record_time())> stamp;
  const int64_t micros = absl::ToUnixMicros(time);
  stamp.set_seconds(micros / 1000000);
  stamp.set_nanos(static_cast<int32_t>(micros % 1000000 * 1000));
  return stamp;
}

}  // namespace tarazy::accreditation
