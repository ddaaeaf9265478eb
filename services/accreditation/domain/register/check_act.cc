#include "services/accreditation/domain/register/check_act.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/register/line.h"

namespace tarazy::accreditation {
namespace {

using Kind = ActFault::Kind;

class Check {
 public:
  Check(absl::Span<const Act> acts, const Act& act, const ActRules& rules)
      : act_(act), rules_(rules), line_(acts, kAllKnown) {}

  std::vector<ActFault> Run() {
    if (IsAppeal(act_.kind)) {
      CheckAppeal();
      return std::move(faults_);
    }
    CheckDates();
    if (IsMain(act_.kind)) {
      if (!act_.acts_on.empty()) {
        Add(Kind::kImpossible, "acts_on", absl::StrCat("a ", Name(), " acts upon nothing"));
      }
    } else {
      CheckTarget();
    }
    return std::move(faults_);
  }

 private:
  void Add(Kind kind, absl::string_view field, std::string description) {
    faults_.push_back({kind, std::string(field), std::move(description)});
  }
  absl::string_view Name() const { return ActName(act_.kind); }

  void CheckDates() {
    const bool may_end = IsGrant(act_.kind) || act_.kind == ActKind::kExtend ||
                         act_.kind == ActKind::kSuspend || act_.kind == ActKind::kDefer;
    if (act_.valid_to.has_value() && !may_end) {
      Add(Kind::kImpossible, "valid_to", absl::StrCat("a ", Name(), " has no end"));
    }
    if (act_.valid_to.has_value() && *act_.valid_to <= act_.valid_from) {
      Add(Kind::kImpossible, "valid_to",
          absl::StrCat("must be after valid_from, ", FormatDay(act_.valid_from),
                       ": it is the first day without effect"));
    }
    if (act_.valid_to.has_value() && *act_.valid_to <= act_.decided_on) {
      Add(Kind::kImpossible, "decided_on",
          absl::StrCat("must be before valid_to, ", FormatDay(*act_.valid_to)));
    }
    if (!act_.valid_to.has_value() &&
        (act_.kind == ActKind::kExtend || (IsGrant(act_.kind) && !rules_.historical))) {
      Add(Kind::kImpossible, "valid_to", absl::StrCat("the ", Name(), " needs an end or a term"));
    }
    if (act_.valid_from < act_.decided_on && IsAdverse(act_.kind) && !rules_.historical &&
        !IsGrant(act_.kind)) {
      Add(Kind::kImpossible, "valid_from",
          absl::StrCat("a ", Name(), " has no effect before the day it is taken, ",
                       FormatDay(act_.decided_on)));
    }
  }

  void CheckTarget() {
    if (act_.acts_on.empty()) {
      return Add(Kind::kImpossible, "acts_on",
                 absl::StrCat("say upon which decision the ", Name(), " acts"));
    }
    const int target = line_.Find(act_.acts_on);
    if (target == Line::kNobody) {
      return Add(Kind::kConflict, "acts_on",
                 absl::StrCat(act_.acts_on,
                              " is no decision about this subject by this agency in "
                              "this kind of procedure"));
    }
    const Act& upon = line_.act(target);
    if (act_.decided_on < upon.decided_on) {
      Add(Kind::kImpossible, "decided_on",
          absl::StrCat("is before that of ", upon.id, ", ", FormatDay(upon.decided_on)));
    }
    if (IsVoid(target)) {
      return Add(Kind::kConflict, "acts_on", absl::StrCat(upon.id, " is void"));
    }
    if (act_.kind == ActKind::kVoid) {
      if (upon.kind == ActKind::kVoid) {
        Add(Kind::kConflict, "acts_on",
            "a voiding cannot be voided; take the decision again instead");
      }
      return;
    }
    const bool of_suspension = act_.kind == ActKind::kReinstate && upon.kind == ActKind::kSuspend;
    if (!IsGrant(upon.kind) && !of_suspension) {
      return Add(Kind::kConflict, "acts_on",
                 absl::StrCat(upon.id, " is a ", ActName(upon.kind), "; a ", Name(),
                              " acts upon a grant"));
    }
    CheckGrant(of_suspension ? line_.decisions()[target].target : target, target);
  }

  bool IsVoid(int decision) const {
    if (line_.UpheldAgainst(decision) != nullptr) return true;
    const Line::Effects effects = line_.EffectsOn(act_.decided_on, /*appeals_rest=*/false);
    return effects.fallen_by[decision] != Line::kNobody;
  }

  void CheckGrant(int grant, int target) {
    // As if nothing rested: an act prepares for the case that the appeal fails.
    const Line::Effects effects = line_.EffectsOn(act_.valid_from, /*appeals_rest=*/false);
    if (grant == Line::kNobody) return;
    const Act& granted = line_.act(grant);
    const std::string day = FormatDay(act_.valid_from);
    if (act_.kind == ActKind::kExtend) return CheckExtension(grant, effects);
    if (act_.valid_from < granted.valid_from) {
      return Add(Kind::kConflict, "valid_from",
                 absl::StrCat(granted.id, " begins on ", FormatDay(granted.valid_from)));
    }
    if (!CheckRunning(grant, effects)) return;
    const Line::Running running = line_.RunningOn(grant, act_.valid_from, effects);
    const bool suspended = running.status == RegisterStatus::kSuspended;
    if (act_.kind == ActKind::kSuspend && suspended) {
      Add(Kind::kConflict, "acts_on",
          absl::StrCat(granted.id, " is suspended on ", day, " by ", line_.act(running.by).id));
    }
    if (act_.kind != ActKind::kReinstate) return;
    const bool this_one = target == grant || running.by == target ||
                          line_.ReinstatedBy(target, act_.valid_from, effects) == Line::kNobody;
    if (!suspended || !this_one) {
      Add(Kind::kConflict, "acts_on", absl::StrCat(act_.acts_on, " is not suspended on ", day));
    }
  }

  // The grant is neither over, withdrawn nor superseded on the act's first day.
  bool CheckRunning(int grant, const Line::Effects& effects) {
    const Act& granted = line_.act(grant);
    const std::string day = FormatDay(act_.valid_from);
    const Line::Running running = line_.RunningOn(grant, act_.valid_from, effects);
    if (running.status == RegisterStatus::kExpired) {
      Add(Kind::kConflict, "acts_on",
          absl::StrCat("the term of ", granted.id, " is over on ", day));
      return false;
    }
    if (running.status == RegisterStatus::kWithdrawn) {
      Add(Kind::kConflict, "acts_on",
          absl::StrCat(granted.id, " is withdrawn by ", line_.act(running.by).id));
      return false;
    }
    const int successor = Successor(grant, effects);
    if (successor == Line::kNobody) return true;
    Add(Kind::kConflict, "acts_on",
        absl::StrCat(granted.id, " is superseded by ", line_.act(successor).id));
    return false;
  }

  int Successor(int grant, const Line::Effects& effects) const {
    for (size_t i = 0; i < line_.decisions().size(); ++i) {
      const int other = static_cast<int>(i);
      const Act& later = line_.act(other);
      if (IsGrant(later.kind) && effects.counts[i] && later.valid_from <= act_.valid_from &&
          line_.IsLater(other, grant)) {
        return other;
      }
    }
    return Line::kNobody;
  }

  void CheckExtension(int grant, const Line::Effects& effects) {
    const std::optional<absl::CivilDay> end = line_.EndOf(grant, effects);
    const std::string& id = line_.act(grant).id;
    if (!end.has_value()) {
      return Add(Kind::kConflict, "acts_on", absl::StrCat(id, " has no end to move"));
    }
    if (act_.valid_to.has_value() && *act_.valid_to <= *end) {
      Add(Kind::kConflict, "valid_to",
          absl::StrCat("must be after the present end of ", id, ", ", FormatDay(*end)));
    }
    if (act_.valid_from > *end) {
      return Add(Kind::kConflict, "valid_from",
                 absl::StrCat(id, " ends on ", FormatDay(*end),
                              "; an extension must join on to that day"));
    }
    if (act_.valid_from == *end) {  // the last day on which there is something to extend
      const Line::Running before = line_.RunningOn(grant, *end - 1, effects);
      if (before.status == RegisterStatus::kWithdrawn) {
        Add(Kind::kConflict, "acts_on",
            absl::StrCat(id, " is withdrawn by ", line_.act(before.by).id));
      }
      return;
    }
    CheckRunning(grant, effects);
  }

  void CheckAppeal() {
    const int decision = line_.Find(act_.acts_on);
    if (decision == Line::kNobody) {
      return Add(Kind::kAppeal, "decision", absl::StrCat(act_.acts_on, " is not in the register"));
    }
    const Line::Decision& appealed = line_.decisions()[decision];
    if (act_.kind == ActKind::kFileAppeal) return CheckFiling(decision, appealed);
    const Line::Appeal* open = nullptr;
    for (const Line::Appeal& appeal : appealed.appeals) {
      if (appeal.filed->id == act_.id && appeal.ended == nullptr) open = &appeal;
    }
    if (open == nullptr) {
      return Add(Kind::kAppeal, "name", absl::StrCat(act_.id, " has ended"));
    }
    if (act_.decided_on < open->filed->decided_on) {
      Add(Kind::kImpossible, "decided_on",
          absl::StrCat("is before the day it was filed, ", FormatDay(open->filed->decided_on)));
    }
  }

  void CheckFiling(int decision, const Line::Decision& appealed) {
    const Act& against = *appealed.act;
    if (!IsAdverse(against.kind)) {
      Add(Kind::kAppeal, "decision",
          absl::StrCat("a ", ActName(against.kind), " cannot be appealed"));
    }
    if (!appealed.appeals.empty()) {
      return Add(Kind::kAppeal, "decision",
                 absl::StrCat("was appealed already, by ", appealed.appeals.front().filed->id));
    }
    if (IsVoid(decision)) Add(Kind::kAppeal, "decision", "is void");
    if (act_.decided_on < against.decided_on) {
      Add(Kind::kImpossible, "filed_on",
          absl::StrCat("is before the decision, ", FormatDay(against.decided_on)));
    }
    if (rules_.appeal_days > 0 && act_.decided_on > against.decided_on + rules_.appeal_days) {
      Add(Kind::kAppeal, "filed_on",
          absl::StrCat("could be appealed until ",
                       FormatDay(against.decided_on + rules_.appeal_days)));
    }
  }

  const Act& act_;
  const ActRules& rules_;
  const Line line_;
  std::vector<ActFault> faults_;
};

}  // namespace

std::vector<ActFault> CheckAct(absl::Span<const Act> acts, const Act& act, const ActRules& rules) {
  return Check(acts, act, rules).Run();
}

}  // namespace tarazy::accreditation
