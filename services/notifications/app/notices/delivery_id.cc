#include "services/notifications/app/notices/delivery_id.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/seal.h"

namespace tarazy::notifications {

std::string DeliveryId(const StoredNotice& notice, const std::string& recipient,
                       v1::Channel channel) {
  constexpr char kPurpose[] = "delivery";
  return absl::BytesToHexString(
      HmacOfParts(kPurpose, {notice.event, notice.step, notice.topic, recipient,
                             absl::StrCat(static_cast<int>(channel))})
          .substr(0, 16));
}

}  // namespace tarazy::notifications
