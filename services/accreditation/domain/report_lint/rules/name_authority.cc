// name_authority: one thing has one name.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

using Mentions = std::vector<const v1::TermMention*>;

// A spelling, and where it stands.
struct Spelling {
  std::string folded;
  Mentions mentions;
};

// In the order of their first mentions.
std::vector<Spelling> SpellingsOf(const Mentions& mentions) {
  std::vector<Spelling> spellings;
  std::map<std::string, size_t> known;
  for (const v1::TermMention* mention : mentions) {
    const std::string folded = Folded(mention->printed());
    const auto [found, added] = known.emplace(folded, spellings.size());
    if (added) spellings.push_back({folded, {}});
    spellings[found->second].mentions.push_back(mention);
  }
  return spellings;
}

// How it ought to be: as somebody said, else as most have it, the earlier one on a tie.
std::string Norm(const Mentions& mentions, const std::vector<Spelling>& spellings) {
  for (const v1::TermMention* mention : mentions) {
    if (!mention->accepted().empty()) return mention->accepted();
  }
  const auto most = std::max_element(
      spellings.begin(), spellings.end(),
      [](const Spelling& a, const Spelling& b) { return a.mentions.size() < b.mentions.size(); });
  return most->mentions[0]->printed();
}

}  // namespace

void NameAuthority(const Subject& subject, Findings& findings) {
  std::map<absl::string_view, Mentions> terms;
  for (const v1::TermMention& mention : subject.report.terms()) {
    terms[mention.term()].push_back(&mention);
  }
  for (const auto& [term, mentions] : terms) {
    const std::vector<Spelling> spellings = SpellingsOf(mentions);
    const std::string norm = Norm(mentions, spellings);
    const auto own =
        std::find_if(spellings.begin(), spellings.end(),
                     [&](const Spelling& spelling) { return spelling.folded == Folded(norm); });
    findings.Compared(static_cast<int>(mentions.size()));
    for (const Spelling& spelling : spellings) {
      if (spelling.folded == Folded(norm)) continue;
      const v1::TermMention& first = *spelling.mentions[0];
      std::string message = absl::StrCat("\"", first.printed(), "\" is called \"", norm, "\"");
      if (spelling.mentions.size() > 1) {
        absl::StrAppend(&message, "; it stands in ", spelling.mentions.size(), " places");
      }
      findings.Add(absl::StrCat(term, "/", Slug(first.printed())), std::move(message),
                   {PlaceOf(first), first.printed()},
                   {own == spellings.end() ? nullptr : PlaceOf(*own->mentions[0]), norm});
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
