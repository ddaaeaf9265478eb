// How many of each mark every standard has.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accreditation/app/print/chart.h"
#include "services/accreditation/app/print/sections.h"
#include "services/accreditation/domain/record/marks.h"

namespace tarazy::accreditation {
namespace {

// Programmes whose counts are the same share a table.
struct Group {
  std::vector<std::string> programmes;
  v1::ProgrammeTotals totals;
};

std::string Counts(v1::ProgrammeTotals totals) {
  totals.clear_programme();
  return totals.SerializeAsString();
}

std::vector<Group> Grouped(const std::vector<v1::ProgrammeTotals>& all) {
  std::vector<Group> groups;
  for (const v1::ProgrammeTotals& totals : all) {
    Group* found = nullptr;
    for (Group& group : groups) {
      if (Counts(group.totals) == Counts(totals)) found = &group;
    }
    if (found == nullptr) found = &groups.emplace_back(Group{{}, totals});
    if (!totals.programme().empty()) found->programmes.push_back(totals.programme());
  }
  return groups;
}

int SumOf(const v1::PrintedCount& count) {
  int sum = 0;
  for (const v1::MarkCount& mark : count.marks()) sum += mark.count();
  return sum;
}

void Figures(const Sheet& sheet, const v1::PrintedCount& count) {
  for (const v1::MarkCount& mark : count.marks()) sheet.Count(mark.count());
  sheet.Count(SumOf(count));
}

void Table(const Sheet& sheet, const v1::ProgrammeTotals& totals) {
  const auto table = sheet.html.In("table", {{"class", "figures matrix"}});
  std::vector<std::string> marks;
  for (const v1::ScaleMark& mark : sheet.framework.scale()) {
    marks.push_back(absl::StrCat(Sign(mark.meaning()), " ", sheet.Say(mark.title()).text));
  }
  std::vector<absl::string_view> columns = {sheet.Word(Phrase::kStandard)};
  columns.insert(columns.end(), marks.begin(), marks.end());
  columns.push_back(sheet.Word(Phrase::kTotal));
  sheet.Head(columns);
  {
    const auto body = sheet.html.In("tbody");
    for (const v1::PrintedCount& standard : totals.standards()) {
      const auto row = sheet.html.In("tr");
      {
        const auto heading = sheet.html.In("th", {{"scope", "row"}});
        sheet.html.Add("span", standard.standard(), {{"class", "code"}});
        sheet.html.Text(" ");
        const v1::Standard* found = FindStandard(sheet.framework, standard.standard());
        if (found != nullptr) sheet.Add("span", found->title());
      }
      Figures(sheet, standard);
    }
  }
  const auto foot = sheet.html.In("tfoot");
  const auto row = sheet.html.In("tr");
  sheet.html.Add("th", sheet.Word(Phrase::kAllStandards), {{"scope", "row"}});
  Figures(sheet, totals.total());
}

}  // namespace

void PrintMatrix(const Sheet& sheet) {
  std::vector<Group> groups = Grouped(CountMarks(sheet.record, sheet.framework));
  std::erase_if(groups, [](const Group& group) { return SumOf(group.totals.total()) == 0; });
  if (groups.empty()) return;
  const auto section = sheet.html.In("section", {{"id", "matrix"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kMatrix));
  int number = 0;
  for (const Group& group : groups) {
    const auto part = sheet.html.In("section", {{"class", "totals"}});
    const std::string of = absl::StrJoin(group.programmes, ", ");
    if (!of.empty()) sheet.html.Add("h3", of);
    Table(sheet, group.totals);
    if (!group.totals.unmarked().empty()) {
      sheet.html.Add("p",
                     absl::StrCat(sheet.Word(Phrase::kUnmarked), ": ",
                                  absl::StrJoin(group.totals.unmarked(), ", ")),
                     {{"class", "note"}});
    }
    DrawChart(sheet, group.totals, absl::StrCat("chart-", ++number), of);
  }
}

}  // namespace tarazy::accreditation
