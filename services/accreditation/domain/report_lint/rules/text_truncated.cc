// text_truncated: brackets and quotation marks come in pairs; a text was broken off where they do
// not.
#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

// The bracket behind "1", "12" or "a" at the beginning or after a space numbers a list.
bool NumbersAList(absl::string_view text, size_t bracket) {
  size_t begin = bracket;
  while (begin > 0 && bracket - begin < 3 && IsAlnum(text[begin - 1])) --begin;
  if (begin == bracket || (begin > 0 && text[begin - 1] != ' ' && text[begin - 1] != '\n')) {
    return false;
  }
  const absl::string_view item = text.substr(begin, bracket - begin);
  return item.size() == 1 || (item.size() == 2 && std::all_of(item.begin(), item.end(), [](char c) {
                                return absl::ascii_isdigit(static_cast<unsigned char>(c));
                              }));
}

// What has no partner; empty: nothing.
std::string Unpaired(absl::string_view text) {
  int open = 0, quotes = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++open;
    if (text[i] == ')' && (open > 0 || !NumbersAList(text, i)) && --open < 0) return ")";
    if (text[i] == '"') ++quotes;
  }
  if (open > 0) return "(";
  return quotes % 2 == 0 ? "" : "\"";
}

}  // namespace

void TextTruncated(const Subject& subject, Findings& findings) {
  for (const v1::Passage& passage : subject.report.passages()) {
    findings.Compared();
    const std::string mark = Unpaired(passage.text());
    if (mark.empty()) continue;
    findings.Add(absl::StrCat(passage.about(), "/", Slug(passage.text())),
                 absl::StrCat("the text about ", passage.about(), " was broken off: a ", mark,
                              " has no partner"),
                 {PlaceOf(passage), Excerpt(passage.text())}, {});
  }
}

}  // namespace tarazy::accreditation::report_lint
