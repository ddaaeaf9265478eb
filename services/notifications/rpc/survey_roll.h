// The roll of surveys over gRPC, as this service and on nobody's behalf.
#pragma once

#include <string>

#include "common/rpc/channel_provider.h"
#include "services/notifications/app/reminders/reminder_post.h"

namespace tarazy::notifications {

class SurveyRoll final : public Roll {
 public:
  // Both must outlive it.
  SurveyRoll(rpc::ChannelProvider& channels, const std::string& token)
      : channels_(channels), token_(token) {}

  // UNAVAILABLE when surveys cannot be reached or do not answer.
  absl::StatusOr<InviteePage> After(const Context& context, const ReminderBatch& batch) override;

 private:
  rpc::ChannelProvider& channels_;
  const std::string& token_;
};

}  // namespace tarazy::notifications
