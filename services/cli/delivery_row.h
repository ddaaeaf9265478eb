// Deliveries of notices as rows.
#pragma once

#include <vector>

#include "services/cli/table.h"
#include "tarazy/notifications/v1/notice.pb.h"

namespace tarazy::cli {

std::vector<Column> DeliveryColumns();
std::vector<Value> DeliveryRow(const notifications::v1::Delivery& delivery);

}  // namespace tarazy::cli
