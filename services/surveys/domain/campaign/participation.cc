#include "services/surveys/domain/campaign/participation.h"

#include <cmath>
#include <vector>

#include "services/surveys/domain/campaign/strata.h"

namespace tarazy::surveys {
namespace {

// Two digits, a half away from zero, of whole numbers.
double PercentOf(int64_t part, int64_t whole) {
  const __int128 hundredths = (static_cast<__int128>(part) * 20000 + whole) / (2 * whole);
  return static_cast<double>(hundredths) / 100;
}

// Gates are read to the thousandth of a percent.
bool Reaches(int64_t part, int64_t whole, double gate) {
  return static_cast<__int128>(part) * 100000 >=
         static_cast<__int128>(std::llround(gate * 1000)) * whole;
}

}  // namespace

v1::ParticipationReport ReportParticipation(const v1::Campaign& campaign,
                                            const Turnouts& turnouts) {
  const std::vector<StratumNode> nodes = StrataOf(campaign);
  std::vector<Turnout> sums(nodes.size());
  for (size_t i = nodes.size(); i-- > 0;) {
    if (nodes[i].leaf) {
      const auto known = turnouts.find(nodes[i].id);
      if (known != turnouts.end()) sums[i] = known->second;
    }
    if (nodes[i].parent < 0) continue;
    Turnout& parent = sums[nodes[i].parent];
    parent.invited += sums[i].invited;
    parent.taken += sums[i].taken;
    parent.submitted += sums[i].submitted;
    parent.over_quota += sums[i].over_quota;
  }
  v1::ParticipationReport report;
  report.set_campaign(campaign.name());
  for (size_t i = 0; i < nodes.size(); ++i) {
    v1::Participation& line = *report.add_strata();
    line.set_stratum(nodes[i].id);
    line.set_invited(sums[i].invited);
    line.set_taken(sums[i].taken);
    line.set_submitted(sums[i].submitted);
    line.set_over_quota(sums[i].over_quota);
    if (!nodes[i].frame.has_value()) continue;
    line.set_frame(*nodes[i].frame);
    line.set_percent(PercentOf(sums[i].submitted, *nodes[i].frame));
    if (campaign.participation_gate() > 0) {
      line.set_gate_met(Reaches(sums[i].submitted, *nodes[i].frame, campaign.participation_gate()));
    }
  }
  return report;
}

}  // namespace tarazy::surveys
