// What the report is about at its start, what it rests on and which revision it is at its end.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/civil_day.h"
#include "services/accreditation/app/print/sections.h"

namespace tarazy::accreditation {
namespace {

void Fact(const Sheet& sheet, Phrase name, absl::string_view value,
          const Html::Attributes& attributes = {}) {
  if (value.empty()) return;
  const auto row = sheet.html.In("div");
  sheet.html.Add("dt", sheet.Word(name));
  sheet.html.Add("dd", value, attributes);
}

std::string InWords(const Sheet& sheet, const v1::Reference& reference) {
  if (reference.number().empty()) return sheet.Day(reference.on());
  return absl::StrCat(reference.number(), ", ", sheet.Day(reference.on()));
}

std::string VisitDays(const Sheet& sheet) {
  if (!sheet.record.has_visit()) return "";
  const auto from = ParseDay(sheet.record.visit().from());
  const auto to = ParseDay(sheet.record.visit().to());
  return from.has_value() && to.has_value() ? DaysInWords(*from, *to, sheet.language) : "";
}

}  // namespace

void PrintCover(const Sheet& sheet) {
  const v1::Case& record = sheet.record;
  const auto header = sheet.html.In("header", {{"class", "cover"}});
  sheet.html.Add("p", sheet.Word(Phrase::kReport), {{"class", "kind"}});
  sheet.Add("h1", record.title());
  const auto facts = sheet.html.In("dl", {{"class", "facts"}});
  Fact(sheet, Phrase::kInstitution, absl::StripPrefix(record.institution(), "institutions/"));
  Fact(sheet, Phrase::kAgency, record.agency());
  const Said framework = sheet.Say(sheet.framework.title());
  Fact(sheet, Phrase::kFramework, framework.text, sheet.Marked(framework));
  Fact(sheet, Phrase::kIssuer,
       sheet.framework.designation().empty()
           ? sheet.framework.issuer()
           : absl::StrCat(sheet.framework.issuer(), ", ", sheet.framework.designation()));
  Fact(sheet, Phrase::kProcedure, Words(record.type(), sheet.language));
  if (record.has_contract()) Fact(sheet, Phrase::kContract, InWords(sheet, record.contract()));
  if (record.has_order()) Fact(sheet, Phrase::kOrder, InWords(sheet, record.order()));
  Fact(sheet, Phrase::kVisit, VisitDays(sheet));
  Fact(sheet, Phrase::kFormat, Words(record.format(), sheet.language));
  Fact(sheet, Phrase::kState, Words(record.state(), sheet.language));
}

void PrintDocuments(const Sheet& sheet) {
  if (sheet.record.documents().empty()) return;
  const auto section = sheet.html.In("section", {{"id", "documents"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kDocuments));
  const auto table = sheet.html.In("table");
  sheet.Head({sheet.Word(Phrase::kDocument), sheet.Word(Phrase::kLanguage),
              sheet.Word(Phrase::kBytes), "SHA-256"});
  const auto body = sheet.html.In("tbody");
  for (const v1::Document& document : sheet.record.documents()) {
    const auto row = sheet.html.In("tr");
    sheet.html.Add("th", document.title(), {{"scope", "row"}});
    sheet.html.Add("td", document.language());
    sheet.Number(document.size_bytes());
    sheet.html.Add("td", document.sha256(), {{"class", "digest"}});
  }
}

void PrintColophon(const Sheet& sheet) {
  const auto footer = sheet.html.In("footer");
  std::vector<std::string> parts = {
      absl::StrCat(sheet.Word(Phrase::kPrintedOn), " ", DayInWords(sheet.today, sheet.language))};
  parts.push_back(sheet.record.name().empty() ? sheet.record.id() : sheet.record.name());
  if (!sheet.record.etag().empty()) {
    parts.push_back(absl::StrCat(sheet.Word(Phrase::kRevision), " ", sheet.record.etag()));
  }
  sheet.html.Add("p", absl::StrJoin(parts, " · "));
}

}  // namespace tarazy::accreditation
