#include "services/accreditation/domain/register/line.h"

#include <algorithm>

namespace tarazy::accreditation {
namespace {

bool Started(const Act& act, absl::CivilDay day) { return act.valid_from <= day; }

bool Covers(const Act& act, absl::CivilDay day) {
  return Started(act, day) && (!act.valid_to.has_value() || day < *act.valid_to);
}

}  // namespace

bool Line::Appeal::RestsOn(absl::CivilDay day) const {
  return filed->valid_from <= day && (ended == nullptr || day < ended->valid_from);
}

Line::Line(absl::Span<const Act> acts, absl::Time known_at) {
  std::vector<const Act*> known;
  for (const Act& act : acts) {
    if (act.recorded <= known_at) known.push_back(&act);
  }
  std::stable_sort(known.begin(), known.end(),
                   [](const Act* a, const Act* b) { return a->sequence < b->sequence; });
  Resolve(std::move(known));
}

void Line::Resolve(std::vector<const Act*> known) {
  for (const Act* act : known) {
    if (!IsAppeal(act->kind)) {
      const int target = IsMain(act->kind) ? kNobody : Find(act->acts_on);
      by_id_.emplace(act->id, static_cast<int>(decisions_.size()));
      decisions_.push_back({.act = act, .target = target});
      continue;
    }
    const int decision = Find(act->acts_on);
    if (decision == kNobody) continue;
    std::vector<Appeal>& appeals = decisions_[decision].appeals;
    if (act->kind == ActKind::kFileAppeal) {
      appeals.push_back({.filed = act});
      continue;
    }
    for (Appeal& appeal : appeals) {
      if (appeal.filed->id == act->id && appeal.ended == nullptr) appeal.ended = act;
    }
  }
}

int Line::Find(absl::string_view id) const {
  const auto it = by_id_.find(id);
  return it == by_id_.end() ? kNobody : it->second;
}

const Line::Appeal* Line::UpheldAgainst(int decision) const {
  for (const Appeal& appeal : decisions_[decision].appeals) {
    if (appeal.Upheld()) return &appeal;
  }
  return nullptr;
}

Line::Effects Line::EffectsOn(absl::CivilDay day, bool appeals_rest) const {
  const size_t size = decisions_.size();
  Effects effects{.fallen_by = std::vector<int>(size, kNobody),
                  .rest = std::vector<const Appeal*>(size, nullptr),
                  .counts = std::vector<char>(size, 1)};
  for (size_t i = 0; i < size; ++i) {
    if (UpheldAgainst(static_cast<int>(i)) != nullptr) effects.counts[i] = 0;
    if (!appeals_rest) continue;
    for (const Appeal& appeal : decisions_[i].appeals) {
      if (appeal.Upheld() || !appeal.RestsOn(day)) continue;
      effects.rest[i] = &appeal;
      effects.any_rests = true;
      effects.counts[i] = 0;
    }
  }
  // From the last: one that is void itself makes nothing void.
  for (int i = static_cast<int>(size) - 1; i >= 0; --i) {
    const Decision& decision = decisions_[i];
    if (decision.act->kind != ActKind::kVoid || !effects.counts[i] || decision.target == kNobody) {
      continue;
    }
    effects.fallen_by[decision.target] = i;
    effects.counts[decision.target] = 0;
  }
  return effects;
}

bool Line::IsLater(int decision, int than) const {
  const Act& a = act(decision);
  const Act& b = act(than);
  return a.decided_on != b.decided_on ? a.decided_on > b.decided_on : decision > than;
}

std::optional<absl::CivilDay> Line::EndOf(int grant, const Effects& effects) const {
  std::optional<absl::CivilDay> end = act(grant).valid_to;
  std::vector<const Act*> extensions;
  for (size_t i = 0; i < decisions_.size(); ++i) {
    const Act& extension = *decisions_[i].act;
    if (extension.kind == ActKind::kExtend && decisions_[i].target == grant && effects.counts[i]) {
      extensions.push_back(&extension);
    }
  }
  std::stable_sort(extensions.begin(), extensions.end(),
                   [](const Act* a, const Act* b) { return a->valid_from < b->valid_from; });
  for (const Act* extension : extensions) {
    if (!end.has_value() || extension->valid_from > *end) break;
    if (!extension->valid_to.has_value()) return std::nullopt;
    end = std::max(*end, *extension->valid_to);
  }
  return end;
}

int Line::ReinstatedBy(int suspension, absl::CivilDay day, const Effects& effects) const {
  const Decision& suspended = decisions_[suspension];
  for (size_t i = suspension + 1; i < decisions_.size(); ++i) {
    const Decision& decision = decisions_[i];
    if (decision.act->kind != ActKind::kReinstate || !effects.counts[i]) continue;
    if (decision.target != suspension && decision.target != suspended.target) continue;
    if (Started(*decision.act, day) && suspended.act->valid_from <= decision.act->valid_from) {
      return static_cast<int>(i);
    }
  }
  return kNobody;
}

Line::Running Line::RunningOn(int grant, absl::CivilDay day, const Effects& effects) const {
  const std::optional<absl::CivilDay> end = EndOf(grant, effects);
  Running running{.status = act(grant).kind == ActKind::kGrant ? RegisterStatus::kAccredited
                                                               : RegisterStatus::kConditional,
                  .by = grant};
  if (end.has_value() && *end <= day) running.status = RegisterStatus::kExpired;
  for (size_t i = 0; i < decisions_.size(); ++i) {
    const Act& upon = *decisions_[i].act;
    if (decisions_[i].target != grant || !effects.counts[i] || !Started(upon, day)) continue;
    if (upon.kind == ActKind::kWithdraw && (!end.has_value() || upon.valid_from < *end)) {
      return {.status = RegisterStatus::kWithdrawn, .by = static_cast<int>(i)};
    }
    if (upon.kind == ActKind::kSuspend && running.status != RegisterStatus::kExpired &&
        Covers(upon, day) && ReinstatedBy(static_cast<int>(i), day, effects) == kNobody) {
      running = {.status = RegisterStatus::kSuspended, .by = static_cast<int>(i)};
    }
  }
  return running;
}

Line::Outcome Line::OutcomeOn(absl::CivilDay day, const Effects& effects) const {
  int last = kNobody;   // of the grants, refusals and deferrals that count
  int grant = kNobody;  // of the grants
  for (size_t i = 0; i < decisions_.size(); ++i) {
    const Act& main = *decisions_[i].act;
    if (!IsMain(main.kind) || !effects.counts[i] || !Started(main, day)) continue;
    if (main.kind == ActKind::kDefer && !Covers(main, day)) continue;
    const int index = static_cast<int>(i);
    if (last == kNobody || IsLater(index, last)) last = index;
    if (IsGrant(main.kind) && (grant == kNobody || IsLater(index, grant))) grant = index;
  }
  if (last == kNobody) return {};
  if (grant != kNobody) {
    const Running running = RunningOn(grant, day, effects);
    const bool over = running.status == RegisterStatus::kExpired ||
                      (running.status == RegisterStatus::kWithdrawn && IsLater(last, running.by));
    if (last == grant || !over) return {.status = running.status, .basis = running.by};
  }
  return {.status = act(last).kind == ActKind::kRefuse ? RegisterStatus::kRefused
                                                       : RegisterStatus::kDeferred,
          .basis = last};
}

std::vector<absl::CivilDay> Line::Boundaries() const {
  std::vector<absl::CivilDay> days;
  for (const Decision& decision : decisions_) {
    days.push_back(decision.act->valid_from);
    if (decision.act->valid_to.has_value()) days.push_back(*decision.act->valid_to);
    for (const Appeal& appeal : decision.appeals) {
      days.push_back(appeal.filed->valid_from);
      if (appeal.ended != nullptr) days.push_back(appeal.ended->valid_from);
    }
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace tarazy::accreditation
