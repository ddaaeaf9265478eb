// tarazy notify: the group.
#include "services/cli/commands.h"

namespace tarazy::cli {

void AddNotifyCommands(CLI::App& app, Action& chosen) {
  CLI::App& group =
      AddGroup(app, "notify", "Notices: what people are told, how, and what became of it");
  AddTopicCommands(group, chosen);
  AddNoticeTemplateCommands(group, chosen);
  AddRecipientCommands(group, chosen);
  AddPreferenceCommands(group, chosen);
  AddWebhookCommands(group, chosen);
  AddPublishCommand(group, chosen);
  AddDeliveryCommands(group, chosen);
  AddRedriveCommand(group, chosen);
  AddLaddersCommand(group, chosen);
  AddInboxCommands(group, chosen);
  AddInboxWatchCommand(group, chosen);
  AddSuppressionCommands(group, chosen);
  AddSetAsideCommands(group, chosen);
  AddProofCommands(group, chosen);
}

}  // namespace tarazy::cli
