// Between the rankings' contract and their domain and store.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/rankings/app/change_edition.h"
#include "services/rankings/app/explain_edition.h"
#include "services/rankings/domain/finding.h"
#include "services/rankings/store/edition_store.h"
#include "services/rankings/store/methodology_store.h"
#include "services/rankings/store/ranking_store.h"
#include "tarazy/rankings/v1/edition.pb.h"
#include "tarazy/rankings/v1/methodology.pb.h"
#include "tarazy/rankings/v1/ranking.pb.h"

namespace tarazy::rankings {

struct MethodologyRef {
  std::string id;
  int version = 0;  // 0: the newest
};
// "methodologies/*/versions/*" with a number or "latest".
absl::StatusOr<MethodologyRef> ParseMethodology(absl::string_view field, absl::string_view name);
absl::StatusOr<std::string> ParseRanking(absl::string_view field, absl::string_view name);
absl::StatusOr<EditionId> ParseEdition(absl::string_view field, absl::string_view name);
// The same, or the ranking's result: "rankings/*/editions/published" gives number 0.
absl::StatusOr<EditionId> ParseEditionOrResult(absl::string_view field, absl::string_view name);
// Nothing when unspecified.
absl::StatusOr<std::optional<ValueState>> ParseState(absl::string_view field, v1::ValueState state);

v1::Finding ToProto(const Finding& finding);
v1::MethodologyVersion ToProto(const MethodologyVersion& version);
v1::Ranking ToProto(const Ranking& ranking);
v1::Value ToProto(const ValueVersion& value);
// `cycle` names the methodology.
v1::Edition ToProto(const Edition& edition, const Ranking& cycle);
v1::TableRow ToTableRow(const EditionUnit& unit);
v1::ExcludedUnit ToExcluded(const EditionUnit& unit);
v1::NodeScore ToProto(const EditionScore& score, const EditionIndicator& indicator);
v1::NodeExplanation ToProto(const NodeReport& node, const EditionExplanation& explanation);

}  // namespace tarazy::rankings
