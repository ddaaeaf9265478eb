// Notices in an inbox as rows.
#pragma once

#include <vector>

#include "services/cli/table.h"
#include "tarazy/notifications/v1/notice.pb.h"

namespace tarazy::cli {

std::vector<Column> InboxColumns();
std::vector<Value> InboxRow(const notifications::v1::InboxItem& item);

}  // namespace tarazy::cli
