// The visit's days and its sessions.
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/check_parts.h"
#include "services/accreditation/domain/procedure/visit.h"

namespace tarazy::accreditation {
namespace {

// Days and times of one notation sort as texts.
void CheckSession(const v1::Visit& visit, const v1::Session& session, const std::string& at,
                  Faults& problems) {
  if (session.begin() >= session.end()) {
    problems.Add(at + ".end",
                 absl::StrCat("ends at ", session.end(), ", but begins at ", session.begin()));
  }
  if (session.on() > visit.to()) {
    problems.Add(at + ".on",
                 absl::StrCat(session.on(), " is after the visit's last day, ", visit.to()));
  } else if (session.on() < visit.from() && !CommissionOnly(session)) {
    problems.Add(at + ".on", absl::StrCat(session.on(), " is before the visit's first day, ",
                                          visit.from(), ": then only the commission meets"));
  }
}

}  // namespace

void CheckVisit(const Checked& checked, Faults& problems) {
  if (!checked.record.has_visit()) return;
  const v1::Visit& visit = checked.record.visit();
  if (visit.to() < visit.from()) {
    problems.Add("visit.to",
                 absl::StrCat("ends on ", visit.to(), ", but begins on ", visit.from()));
  }
  const std::string& order = checked.record.order().on();
  if (!order.empty() && visit.from() < order) {
    problems.Add("visit.from", absl::StrCat("is before the order of ", order));
  }
  for (int i = 0; i < visit.sessions_size(); ++i) {
    const std::string at = absl::StrCat("visit.sessions[", i, "]");
    CheckSession(visit, visit.sessions(i), at, problems);
    NeedAll(checked.known.clusters, visit.sessions(i).clusters(), at + ".clusters",
            "cluster of the case", problems);
  }
}

}  // namespace tarazy::accreditation
