// Campaigns and their participation as rows.
#pragma once

#include <vector>

#include "services/cli/table.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::cli {

std::vector<Column> CampaignColumns();
std::vector<Value> CampaignRow(const surveys::v1::Campaign& campaign);

std::vector<Column> ParticipationColumns();
std::vector<Value> ParticipationRow(const surveys::v1::Participation& line);

}  // namespace tarazy::cli
