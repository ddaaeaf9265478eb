// session_times: a session ends after it begins.
// session_overlap: and what is not marked as parallel does not happen at once.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

std::string Time(const v1::Session& session) {
  return absl::StrCat(session.on(), " ", session.begin(), "-", session.end());
}

// The same words of a room or a meeting.
bool Both(absl::string_view a, absl::string_view b) { return !a.empty() && a == b; }

bool InDifferentRooms(const v1::Session& a, const v1::Session& b) {
  return !a.room().empty() && !b.room().empty() && a.room() != b.room();
}

bool OfDifferentClusters(const v1::Session& a, const v1::Session& b) {
  if (a.clusters().empty() || b.clusters().empty()) return false;
  return std::none_of(a.clusters().begin(), a.clusters().end(), [&](const std::string& cluster) {
    return std::find(b.clusters().begin(), b.clusters().end(), cluster) != b.clusters().end();
  });
}

// The commission can be in both: on purpose, in two rooms, or in two groups that share no room.
bool MayRunBeside(const v1::Session& a, const v1::Session& b) {
  if (a.parallel() || b.parallel() || InDifferentRooms(a, b)) return true;
  if (Both(a.room(), b.room())) return false;
  return OfDifferentClusters(a, b) && !Both(a.meeting(), b.meeting());
}

}  // namespace

void SessionTimes(const Subject& subject, Findings& findings) {
  for (const v1::Session& session : subject.record.visit().sessions()) {
    if (session.begin().empty() || session.end().empty()) continue;
    findings.Compared();
    if (session.begin() < session.end()) continue;  // HH:MM
    findings.Add(session.id(),
                 absl::StrCat(session.title(), " begins at ", session.begin(), " and ends at ",
                              session.end()),
                 {PlaceOf(session), session.begin()}, {PlaceOf(session), session.end()});
  }
}

void SessionOverlap(const Subject& subject, Findings& findings) {
  std::map<absl::string_view, std::vector<const v1::Session*>> days;
  for (const v1::Session& session : subject.record.visit().sessions()) {
    if (session.begin() < session.end()) days[session.on()].push_back(&session);
  }
  for (auto& [day, sessions] : days) {
    std::stable_sort(sessions.begin(), sessions.end(),
                     [](const v1::Session* a, const v1::Session* b) {
                       return std::tie(a->begin(), a->end()) < std::tie(b->begin(), b->end());
                     });
    for (size_t i = 0; i < sessions.size(); ++i) {
      for (size_t j = i + 1; j < sessions.size(); ++j) {
        const v1::Session &a = *sessions[i], &b = *sessions[j];
        findings.Compared();
        if (b.begin() >= a.end()) break;
        if (MayRunBeside(a, b)) continue;
        findings.Add(absl::StrCat(a.id(), "/", b.id()),
                     absl::StrCat(a.title(), " and ", b.title(),
                                  " are at the same time and nothing says that they are parallel"),
                     {PlaceOf(a), Time(a)}, {PlaceOf(b), Time(b)});
      }
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
