// Who took part, of whom: by group, against the gate.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "tarazy/surveys/v1/campaign.pb.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

// What the roll and the ballot box know of one group that holds people.
struct Turnout {
  int64_t invited = 0;
  int64_t taken = 0;      // tickets
  int64_t submitted = 0;  // ballots
  int64_t over_quota = 0;
};

// By stratum id; trials are left out.
using Turnouts = std::map<std::string, Turnout, std::less<>>;

// One line per group, "all" first, parents before children; groups of groups are sums. The gate is
// asked of the exact ratio: 2 of 5 reach 40 %.
v1::ParticipationReport ReportParticipation(const v1::Campaign& campaign, const Turnouts& turnouts);

}  // namespace tarazy::surveys
