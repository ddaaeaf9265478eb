#include "services/accreditation/app/print_case.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/app/print/sections.h"
#include "services/accreditation/app/print/style.h"

namespace tarazy::accreditation {
namespace {

absl::StatusOr<Language> LanguageOf(absl::string_view wanted, const v1::Framework& framework) {
  const absl::string_view tag = wanted.empty() ? absl::string_view(framework.language()) : wanted;
  for (const Language language : {Language::kEnglish, Language::kRussian, Language::kKazakh}) {
    if (tag == Tag(language)) return language;
  }
  return InvalidField("language", absl::StrCat("\"", tag, "\" is none of en, ru, kk"));
}

void PrintHead(const Sheet& sheet) {
  const auto head = sheet.html.In("head");
  sheet.html.Empty("meta", {{"charset", "utf-8"}});
  sheet.html.Empty("meta",
                   {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  sheet.html.Add("title", sheet.Say(sheet.record.title()).text);
  sheet.html.Style(ReportStyle());
}

}  // namespace

absl::StatusOr<std::string> PrintCase(const v1::Case& record, const v1::Framework& framework,
                                      absl::string_view language, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const Language in, LanguageOf(language, framework));
  Html html;
  const Sheet sheet{html, record, framework, in, today};
  {
    const auto page = html.In("html", {{"lang", std::string(Tag(in))}});
    PrintHead(sheet);
    const auto body = html.In("body");
    PrintCover(sheet);
    {
      const auto main = html.In("main");
      PrintProgrammes(sheet);
      PrintCommission(sheet);
      PrintHistory(sheet);
      PrintVisit(sheet);
      PrintParticipation(sheet);
      PrintSurveys(sheet);
      PrintStandards(sheet);
      PrintMatrix(sheet);
      PrintLedger(sheet);
      PrintConclusion(sheet);
      PrintDocuments(sheet);
    }
    PrintColophon(sheet);
  }
  return std::move(html).Finish();
}

}  // namespace tarazy::accreditation
