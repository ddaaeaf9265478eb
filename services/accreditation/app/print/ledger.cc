// What is to be done by when: every finding but strengths, with the days that follow from it.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accreditation/app/print/deadline_words.h"
#include "services/accreditation/app/print/sections.h"
#include "services/accreditation/domain/procedure/follow_up.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

// One day and how it stands, for the programmes that share both.
struct Occurrence {
  std::string due;
  v1::FollowUpState state = v1::FOLLOW_UP_STATE_UNSPECIFIED;
  std::vector<std::string> programmes;
};

// By finding, in the order of the follow-ups.
using Occurrences = std::map<std::string, std::vector<Occurrence>>;

Occurrences Gather(const std::vector<v1::FollowUp>& follow_ups) {
  Occurrences all;
  for (const v1::FollowUp& follow_up : follow_ups) {
    std::vector<Occurrence>& of_finding = all[follow_up.finding()];
    Occurrence* found = nullptr;
    for (Occurrence& there : of_finding) {
      if (there.due == follow_up.due() && there.state == follow_up.state()) found = &there;
    }
    if (found == nullptr) {
      found = &of_finding.emplace_back(Occurrence{follow_up.due(), follow_up.state(), {}});
    }
    found->programmes.push_back(follow_up.programme());
  }
  return all;
}

void OccurrenceCell(const Sheet& sheet, const std::vector<Occurrence>& occurrences) {
  const auto cell = sheet.html.In("td");
  for (const Occurrence& occurrence : occurrences) {
    std::vector<std::string> words;
    if (!occurrence.due.empty()) words.push_back(sheet.Day(occurrence.due));
    const absl::string_view state = Words(occurrence.state, sheet.language);
    if (!state.empty()) words.emplace_back(state);
    // Said only where programmes of one finding differ.
    if (occurrences.size() > 1) words.push_back(absl::StrJoin(occurrence.programmes, ", "));
    sheet.html.Add("p", absl::StrJoin(words, " · "));
  }
}

void Row(const Sheet& sheet, const v1::Finding& finding,
         const std::vector<Occurrence>& occurrences) {
  const auto row = sheet.html.In("tr");
  sheet.html.Add("th", finding.id(), {{"scope", "row"}, {"class", "code"}});
  {
    const auto cell = sheet.html.In("td");
    sheet.Add("p", finding.text());
    std::string note(Words(finding.kind(), sheet.language));
    if (!finding.addressee().empty()) {
      absl::StrAppend(&note, " · ", sheet.Word(Phrase::kAddressee), ": ", finding.addressee());
    }
    sheet.html.Add("p", note, {{"class", "note"}});
  }
  sheet.html.Add("td", sheet.AppliesInWords(finding));
  sheet.html.Add("td", DeadlineInWords(sheet, finding));
  OccurrenceCell(sheet, occurrences);
}

}  // namespace

void PrintLedger(const Sheet& sheet) {
  std::vector<const v1::Finding*> findings;
  for (const v1::Finding& finding : sheet.record.findings()) {
    if (finding.kind() != v1::FINDING_KIND_STRENGTH) findings.push_back(&finding);
  }
  if (findings.empty()) return;
  Occurrences occurrences = Gather(FollowUps(sheet.record, sheet.today));
  const auto section = sheet.html.In("section", {{"id", "ledger"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kLedger));
  const auto table = sheet.html.In("table", {{"class", "ledger"}});
  sheet.Head({sheet.Word(Phrase::kCode), sheet.Word(Phrase::kFinding),
              sheet.Word(Phrase::kAppliesTo), sheet.Word(Phrase::kDeadline),
              sheet.Word(Phrase::kOccurrences)});
  const auto body = sheet.html.In("tbody");
  for (const v1::Finding* finding : findings) Row(sheet, *finding, occurrences[finding->id()]);
}

}  // namespace tarazy::accreditation
