#include "services/accreditation/domain/register/status.h"

#include "services/accreditation/domain/register/because.h"
#include "services/accreditation/domain/register/line.h"
#include "services/accreditation/domain/register/standing.h"

namespace tarazy::accreditation {

absl::string_view StatusName(RegisterStatus status) {
  switch (status) {
    case RegisterStatus::kUnspecified:
      return "unspecified";
    case RegisterStatus::kNone:
      return "never accredited";
    case RegisterStatus::kAccredited:
      return "accredited";
    case RegisterStatus::kConditional:
      return "accredited under conditions";
    case RegisterStatus::kRefused:
      return "refused";
    case RegisterStatus::kDeferred:
      return "deferred";
    case RegisterStatus::kSuspended:
      return "suspended";
    case RegisterStatus::kWithdrawn:
      return "withdrawn";
    case RegisterStatus::kExpired:
      return "expired";
    case RegisterStatus::kUnderAppeal:
      return "under appeal";
    case RegisterStatus::kSuperseded:
      return "superseded";
    case RegisterStatus::kVoid:
      return "void";
    case RegisterStatus::kInForce:
      return "in force";
  }
  return "unspecified";
}

bool IsAccredited(RegisterStatus status, RegisterStatus meanwhile) {
  const RegisterStatus holds = status == RegisterStatus::kUnderAppeal ? meanwhile : status;
  return holds == RegisterStatus::kAccredited || holds == RegisterStatus::kConditional;
}

LineStatus StatusOn(absl::Span<const Act> acts, absl::CivilDay day, absl::Time known_at) {
  const Line line(acts, known_at);
  const DayStatus today = StatusOfDay(line, day);
  LineStatus status{.status = today.status,
                    .meanwhile = today.meanwhile,
                    .accredited = IsAccredited(today.status, today.meanwhile),
                    .decisions = StandingsOn(line, day)};
  if (today.basis != Line::kNobody) status.decision = line.act(today.basis).id;
  bool ended = !status.accredited;
  for (const StatusSpan& span : SpansOf(line)) {
    if (span.to.has_value() && *span.to <= day) continue;
    if (!span.from.has_value() || *span.from <= day) {
      status.since = span.from;
      status.until = span.to;
    }
    if (!ended && !IsAccredited(span.status, span.meanwhile)) {
      status.accredited_until = span.from;
      ended = true;
    }
  }
  status.because = Because(line, day, today);
  return status;
}

RegisterStatus StatusAlone(absl::Span<const Act> acts, absl::CivilDay day) {
  return StatusOfDay(Line(acts, kAllKnown), day).status;
}

std::vector<StatusSpan> Spans(absl::Span<const Act> acts, absl::Time known_at) {
  return SpansOf(Line(acts, known_at));
}

}  // namespace tarazy::accreditation
