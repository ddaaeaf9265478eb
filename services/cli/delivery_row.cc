#include "services/cli/delivery_row.h"

#include "services/cli/enum_words.h"
#include "services/cli/records.h"

namespace tarazy::cli {

std::vector<Column> DeliveryColumns() {
  return {{"name"},
          {"event"},
          {"step"},
          {"topic"},
          {"recipient"},
          {"channel"},
          {"state"},
          {"attempts"},
          {"next_time"},
          {"reason"},
          {.name = "subject", .detail = true},
          {.name = "template", .detail = true},
          {.name = "digest", .detail = true},
          {.name = "message_id", .detail = true},
          {.name = "create_time", .detail = true},
          {"update_time"}};
}

std::vector<Value> DeliveryRow(const notifications::v1::Delivery& delivery) {
  return {Text(delivery.name()),
          Text(delivery.event()),
          Text(delivery.step()),
          Text(delivery.topic()),
          Text(delivery.recipient()),
          Text(EnumWord(delivery.channel())),
          Text(EnumWord(delivery.state())),
          int64_t{delivery.attempts()},
          Time(delivery.has_next_time(), delivery.next_time()),
          Text(delivery.reason()),
          Text(delivery.subject()),
          Text(delivery.template_()),
          Text(delivery.digest()),
          Text(delivery.message_id()),
          Time(delivery.has_create_time(), delivery.create_time()),
          Time(delivery.has_update_time(), delivery.update_time())};
}

}  // namespace tarazy::cli
