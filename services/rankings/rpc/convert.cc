#include "services/rankings/rpc/convert.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"

namespace tarazy::rankings {
namespace {

registry::v1::UnitKind ToProto(UnitKind kind) {
  return kind == UnitKind::kInstitution ? registry::v1::UNIT_KIND_INSTITUTION
                                        : registry::v1::UNIT_KIND_PROGRAMME;
}

std::string VersionName(absl::string_view id, int version) {
  return absl::StrCat("methodologies/", id, "/versions/", version);
}

v1::EditionState ToProto(EditionState state) {
  switch (state) {
    case EditionState::kDraft:
      return v1::EDITION_STATE_DRAFT;
    case EditionState::kPreliminary:
      return v1::EDITION_STATE_PRELIMINARY;
    case EditionState::kPublished:
      return v1::EDITION_STATE_PUBLISHED;
    case EditionState::kSuperseded:
      return v1::EDITION_STATE_SUPERSEDED;
    case EditionState::kWithdrawn:
      return v1::EDITION_STATE_WITHDRAWN;
  }
  return v1::EDITION_STATE_UNSPECIFIED;
}

v1::ValueState ToProto(ValueState state) {
  switch (state) {
    case ValueState::kDraft:
      return v1::VALUE_STATE_DRAFT;
    case ValueState::kSubmitted:
      return v1::VALUE_STATE_SUBMITTED;
    case ValueState::kVerified:
      return v1::VALUE_STATE_VERIFIED;
    case ValueState::kDisputed:
      return v1::VALUE_STATE_DISPUTED;
    case ValueState::kAnswered:
      return v1::VALUE_STATE_ANSWERED;
    case ValueState::kRejected:
      return v1::VALUE_STATE_REJECTED;
  }
  return v1::VALUE_STATE_UNSPECIFIED;
}

v1::ValueAct ToProto(Act act) {
  switch (act) {
    case Act::kImport:
      return v1::VALUE_ACT_IMPORT;
    case Act::kSubmit:
      return v1::VALUE_ACT_SUBMIT;
    case Act::kVerify:
      return v1::VALUE_ACT_VERIFY;
    case Act::kDispute:
      return v1::VALUE_ACT_DISPUTE;
    case Act::kAnswer:
      return v1::VALUE_ACT_ANSWER;
    case Act::kSettle:
      return v1::VALUE_ACT_SETTLE;
  }
  return v1::VALUE_ACT_UNSPECIFIED;
}

// A positive number without leading zeros, so that a resource has one name.
absl::StatusOr<int> ParseNumber(absl::string_view field, const std::string& text) {
  int number = 0;
  if (!absl::SimpleAtoi(text, &number) || number < 1 || absl::StrCat(number) != text) {
    return InvalidField(field, absl::StrCat("ends in \"", text, "\"; a number was expected"));
  }
  return number;
}

void FillUsed(const UsedVariable& used, const EditionExplanation& explanation,
              v1::UsedValue* proto) {
  proto->set_variable(used.name);
  for (const Variable& variable : explanation.methodology.variables) {
    if (variable.name != used.name) continue;
    *proto->mutable_title() = rpc::ToProto(variable.title);
    proto->set_unit(variable.unit);
  }
  if (!IsAbsent(used.value)) proto->set_value(used.value);
  const auto stored = explanation.values.find(used.name);
  if (stored == explanation.values.end()) return;
  proto->set_source(stored->second.source);
  proto->set_evidence(stored->second.evidence);
  proto->set_verified_by(stored->second.act.entered_by);
  proto->set_revision(stored->second.revision);
  if (stored->second.base.has_value()) proto->set_base(*stored->second.base);
  if (stored->second.standard_error.has_value()) {
    proto->set_standard_error(*stored->second.standard_error);
  }
}

}  // namespace

absl::StatusOr<MethodologyRef> ParseMethodology(absl::string_view field, absl::string_view name) {
  ASSIGN_OR_RETURN(const auto ids, rpc::ParseName(field, "methodologies/*/versions/*", name));
  MethodologyRef ref{.id = ids[0]};
  if (ids[1] == "latest") return ref;
  ASSIGN_OR_RETURN(ref.version, ParseNumber(field, ids[1]));
  return ref;
}

absl::StatusOr<std::string> ParseRanking(absl::string_view field, absl::string_view name) {
  return rpc::ParseId(field, "rankings/*", name);
}

absl::StatusOr<EditionId> ParseEdition(absl::string_view field, absl::string_view name) {
  ASSIGN_OR_RETURN(const auto ids, rpc::ParseName(field, "rankings/*/editions/*", name));
  EditionId id{.ranking = ids[0]};
  ASSIGN_OR_RETURN(id.number, ParseNumber(field, ids[1]));
  return id;
}

absl::StatusOr<EditionId> ParseEditionOrResult(absl::string_view field, absl::string_view name) {
  if (!absl::EndsWith(name, "/published")) return ParseEdition(field, name);
  ASSIGN_OR_RETURN(const auto ids, rpc::ParseName(field, "rankings/*/editions/*", name));
  return EditionId{.ranking = ids[0]};
}

absl::StatusOr<std::optional<ValueState>> ParseState(absl::string_view field,
                                                     v1::ValueState state) {
  if (state == v1::VALUE_STATE_UNSPECIFIED) return std::optional<ValueState>();
  for (const ValueState known :
       {ValueState::kDraft, ValueState::kSubmitted, ValueState::kVerified, ValueState::kDisputed,
        ValueState::kAnswered, ValueState::kRejected}) {
    if (ToProto(known) == state) return std::optional<ValueState>(known);
  }
  return InvalidField(field, "is no state of a value");
}

v1::Finding ToProto(const Finding& finding) {
  v1::Finding proto;
  proto.set_severity(finding.severity == Severity::kError     ? v1::SEVERITY_ERROR
                     : finding.severity == Severity::kWarning ? v1::SEVERITY_WARNING
                                                              : v1::SEVERITY_INFO);
  proto.set_rule(finding.rule);
  proto.set_node(finding.node);
  proto.set_unit(finding.unit);
  proto.set_message(finding.message);
  proto.set_acknowledged(finding.acknowledged);
  proto.set_reason(finding.reason);
  return proto;
}

v1::MethodologyVersion ToProto(const MethodologyVersion& version) {
  v1::MethodologyVersion proto;
  proto.set_name(VersionName(version.id, version.version));
  *proto.mutable_title() = rpc::ToProto(version.title);
  proto.set_unit(ToProto(version.unit));
  proto.set_version(version.version);
  proto.set_source(version.source);
  proto.set_canonical_json(version.canonical_json);
  for (const Finding& finding : version.findings) *proto.add_findings() = ToProto(finding);
  proto.set_indicators(version.indicators);
  proto.set_leaves(version.leaves);
  proto.set_variables(version.variables);
  *proto.mutable_create_time() = rpc::ToProto(version.created);
  return proto;
}

v1::Ranking ToProto(const Ranking& ranking) {
  v1::Ranking proto;
  proto.set_name(absl::StrCat("rankings/", ranking.id));
  proto.set_methodology(VersionName(ranking.methodology, ranking.methodology_version));
  proto.set_year(ranking.year);
  proto.set_unit(ToProto(ranking.unit));
  proto.set_revision(ranking.revision);
  if (ranking.published_edition > 0) {
    proto.set_published_edition(EditionName(ranking.id, ranking.published_edition));
  }
  if (!ranking.previous.empty()) proto.set_previous(absl::StrCat("rankings/", ranking.previous));
  *proto.mutable_create_time() = rpc::ToProto(ranking.created);
  return proto;
}

v1::Value ToProto(const ValueVersion& value) {
  v1::Value proto;
  proto.set_unit(value.unit);
  proto.set_variable(value.variable);
  if (value.value.has_value()) proto.set_value(*value.value);
  proto.set_source(value.source);
  proto.set_evidence(value.evidence);
  if (value.base.has_value()) proto.set_base(*value.base);
  if (value.standard_error.has_value()) proto.set_standard_error(*value.standard_error);
  proto.set_state(ToProto(value.state));
  proto.set_revision(value.revision);
  proto.set_entered_by(value.act.entered_by);
  *proto.mutable_create_time() = rpc::ToProto(value.act.created);
  proto.set_origin(value.act.origin);
  proto.set_act(ToProto(value.act.kind));
  proto.set_reason(value.act.reason);
  return proto;
}

v1::Edition ToProto(const Edition& edition, const Ranking& cycle) {
  v1::Edition proto;
  proto.set_name(EditionName(edition.ranking, edition.number));
  proto.set_state(ToProto(edition.state));
  proto.set_digest(edition.digest);
  proto.set_result_digest(edition.result_digest);
  proto.set_engine_version(edition.engine_version);
  proto.set_methodology(VersionName(cycle.methodology, cycle.methodology_version));
  proto.set_revision(edition.revision);
  proto.set_units(edition.units);
  proto.set_excluded(edition.excluded);
  proto.set_erratum(edition.erratum);
  *proto.mutable_create_time() = rpc::ToProto(edition.created);
  if (edition.published.has_value())
    *proto.mutable_publish_time() = rpc::ToProto(*edition.published);
  if (edition.embargo_until.has_value()) {
    *proto.mutable_embargo_time() = rpc::ToProto(*edition.embargo_until);
  }
  if (edition.withdrawn.has_value())
    *proto.mutable_withdraw_time() = rpc::ToProto(*edition.withdrawn);
  if (edition.objections_until.has_value()) {
    *proto.mutable_objections_until_time() = rpc::ToProto(*edition.objections_until);
  }
  proto.set_computed_by(edition.computed_by);
  proto.set_published_by(edition.published_by);
  proto.set_etag(EtagOf(edition));
  return proto;
}

v1::TableRow ToTableRow(const EditionUnit& unit) {
  v1::TableRow proto;
  if (unit.rank.has_value()) proto.set_rank(static_cast<int32_t>(*unit.rank));
  proto.set_unit(unit.unit);
  *proto.mutable_title() = rpc::ToProto(unit.title);
  proto.set_group(unit.group);
  proto.set_score(unit.score);
  return proto;
}

v1::ExcludedUnit ToExcluded(const EditionUnit& unit) {
  v1::ExcludedUnit proto;
  proto.set_unit(unit.unit);
  *proto.mutable_title() = rpc::ToProto(unit.title);
  proto.set_group(unit.group);
  proto.set_reason(unit.reason);
  return proto;
}

v1::NodeScore ToProto(const EditionScore& score, const EditionIndicator& indicator) {
  v1::NodeScore proto;
  proto.set_code(indicator.code);
  *proto.mutable_title() = rpc::ToProto(indicator.title);
  proto.set_depth(indicator.depth);
  if (score.value.has_value()) proto.set_value(*score.value);
  if (score.normalised.has_value()) proto.set_normalised(*score.normalised);
  if (score.points.has_value()) proto.set_points(*score.points);
  proto.set_max_points(indicator.max_points);
  if (score.rank.has_value()) proto.set_rank(static_cast<int32_t>(*score.rank));
  proto.set_contribution(score.contribution);
  return proto;
}

v1::NodeExplanation ToProto(const NodeReport& node, const EditionExplanation& explanation) {
  v1::NodeExplanation proto;
  v1::NodeScore& score = *proto.mutable_score();
  score.set_code(node.code);
  *score.mutable_title() = rpc::ToProto(node.title);
  score.set_depth(node.depth);
  if (!IsAbsent(node.value)) score.set_value(node.value);
  if (!IsAbsent(node.normalised)) score.set_normalised(node.normalised);
  if (!IsAbsent(node.points)) score.set_points(node.points);
  score.set_max_points(node.max_points);
  if (node.rank > 0) score.set_rank(node.rank);
  score.set_contribution(node.shown.ToString());
  proto.set_formula(node.formula);
  proto.set_substituted(node.substituted);
  proto.set_how(node.explanation);
  proto.set_reference_unit(node.reference.unit);
  if (!IsAbsent(node.reference.value)) proto.set_reference_value(node.reference.value);
  proto.set_reference_count(node.reference.size);
  for (const UsedVariable& used : node.used) FillUsed(used, explanation, proto.add_used());
  return proto;
}

}  // namespace tarazy::rankings
