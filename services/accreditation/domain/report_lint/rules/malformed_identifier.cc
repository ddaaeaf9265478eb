// malformed_identifier: identifiers of one kind have one length, and addresses are whole.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// By kind: each identifier, once, where it stands first.
using Kinds = std::map<std::string, std::map<std::string, const v1::Link*>>;

bool IsHex(char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); }

// A percent sign with less than two digits behind it: the rest was lost.
bool IsCutOff(absl::string_view url) {
  for (size_t i = 0; i < url.size(); ++i) {
    if (url[i] != '%') continue;
    if (i + 2 >= url.size() || !IsHex(url[i + 1]) || !IsHex(url[i + 2])) return true;
  }
  return false;
}

// The length that at least two have, and twice as many as any other; 0: none.
size_t UsualLength(const std::map<std::string, const v1::Link*>& identifiers) {
  std::map<size_t, int> lengths;
  for (const auto& [identifier, link] : identifiers) ++lengths[identifier.size()];
  size_t usual = 0;
  int most = 0, next = 0;
  for (const auto& [length, count] : lengths) {
    if (count > most) {
      next = most;
      most = count;
      usual = length;
    } else {
      next = std::max(next, count);
    }
  }
  return most >= 2 && most >= 2 * next ? usual : 0;
}

void CheckLengths(const Subject& subject, Findings& findings) {
  Kinds kinds;
  for (const v1::Link& link : subject.report.links()) {
    if (link.identifier().empty() || link.identifier_kind().empty()) continue;
    kinds[link.identifier_kind()].emplace(link.identifier(), &link);
  }
  for (const auto& [kind, identifiers] : kinds) {
    const size_t usual = UsualLength(identifiers);
    if (usual == 0) continue;
    for (const auto& [identifier, link] : identifiers) {
      findings.Compared();
      if (identifier.size() == usual) continue;
      findings.Add(absl::StrCat(kind, "/", identifier),
                   absl::StrCat("the ", kind, " ", identifier, " has ", identifier.size(),
                                " characters, the others have ", usual),
                   {PlaceOf(*link), identifier}, {nullptr, absl::StrCat(usual)});
    }
  }
}

void CheckAddresses(const Subject& subject, Findings& findings) {
  std::set<std::string> seen;
  for (const v1::Link& link : subject.report.links()) {
    findings.Compared();
    const bool nowhere = link.url() == "#";
    if (!nowhere && !IsCutOff(link.url())) continue;
    const std::string key =
        nowhere ? absl::StrCat("link/", Slug(link.target())) : absl::StrCat("url/", link.url());
    if (!seen.insert(key).second) continue;
    findings.Add(
        key,
        nowhere ? absl::StrCat("the link to ", link.target().empty() ? "something" : link.target(),
                               " leads nowhere")
                : absl::StrCat("the address ", link.url(), " was cut off"),
        {PlaceOf(link), link.url()}, {});
  }
}

}  // namespace

void MalformedIdentifier(const Subject& subject, Findings& findings) {
  CheckLengths(subject, findings);
  CheckAddresses(subject, findings);
}

}  // namespace tarazy::accreditation::report_lint
