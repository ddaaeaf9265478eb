#include "services/accreditation/domain/register/line.h"

namespace tarazy::accreditation {
namespace {

// Of the decisions at rest, the one that the status would rest on, else the last one that would
// make it another.
int Appealed(const Line& line, absl::CivilDay day, const Line::Effects& at_rest,
             const Line::Outcome& with, const Line::Outcome& without) {
  if (with.basis != Line::kNobody && at_rest.rest[with.basis] != nullptr) return with.basis;
  int last = Line::kNobody;
  for (int i = static_cast<int>(line.decisions().size()) - 1; i >= 0; --i) {
    if (at_rest.rest[i] == nullptr) continue;
    if (last == Line::kNobody) last = i;
    Line::Effects one = at_rest;
    one.counts[i] = 1;
    const int target = line.decisions()[i].target;
    if (line.act(i).kind == ActKind::kVoid && target != Line::kNobody) one.counts[target] = 0;
    if (line.OutcomeOn(day, one) != without) return i;
  }
  return last;
}

}  // namespace

DayStatus StatusOfDay(const Line& line, absl::CivilDay day) {
  const Line::Effects at_rest = line.EffectsOn(day, /*appeals_rest=*/true);
  const Line::Outcome without = line.OutcomeOn(day, at_rest);
  if (!at_rest.any_rests) return {.status = without.status, .basis = without.basis};
  const Line::Outcome with = line.OutcomeOn(day, line.EffectsOn(day, /*appeals_rest=*/false));
  if (with == without) return {.status = without.status, .basis = without.basis};
  const int appealed = Appealed(line, day, at_rest, with, without);
  return {.status = RegisterStatus::kUnderAppeal,
          .meanwhile = without.status,
          .basis = appealed,
          .appeal = at_rest.rest[appealed]};
}

std::vector<StatusSpan> SpansOf(const Line& line) {
  const std::vector<absl::CivilDay> days = line.Boundaries();
  std::vector<StatusSpan> spans(1);  // before the first act nothing has effect, unless all is void
  for (const absl::CivilDay day : days) {
    const DayStatus status = StatusOfDay(line, day);
    StatusSpan& last = spans.back();
    if (last.status == status.status && last.meanwhile == status.meanwhile) continue;
    last.to = day;
    spans.push_back({.from = day, .status = status.status, .meanwhile = status.meanwhile});
  }
  return spans;
}

}  // namespace tarazy::accreditation
