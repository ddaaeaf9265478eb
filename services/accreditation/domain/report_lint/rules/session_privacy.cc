// session_privacy: what is not for outsiders has a door of its own, and its key is not published.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

bool IsPrivate(const v1::Session& session) {
  return session.audiences_size() == 1 && session.audiences(0) == v1::AUDIENCE_COMMISSION_ONLY;
}

void CheckMeetings(const Subject& subject, Findings& findings) {
  struct Uses {
    std::vector<const v1::Session*> own, open;
  };
  std::map<std::string, Uses> meetings;
  for (const v1::Session& session : subject.record.visit().sessions()) {
    if (session.meeting().empty() || session.audiences().empty()) continue;
    Uses& uses = meetings[Slug(session.meeting())];
    (IsPrivate(session) ? uses.own : uses.open).push_back(&session);
  }
  for (const auto& [meeting, uses] : meetings) {
    if (uses.own.empty()) continue;
    findings.Compared(static_cast<int>(uses.own.size()));
    if (uses.open.empty()) continue;
    findings.Add(absl::StrCat("meeting/", meeting),
                 absl::StrCat(uses.own.size(),
                              " sessions of the commission alone use the meeting that outsiders "
                              "were let into ",
                              uses.open.size(), " times"),
                 {PlaceOf(*uses.own[0]), uses.own[0]->title()},
                 {PlaceOf(*uses.open[0]), uses.open[0]->title()});
  }
}

void CheckLinks(const Subject& subject, Findings& findings) {
  if (!subject.report.is_public()) return;
  std::map<std::string, std::vector<const v1::Link*>> printed;
  for (const v1::Link& link : subject.report.links()) {
    findings.Compared();
    if (!link.is_confidential()) continue;
    printed[link.target().empty() ? link.url() : link.target()].push_back(&link);
  }
  for (const auto& [target, links] : printed) {
    findings.Add(
        absl::StrCat("link/", Slug(target)),
        absl::StrCat("a public report prints the address of ", target,
                     ", which is not for the public"),
        {PlaceOf(*links[0]), links[0]->url()},
        {links.size() > 1 ? PlaceOf(*links[1]) : nullptr, links.size() > 1 ? links[1]->url() : ""});
  }
}

}  // namespace

void SessionPrivacy(const Subject& subject, Findings& findings) {
  CheckMeetings(subject, findings);
  CheckLinks(subject, findings);
}

}  // namespace tarazy::accreditation::report_lint
