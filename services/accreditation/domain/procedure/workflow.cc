#include "services/accreditation/domain/procedure/workflow.h"

#include <algorithm>
#include <array>

namespace tarazy::accreditation {
namespace {

constexpr std::array kAccreditation = {
    v1::CASE_STATE_APPLIED,       v1::CASE_STATE_CONTRACTED, v1::CASE_STATE_SELF_ASSESSING,
    v1::CASE_STATE_SUBMITTED,     v1::CASE_STATE_ADMITTED,   v1::CASE_STATE_COMMISSION_FORMED,
    v1::CASE_STATE_VISIT_PLANNED, v1::CASE_STATE_VISITED,    v1::CASE_STATE_DRAFTING,
    v1::CASE_STATE_FACT_CHECK,    v1::CASE_STATE_FINALISED,  v1::CASE_STATE_BEFORE_COUNCIL,
    v1::CASE_STATE_DECIDED,       v1::CASE_STATE_PUBLISHED,  v1::CASE_STATE_MONITORED,
    v1::CASE_STATE_CLOSED};

// A certifier reads the system's documents instead of a self-assessment, and has no council.
constexpr std::array kCertification = {
    v1::CASE_STATE_APPLIED,           v1::CASE_STATE_CONTRACTED,    v1::CASE_STATE_ADMITTED,
    v1::CASE_STATE_COMMISSION_FORMED, v1::CASE_STATE_VISIT_PLANNED, v1::CASE_STATE_VISITED,
    v1::CASE_STATE_DRAFTING,          v1::CASE_STATE_FINALISED,     v1::CASE_STATE_DECIDED,
    v1::CASE_STATE_PUBLISHED,         v1::CASE_STATE_MONITORED,     v1::CASE_STATE_CLOSED};

// An institution's own audit has no contract, no council and no readers outside.
constexpr std::array kInternalAudit = {
    v1::CASE_STATE_APPLIED,   v1::CASE_STATE_COMMISSION_FORMED, v1::CASE_STATE_VISIT_PLANNED,
    v1::CASE_STATE_VISITED,   v1::CASE_STATE_DRAFTING,          v1::CASE_STATE_FACT_CHECK,
    v1::CASE_STATE_FINALISED, v1::CASE_STATE_DECIDED,           v1::CASE_STATE_MONITORED,
    v1::CASE_STATE_CLOSED};

constexpr int kNowhere = -1;

// The position on the way; of a returned case that of a submitted one.
int PositionOf(v1::ProcedureType type, v1::CaseState state) {
  if (state == v1::CASE_STATE_RETURNED) state = v1::CASE_STATE_SUBMITTED;
  const auto way = WayOf(type);
  const auto found = std::find(way.begin(), way.end(), state);
  return found == way.end() ? kNowhere : static_cast<int>(found - way.begin());
}

bool BeforeDecision(v1::ProcedureType type, v1::CaseState state) {
  const int position = PositionOf(type, state);
  return position != kNowhere && position < PositionOf(type, v1::CASE_STATE_DECIDED);
}

bool CanBeAppealed(v1::ProcedureType type, v1::CaseState state) {
  return type != v1::PROCEDURE_TYPE_INTERNAL_AUDIT &&
         (state == v1::CASE_STATE_DECIDED || state == v1::CASE_STATE_PUBLISHED);
}

// What the case was before the appeal it is in.
std::vector<v1::CaseState> Appealed(const v1::Case& record) {
  for (int i = record.history_size() - 1; i >= 0; --i) {
    const v1::CaseState state = record.history(i).state();
    if (state == v1::CASE_STATE_DECIDED || state == v1::CASE_STATE_PUBLISHED) return {state};
  }
  return {v1::CASE_STATE_DECIDED, v1::CASE_STATE_PUBLISHED};
}

}  // namespace

v1::CaseState StateOf(const v1::Case& record) {
  return record.state() == v1::CASE_STATE_UNSPECIFIED ? v1::CASE_STATE_APPLIED : record.state();
}

absl::Span<const v1::CaseState> WayOf(v1::ProcedureType type) {
  switch (type) {
    case v1::PROCEDURE_TYPE_CERTIFICATION:
      return kCertification;
    case v1::PROCEDURE_TYPE_INTERNAL_AUDIT:
      return kInternalAudit;
    default:
      return kAccreditation;
  }
}

bool HasState(v1::ProcedureType type, v1::CaseState state) {
  if (state == v1::CASE_STATE_WITHDRAWN) return true;
  if (state == v1::CASE_STATE_APPEALED) return CanBeAppealed(type, v1::CASE_STATE_DECIDED);
  return PositionOf(type, state) != kNowhere;
}

std::vector<v1::CaseState> NextStates(const v1::Case& record) {
  const v1::CaseState state = StateOf(record);
  if (state == v1::CASE_STATE_APPEALED) return Appealed(record);
  const int position = PositionOf(record.type(), state);
  if (position == kNowhere) return {};
  const auto way = WayOf(record.type());
  std::vector<v1::CaseState> next;
  if (state == v1::CASE_STATE_RETURNED) {
    next.push_back(v1::CASE_STATE_SUBMITTED);
  } else if (position + 1 < static_cast<int>(way.size())) {
    next.push_back(way[position + 1]);
  }
  if (state == v1::CASE_STATE_SUBMITTED) next.push_back(v1::CASE_STATE_RETURNED);
  if (BeforeDecision(record.type(), state)) next.push_back(v1::CASE_STATE_WITHDRAWN);
  if (CanBeAppealed(record.type(), state)) next.push_back(v1::CASE_STATE_APPEALED);
  return next;
}

bool MayFollow(v1::ProcedureType type, v1::CaseState before, v1::CaseState after) {
  if (after == v1::CASE_STATE_APPEALED) return CanBeAppealed(type, before);
  if (after == v1::CASE_STATE_WITHDRAWN) return BeforeDecision(type, before);
  if (before == v1::CASE_STATE_APPEALED) {
    return HasState(type, v1::CASE_STATE_APPEALED) && CanBeAppealed(type, after);
  }
  const int from = PositionOf(type, before);
  const int to = PositionOf(type, after);
  if (from == kNowhere || to == kNowhere) return false;
  if (before == v1::CASE_STATE_RETURNED && after == v1::CASE_STATE_SUBMITTED) return true;
  if (before == v1::CASE_STATE_SUBMITTED && after == v1::CASE_STATE_RETURNED) return true;
  return from < to;
}

}  // namespace tarazy::accreditation
