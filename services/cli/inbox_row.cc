#include "services/cli/inbox_row.h"

#include "services/cli/records.h"

namespace tarazy::cli {

std::vector<Column> InboxColumns() {
  return {{"delivery"},
          {"time"},
          {"topic"},
          {"about"},
          {"subject"},
          {.name = "text", .detail = true},
          {"read_time"},
          {"acknowledge"},
          {"acknowledge_time"},
          {.name = "cursor", .detail = true}};
}

std::vector<Value> InboxRow(const notifications::v1::InboxItem& item) {
  return {Text(item.delivery()),
          Time(item.has_time(), item.time()),
          Text(item.topic()),
          Text(item.about()),
          Text(item.subject()),
          Text(item.text()),
          Time(item.has_read_time(), item.read_time()),
          item.acknowledge(),
          Time(item.has_acknowledge_time(), item.acknowledge_time()),
          Text(item.cursor())};
}

}  // namespace tarazy::cli
