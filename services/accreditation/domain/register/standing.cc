#include "services/accreditation/domain/register/standing.h"

namespace tarazy::accreditation {
namespace {

class Judge {
 public:
  Judge(const Line& line, absl::CivilDay day)
      : line_(line), day_(day), effects_(line.EffectsOn(day, /*appeals_rest=*/true)) {}

  Standing Of(int index) const {
    const Act& act = line_.act(index);
    if (const Line::Appeal* upheld = line_.UpheldAgainst(index)) {
      return Stands(index, RegisterStatus::kVoid, upheld->filed->id);
    }
    if (effects_.fallen_by[index] != Line::kNobody) {
      return Stands(index, RegisterStatus::kVoid, effects_.fallen_by[index]);
    }
    if (effects_.rest[index] != nullptr) {
      return Stands(index, RegisterStatus::kUnderAppeal, effects_.rest[index]->filed->id);
    }
    if (act.kind == ActKind::kVoid) return Stands(index, RegisterStatus::kInForce);  // on all days
    if (day_ < act.valid_from) return Stands(index, RegisterStatus::kNone);
    if (IsGrant(act.kind)) return OfGrant(index);
    if (IsMain(act.kind)) return OfRefusal(index);
    return OfActUpon(index);
  }

 private:
  Standing Stands(int index, RegisterStatus standing, std::string by = "") const {
    return {.decision = line_.act(index).id, .standing = standing, .by = std::move(by)};
  }
  Standing Stands(int index, RegisterStatus standing, int by) const {
    return Stands(index, standing, by == index ? "" : line_.act(by).id);
  }

  bool Counts(int index) const {
    return effects_.counts[index] != 0 && line_.act(index).valid_from <= day_;
  }

  // The first to begin of the later decisions that took its place; of grants only grants do.
  int Successor(int index) const {
    int successor = Line::kNobody;
    for (size_t i = 0; i < line_.decisions().size(); ++i) {
      const int other = static_cast<int>(i);
      const Act& act = line_.act(other);
      if (!IsMain(act.kind) || !Counts(other) || !line_.IsLater(other, index)) continue;
      if (IsGrant(line_.act(index).kind) && !IsGrant(act.kind)) continue;
      if (successor == Line::kNobody || act.valid_from < line_.act(successor).valid_from) {
        successor = other;
      }
    }
    return successor;
  }

  Standing OfGrant(int index) const {
    const int successor = Successor(index);
    if (successor != Line::kNobody) {
      // How it stood on the last day before the successor, or never, when that came first.
      const absl::CivilDay last = line_.act(successor).valid_from - 1;
      const bool ran = line_.act(index).valid_from <= last;
      const std::optional<absl::CivilDay> end = line_.EndOf(index, effects_);
      const Line::Running before =
          ran ? line_.RunningOn(index, last, effects_) : Line::Running{.by = index};
      if (before.status == RegisterStatus::kWithdrawn) {
        return Stands(index, before.status, before.by);
      }
      if (end.has_value() && *end <= line_.act(successor).valid_from) {
        return Stands(index, RegisterStatus::kExpired);
      }
      return Stands(index, RegisterStatus::kSuperseded, successor);
    }
    const Line::Running running = line_.RunningOn(index, day_, effects_);
    return Stands(index, running.status, running.by);
  }

  Standing OfRefusal(int index) const {
    const Act& act = line_.act(index);
    const int successor = Successor(index);
    const bool over = act.valid_to.has_value() && *act.valid_to <= day_;
    if (successor != Line::kNobody && (!over || line_.act(successor).valid_from < *act.valid_to)) {
      return Stands(index, RegisterStatus::kSuperseded, successor);
    }
    if (over) return Stands(index, RegisterStatus::kExpired);
    return Stands(
        index, act.kind == ActKind::kRefuse ? RegisterStatus::kRefused : RegisterStatus::kDeferred);
  }

  Standing OfActUpon(int index) const {
    const Act& act = line_.act(index);
    const int target = line_.decisions()[index].target;
    if (target == Line::kNobody) return Stands(index, RegisterStatus::kNone);
    Standing upon = Of(target);
    if (upon.standing == RegisterStatus::kVoid) {
      return Stands(index, RegisterStatus::kVoid, upon.by);
    }
    if (act.kind == ActKind::kWithdraw) return Stands(index, RegisterStatus::kInForce);
    if (act.kind == ActKind::kSuspend) {
      const int ended = line_.ReinstatedBy(index, day_, effects_);
      if (ended != Line::kNobody) return Stands(index, RegisterStatus::kSuperseded, ended);
    }
    // A reinstatement that names the suspension lasts with the grant, too.
    const int grant = line_.decisions()[target].target;
    if (line_.act(target).kind == ActKind::kSuspend && grant != Line::kNobody) upon = Of(grant);
    const bool over = (act.valid_to.has_value() && *act.valid_to <= day_) ||
                      upon.standing == RegisterStatus::kExpired ||
                      upon.standing == RegisterStatus::kWithdrawn ||
                      upon.standing == RegisterStatus::kSuperseded;
    return Stands(index, over ? RegisterStatus::kExpired : RegisterStatus::kInForce);
  }

  const Line& line_;
  const absl::CivilDay day_;
  const Line::Effects effects_;
};

}  // namespace

std::vector<Standing> StandingsOn(const Line& line, absl::CivilDay day) {
  const Judge judge(line, day);
  std::vector<Standing> standings;
  for (size_t i = 0; i < line.decisions().size(); ++i) {
    standings.push_back(judge.Of(static_cast<int>(i)));
  }
  return standings;
}

}  // namespace tarazy::accreditation
