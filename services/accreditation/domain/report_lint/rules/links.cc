// one_link_two_documents: an address leads to one thing.
// one_document_two_links: a thing has one address.
#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

// Without what printing adds: brackets, full stops, the last slash; http and https are one.
std::string Address(absl::string_view url) {
  url = absl::StripAsciiWhitespace(url);
  url = absl::StripPrefix(url, "<");
  while (!url.empty() && absl::StrContains(">.,;)/", url.back())) url.remove_suffix(1);
  absl::string_view rest = url;
  if (absl::ConsumePrefix(&rest, "https://") || absl::ConsumePrefix(&rest, "http://")) url = rest;
  return std::string(url);
}

// "#" leads nowhere: malformed_identifier says so.
bool Leads(const v1::Link& link) {
  return !link.target().empty() && !Address(link.url()).empty() && link.url() != "#";
}

}  // namespace

void OneLinkTwoDocuments(const Subject& subject, Findings& findings) {
  std::map<std::string, const v1::Link*> first;
  for (const v1::Link& link : subject.report.links()) {
    if (!Leads(link)) continue;
    const auto [found, added] = first.emplace(Address(link.url()), &link);
    if (added) continue;
    const v1::Link& other = *found->second;
    findings.Compared();
    if (Words(other.target()) == Words(link.target())) continue;
    findings.Add(absl::StrCat(Slug(other.target()), "/", Slug(link.target())),
                 absl::StrCat(other.target(), " and ", link.target(), " have one address, ",
                              Address(link.url())),
                 {PlaceOf(other), other.target()}, {PlaceOf(link), link.target()});
  }
}

void OneDocumentTwoLinks(const Subject& subject, Findings& findings) {
  std::map<std::string, const v1::Link*> first;
  for (const v1::Link& link : subject.report.links()) {
    if (!Leads(link)) continue;
    const auto [found, added] = first.emplace(Folded(link.target()), &link);
    if (added) continue;
    const v1::Link& other = *found->second;
    findings.Compared();
    if (Address(other.url()) == Address(link.url())) continue;
    findings.Add(absl::StrCat(Slug(link.target()), "/", Slug(link.url())),
                 absl::StrCat(link.target(), " has two addresses"), {PlaceOf(other), other.url()},
                 {PlaceOf(link), link.url()});
  }
}

}  // namespace tarazy::accreditation::report_lint
