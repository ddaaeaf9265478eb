// What surveys told the case: who took part, and the figures that its report cites. Below a gate a
// share is marked; what is suppressed is a dash.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "services/accreditation/app/print/sections.h"

namespace tarazy::accreditation {
namespace {

constexpr absl::string_view kNotTold = "–";

// Three digits behind the point at most.
std::string Short(double value) {
  std::string text = absl::StrFormat("%.3f", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string CodeOf(const Sheet& sheet, const v1::SurveyParticipation& row) {
  if (row.stratum() == "all") return std::string(sheet.Word(Phrase::kTotal));
  for (const v1::Cluster& cluster : sheet.record.clusters()) {
    for (const v1::ProgrammeReview& review : cluster.programmes()) {
      if (!row.programme().empty() && review.programme() == row.programme()) return review.code();
    }
  }
  return row.stratum();
}

void PrintTurnout(const Sheet& sheet, const v1::SurveyEvidence& evidence) {
  const auto table = sheet.html.In("table", {{"class", "figures"}});
  sheet.Head({sheet.Word(Phrase::kAudience), sheet.Word(Phrase::kAsked),
              sheet.Word(Phrase::kAnswered), sheet.Word(Phrase::kPercent)});
  const auto body = sheet.html.In("tbody");
  for (const v1::SurveyParticipation& one : evidence.participation()) {
    const auto row = sheet.html.In("tr");
    sheet.html.Add("th", CodeOf(sheet, one), {{"scope", "row"}});
    sheet.Number(one.frame());
    sheet.Count(one.submitted());
    const bool below = one.has_gate_met() && !one.gate_met();
    sheet.html.Add("td",
                   one.has_percent() ? absl::StrCat(below ? "▼ " : "", Short(one.percent()))
                                     : std::string(kNotTold),
                   {{"class", "number"}});
  }
}

void PrintFigures(const Sheet& sheet, const v1::SurveyEvidence& evidence) {
  if (evidence.figures().empty()) return;
  const auto table = sheet.html.In("table", {{"class", "figures"}});
  sheet.Head({sheet.Word(Phrase::kQuestion), sheet.Word(Phrase::kChoice),
              sheet.Word(Phrase::kFigure), "", sheet.Word(Phrase::kAnswers)});
  const auto body = sheet.html.In("tbody");
  for (const v1::SurveyFigure& figure : evidence.figures()) {
    const auto row = sheet.html.In("tr");
    sheet.html.Add("th", figure.question(), {{"scope", "row"}});
    sheet.html.Add("td", figure.choice());
    sheet.html.Add("td", Words(figure.statistic(), sheet.language));
    sheet.html.Add("td", figure.has_value() ? Short(figure.value()) : std::string(kNotTold),
                   {{"class", "number"}});
    sheet.Number(figure.base());
  }
}

}  // namespace

void PrintSurveys(const Sheet& sheet) {
  if (sheet.record.survey_evidence().empty()) return;
  const auto section = sheet.html.In("section", {{"id", "surveys"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kSurveys));
  for (const v1::SurveyEvidence& evidence : sheet.record.survey_evidence()) {
    if (!sheet.Say(evidence.title()).text.empty()) sheet.Add("h3", evidence.title());
    PrintTurnout(sheet, evidence);
    PrintFigures(sheet, evidence);
    sheet.html.Add("p", absl::Substitute(sheet.Word(Phrase::kSurveyNote), evidence.campaign(),
                                         sheet.Day(evidence.taken_on())));
  }
}

}  // namespace tarazy::accreditation
