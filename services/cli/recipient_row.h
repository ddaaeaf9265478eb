// Recipients as rows.
#pragma once

#include <string>
#include <vector>

#include "services/cli/command.h"
#include "tarazy/notifications/v1/recipient.pb.h"

namespace tarazy::cli {

std::vector<Column> RecipientColumns();
std::vector<Value> RecipientRow(const notifications::v1::Recipient& recipient);

// One on its own; as JSON whole.
void PrintRecipient(Session& session, const notifications::v1::Recipient& recipient);

}  // namespace tarazy::cli
