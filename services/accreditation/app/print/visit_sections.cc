// The visit's programme and whom it heard. Numbers of on-line meetings are not printed: they open
// what is not for the public.
#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accreditation/app/print/sections.h"

namespace tarazy::accreditation {
namespace {

std::string HeardInWords(const Sheet& sheet, const v1::Session& session) {
  std::vector<absl::string_view> audiences;
  for (const int audience : session.audiences()) {
    audiences.push_back(Words(static_cast<v1::Audience>(audience), sheet.language));
  }
  return absl::StrJoin(audiences, ", ");
}

void SessionRow(const Sheet& sheet, const v1::Session& session) {
  const auto row = sheet.html.In("tr");
  sheet.html.Add("th", absl::StrCat(session.begin(), "–", session.end()),
                 {{"scope", "row"}, {"class", "time"}});
  sheet.html.Add("td", session.title());
  sheet.html.Add("td", HeardInWords(sheet, session));
  sheet.html.Add("td", absl::StrJoin(session.clusters(), ", "));
  sheet.html.Add("td", session.room());
  sheet.Number(session.participants());
}

}  // namespace

void PrintVisit(const Sheet& sheet) {
  std::vector<const v1::Session*> sessions;
  for (const v1::Session& session : sheet.record.visit().sessions()) sessions.push_back(&session);
  if (sessions.empty()) return;
  std::stable_sort(sessions.begin(), sessions.end(), [](const auto* a, const auto* b) {
    return std::tie(a->on(), a->begin()) < std::tie(b->on(), b->begin());
  });
  const auto section = sheet.html.In("section", {{"id", "visit"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kVisitProgramme));
  const auto table = sheet.html.In("table");
  sheet.Head({sheet.Word(Phrase::kTime), sheet.Word(Phrase::kSession), sheet.Word(Phrase::kHeard),
              sheet.Word(Phrase::kCluster), sheet.Word(Phrase::kPlace),
              sheet.Word(Phrase::kPeople)});
  for (size_t i = 0; i < sessions.size();) {
    const std::string& day = sessions[i]->on();
    const auto body = sheet.html.In("tbody");
    {
      const auto row = sheet.html.In("tr", {{"class", "group"}});
      sheet.html.Add("th", sheet.Day(day), {{"scope", "rowgroup"}, {"colspan", "6"}});
    }
    for (; i < sessions.size() && sessions[i]->on() == day; ++i) SessionRow(sheet, *sessions[i]);
  }
}

void PrintParticipation(const Sheet& sheet) {
  const auto& groups = sheet.record.visit().participation();
  if (groups.empty()) return;
  const auto section = sheet.html.In("section", {{"id", "participation"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kParticipation));
  const auto table = sheet.html.In("table", {{"class", "figures"}});
  sheet.Head({sheet.Word(Phrase::kAudience), sheet.Word(Phrase::kPeople)});
  int64_t total = 0;
  {
    const auto body = sheet.html.In("tbody");
    for (const v1::Participation& group : groups) {
      const auto row = sheet.html.In("tr");
      sheet.html.Add("th",
                     group.title().empty() ? Words(group.audience(), sheet.language)
                                           : absl::string_view(group.title()),
                     {{"scope", "row"}});
      sheet.Count(group.count());
      total += group.count();
    }
  }
  const auto foot = sheet.html.In("tfoot");
  const auto row = sheet.html.In("tr");
  sheet.html.Add("th", sheet.Word(Phrase::kTotal), {{"scope", "row"}});
  sheet.Count(total);
}

}  // namespace tarazy::accreditation
