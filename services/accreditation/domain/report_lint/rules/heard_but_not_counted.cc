// heard_but_not_counted: whom the visit's programme hears is among those who took part, and the
// other way round.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/audiences.h"

namespace tarazy::accreditation::report_lint {
namespace {

// It concerns what this report is about.
bool ConcernsReport(const Subject& subject, const v1::Session& session) {
  if (session.clusters().empty()) return true;
  return std::any_of(subject.record.clusters().begin(), subject.record.clusters().end(),
                     [&](const v1::Cluster& cluster) {
                       return cluster.reported() &&
                              std::find(session.clusters().begin(), session.clusters().end(),
                                        cluster.id()) != session.clusters().end();
                     });
}

}  // namespace

void HeardButNotCounted(const Subject& subject, Findings& findings) {
  const v1::Visit& visit = subject.record.visit();
  if (visit.sessions().empty() || visit.participation().empty()) return;
  std::map<v1::Audience, const v1::Session*> heard;
  std::map<v1::Audience, const v1::Participation*> counted;
  for (const v1::Session& session : visit.sessions()) {
    if (!ConcernsReport(subject, session)) continue;
    for (const int audience : session.audiences()) {
      heard.emplace(static_cast<v1::Audience>(audience), &session);
    }
  }
  for (const v1::Participation& participation : visit.participation()) {
    counted.emplace(participation.audience(), &participation);
  }
  for (const auto& [audience, name] : kHeardAudiences) {
    const auto session = heard.find(audience);
    const auto row = counted.find(audience);
    if (session == heard.end() && row == counted.end()) continue;
    findings.Compared();
    if (row == counted.end()) {
      findings.Add(name,
                   absl::StrCat("the visit heard ", name,
                                ", but those who took part are counted without them"),
                   {PlaceOf(*session->second), session->second->title()},
                   {PlaceOf(visit.participation(0)), "no such row"});
    } else if (session == heard.end()) {
      findings.Add(name,
                   absl::StrCat(row->second->count(), " ", name,
                                " are counted, but the visit's programme hears none"),
                   {PlaceOf(*row->second), absl::StrCat(row->second->count())},
                   {PlaceOf(visit.sessions(0)), "no such session"});
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
