#include "services/rankings/rpc/describe_edition.h"

#include "common/base/status_macros.h"
#include "services/rankings/rpc/convert.h"

namespace tarazy::rankings {

v1::Edition Summarise(const Edition& edition, const Ranking& cycle, const Viewer& viewer) {
  v1::Edition proto = ToProto(edition, cycle);
  if (!viewer.staff) {
    proto.clear_computed_by();
    proto.clear_published_by();
  }
  return proto;
}

absl::StatusOr<v1::Edition> Describe(sql::Tx& tx, const Edition& edition, const Viewer& viewer) {
  ASSIGN_OR_RETURN(const Ranking cycle, LoadRanking(tx, edition.ranking));
  v1::Edition proto = Summarise(edition, cycle, viewer);
  if (viewer.staff || edition.state != EditionState::kPreliminary) {
    ASSIGN_OR_RETURN(const std::vector<Finding> findings, LoadFindings(tx, edition));
    for (const Finding& finding : findings) *proto.add_findings() = ToProto(finding);
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> groups, LoadGroups(tx, edition));
  if (groups.size() > 1 || (groups.size() == 1 && !groups.front().empty())) {
    for (const std::string& group : groups) proto.add_groups(group);
  }
  return proto;
}

}  // namespace tarazy::rankings
