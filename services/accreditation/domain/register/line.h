// One line's acts with what they refer to resolved. For the files of this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/accreditation/domain/register/act.h"
#include "services/accreditation/domain/register/status.h"

namespace tarazy::accreditation {

class Line {
 public:
  static constexpr int kNobody = -1;

  // An appeal against a decision.
  struct Appeal {
    const Act* filed = nullptr;
    const Act* ended = nullptr;  // null while it is open

    bool RestsOn(absl::CivilDay day) const;
    bool Upheld() const { return ended != nullptr && ended->kind == ActKind::kUpholdAppeal; }
  };

  struct Decision {
    const Act* act = nullptr;
    int target = kNobody;  // the decision that it acts upon; always an earlier one
    std::vector<Appeal> appeals;
  };

  // Which decisions count on a day.
  struct Effects {
    std::vector<int> fallen_by;       // by decision: the voiding one, or kNobody
    std::vector<const Appeal*> rest;  // by decision: the appeal that it rests for, or null
    std::vector<char> counts;         // by decision: neither fallen nor at rest
    bool any_rests = false;
  };

  // What a day comes to.
  struct Outcome {
    RegisterStatus status = RegisterStatus::kNone;
    int basis = kNobody;  // the decision that it rests on

    bool operator==(const Outcome&) const = default;
  };

  // Where a grant stands on a day that is not before its first.
  struct Running {
    RegisterStatus status = RegisterStatus::kAccredited;  // or CONDITIONAL, SUSPENDED …
    int by = kNobody;  // the suspension or withdrawal, or the grant itself
  };

  // The acts recorded at or before `known_at`; they must outlive this.
  Line(absl::Span<const Act> acts, absl::Time known_at);

  // In the order of their recording.
  const std::vector<Decision>& decisions() const { return decisions_; }
  const Act& act(int decision) const { return *decisions_[decision].act; }
  // kNobody when there is none.
  int Find(absl::string_view id) const;

  // The appeal that made the decision fall; null when none did.
  const Appeal* UpheldAgainst(int decision) const;

  Effects EffectsOn(absl::CivilDay day, bool appeals_rest) const;
  Outcome OutcomeOn(absl::CivilDay day, const Effects& effects) const;
  Running RunningOn(int grant, absl::CivilDay day, const Effects& effects) const;
  // The first day after the grant's term, extensions included; absent: open.
  std::optional<absl::CivilDay> EndOf(int grant, const Effects& effects) const;
  // What ended or ends the suspension on or before that day; kNobody: nobody.
  int ReinstatedBy(int suspension, absl::CivilDay day, const Effects& effects) const;
  // True when the first of two was taken, or else recorded, later.
  bool IsLater(int decision, int than) const;

  // The days on which the status may change, in order, each once.
  std::vector<absl::CivilDay> Boundaries() const;

 private:
  void Resolve(std::vector<const Act*> known);

  std::vector<Decision> decisions_;
  absl::flat_hash_map<absl::string_view, int> by_id_;
};

// What the line says on a day: the outcome, and what holds meanwhile when it is appealed.
struct DayStatus {
  RegisterStatus status = RegisterStatus::kNone;
  RegisterStatus meanwhile = RegisterStatus::kUnspecified;
  int basis = Line::kNobody;
  const Line::Appeal* appeal = nullptr;  // only under appeal

  bool SameStatus(const DayStatus& other) const {
    return status == other.status && meanwhile == other.meanwhile;
  }
};

DayStatus StatusOfDay(const Line& line, absl::CivilDay day);

// The same as Spans.
std::vector<StatusSpan> SpansOf(const Line& line);

}  // namespace tarazy::accreditation
