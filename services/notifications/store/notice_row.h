// A notice among the columns of an answer. For the stores of notices and deliveries.
#pragma once

#include "common/sql/database.h"
#include "services/notifications/store/notice_store.h"

// Of the table notice as "n".
#define TARAZY_NOTICE_COLUMNS                                                                     \
  "n.id, n.event, n.step, n.topic, n.content, n.institution, n.about, n.deadline, n.generation, " \
  "n.template, n.template_version, n.vars, n.recipients, n.release_at, n.schedule, "              \
  "n.spread_after, "                                                                              \
  "n.acknowledge_by, n.created_at, n.cancelled"

namespace tarazy::notifications {

inline constexpr int kNoticeColumns = 19;

// From the columns of TARAZY_NOTICE_COLUMNS, the first of which is `column`.
StoredNotice ReadNotice(const sql::Row& row, int column);

}  // namespace tarazy::notifications
