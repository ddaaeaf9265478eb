// What the commission proposes, what the marks suggest, and how far the experts agreed.
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/accreditation/app/print/sections.h"
#include "services/accreditation/domain/procedure/agreement.h"
#include "services/accreditation/domain/procedure/term.h"

namespace tarazy::accreditation {
namespace {

std::string Outcome(const Sheet& sheet, v1::DecisionKind kind, int years) {
  std::string words(Words(kind, sheet.language));
  if (years > 0) {
    absl::StrAppend(&words, ", ", Counted(years, Phrase::kYears, sheet.language));
  }
  return words;
}

void Proposals(const Sheet& sheet) {
  if (sheet.record.proposals().empty()) return;
  sheet.html.Add("h3", sheet.Word(Phrase::kProposal));
  for (const v1::Proposal& proposal : sheet.record.proposals()) {
    std::string line = absl::StrCat(sheet.AppliesInWords(proposal.programmes()), ": ",
                                    Outcome(sheet, proposal.outcome(), proposal.years()));
    if (proposal.unanimous()) {
      absl::StrAppend(&line, " (", sheet.Word(Phrase::kUnanimous), ")");
    }
    sheet.html.Add("p", line, {{"class", "proposal"}});
    if (!proposal.text().empty()) sheet.html.Add("p", proposal.text());
  }
}

void Suggestions(const Sheet& sheet, const std::vector<v1::TermSuggestion>& suggestions) {
  if (suggestions.empty()) return;
  sheet.html.Add("h3", sheet.Word(Phrase::kSuggestion));
  sheet.html.Add("p", sheet.Word(Phrase::kSuggestionNote), {{"class", "note"}});
  {
    const auto table = sheet.html.In("table");
    sheet.Head({sheet.Word(Phrase::kProgramme), sheet.Word(Phrase::kSuggestion),
                sheet.Word(Phrase::kRule)});
    const auto body = sheet.html.In("tbody");
    for (const v1::TermSuggestion& suggestion : suggestions) {
      const auto row = sheet.html.In("tr");
      sheet.html.Add("th",
                     suggestion.programme().empty() ? sheet.Word(Phrase::kWholeInstitution)
                                                    : absl::string_view(suggestion.programme()),
                     {{"scope", "row"}});
      sheet.html.Add("td", suggestion.row() == 0
                               ? std::string(sheet.Word(Phrase::kNoSuggestion))
                               : Outcome(sheet, suggestion.outcome(), suggestion.years()));
      sheet.html.Add("td", suggestion.rule_version());
    }
  }
}

void AgreementTable(const Sheet& sheet, const v1::Agreement& agreement) {
  sheet.html.Add("h3", sheet.Word(Phrase::kAgreement));
  const auto table = sheet.html.In("table", {{"class", "figures"}});
  const auto body = sheet.html.In("tbody");
  const auto row = [&](Phrase name, const std::string& value) {
    const auto line = sheet.html.In("tr");
    sheet.html.Add("th", sheet.Word(name), {{"scope", "row"}});
    sheet.html.Add("td", value, {{"class", "number"}});
  };
  if (agreement.has_alpha()) row(Phrase::kAlpha, absl::StrFormat("%.3f", agreement.alpha()));
  row(Phrase::kExperts, absl::StrCat(agreement.experts()));
  row(Phrase::kThings, absl::StrCat(agreement.things()));
  row(Phrase::kUnanimousThings, absl::StrCat(agreement.unanimous()));
  row(Phrase::kConsensusDiffers, absl::StrCat(agreement.consensus_differs()));
}

}  // namespace

void PrintConclusion(const Sheet& sheet) {
  // No table, or marks missing: then nothing is suggested, and that is no error of the report.
  const auto suggested = SuggestTerm(sheet.record, sheet.framework);
  const std::vector<v1::TermSuggestion> suggestions =
      suggested.ok() ? *suggested : std::vector<v1::TermSuggestion>{};
  const std::optional<v1::Agreement> agreement = AgreementOf(sheet.record, sheet.framework);
  if (sheet.record.proposals().empty() && suggestions.empty() && !agreement.has_value()) return;
  const auto section = sheet.html.In("section", {{"id", "conclusion"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kConclusion));
  Proposals(sheet);
  Suggestions(sheet, suggestions);
  if (agreement.has_value()) AgreementTable(sheet, *agreement);
}

}  // namespace tarazy::accreditation
