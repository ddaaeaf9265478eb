// Standard by standard: its criteria with the marks, then what the commission found.
#include <set>

#include "absl/strings/str_cat.h"
#include "services/accreditation/app/print/deadline_words.h"
#include "services/accreditation/app/print/sections.h"
#include "services/accreditation/domain/record/marks.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

// What the columns of marks are: a reported programme each, or the institution.
std::vector<std::string> MarkedUnits(const v1::Case& record) {
  std::vector<std::string> codes;
  for (const CaseProgramme& programme : ReportedProgrammesOf(record)) {
    codes.push_back(programme.review->code());
  }
  if (codes.empty()) codes.emplace_back();
  return codes;
}

bool HoldsMarks(const v1::Case& record) {
  for (const v1::Evaluation& evaluation : record.evaluations()) {
    if (evaluation.expert().empty()) return true;
  }
  return false;
}

absl::string_view MarkClass(v1::MarkMeaning meaning) {
  switch (meaning) {
    case v1::MARK_MEANING_STRENGTH:
      return "mark strength";
    case v1::MARK_MEANING_IMPROVEMENT:
      return "mark improvement";
    case v1::MARK_MEANING_FAILED:
      return "mark failed";
    default:
      return "mark";
  }
}

void MarkCell(const Sheet& sheet, absl::string_view mark) {
  const v1::ScaleMark* on_scale = FindMark(sheet.framework, mark);
  if (on_scale == nullptr) {
    // A mark that the scale does not have is shown as the record has it.
    sheet.html.Add("td", mark.empty() ? sheet.Word(Phrase::kNoMark) : mark,
                   {{"class", "mark none"}});
    return;
  }
  const Said title = sheet.Say(on_scale->title());
  const auto cell = sheet.html.In("td", {{"class", std::string(MarkClass(on_scale->meaning()))}});
  sheet.html.Add("span", Sign(on_scale->meaning()), {{"class", "sign"}, {"aria-hidden", "true"}});
  sheet.html.Text(" ");
  sheet.html.Add("span", title.text, sheet.Marked(title));
}

class CriteriaTable {
 public:
  CriteriaTable(const Sheet& sheet, const v1::Standard& standard)
      : sheet_(sheet), standard_(standard), marks_(sheet.record, kConsensus) {}

  void Print() const {
    const auto table = sheet_.html.In("table", {{"class", "criteria"}});
    std::vector<absl::string_view> columns = {sheet_.Word(Phrase::kCode),
                                              sheet_.Word(Phrase::kCriterion)};
    for (const std::string& unit : units_) {
      columns.push_back(unit.empty() ? sheet_.Word(Phrase::kMark) : absl::string_view(unit));
    }
    sheet_.Head(columns);
    // A heading holds for a run of criteria: each run is a body of its own.
    for (int i = 0; i < standard_.criteria_size();) {
      const v1::Heading* heading = HeadingOf(standard_.criteria(i).code());
      const auto body = sheet_.html.In("tbody");
      if (heading != nullptr) HeadingRow(*heading);
      do {
        Row(standard_.criteria(i), heading != nullptr);
        ++i;
      } while (i < standard_.criteria_size() && HeadingOf(standard_.criteria(i).code()) == heading);
    }
  }

 private:
  const v1::Heading* HeadingOf(absl::string_view criterion) const {
    for (const v1::Heading& heading : standard_.headings()) {
      for (const std::string& code : heading.criteria()) {
        if (code == criterion) return &heading;
      }
    }
    return nullptr;
  }

  void HeadingRow(const v1::Heading& heading) const {
    const Said title = sheet_.Say(heading.title());
    const auto row = sheet_.html.In("tr", {{"class", "group"}});
    Html::Attributes attributes = sheet_.Marked(title);
    attributes.emplace_back("scope", "rowgroup");
    attributes.emplace_back("colspan", absl::StrCat(units_.size() + 2));
    sheet_.html.Add("th", title.text, attributes);
  }

  void Row(const v1::Criterion& criterion, bool under_heading) const {
    const auto row = sheet_.html.In("tr");
    sheet_.html.Add("th", criterion.code(), {{"scope", "row"}, {"class", "code"}});
    {
      const Said text = sheet_.Say(criterion.text());
      const auto cell = sheet_.html.In(
          "td", under_heading ? Html::Attributes{{"class", "under"}} : Html::Attributes{});
      sheet_.html.Add("p", text.text, sheet_.Marked(text));
      Rationales(criterion.code());
    }
    for (const std::string& unit : units_) MarkCell(sheet_, marks_.Of(criterion.code(), unit));
  }

  // Each once, though it may stand for several programmes.
  void Rationales(absl::string_view criterion) const {
    std::set<const v1::Evaluation*> told;
    for (const std::string& unit : units_) {
      const v1::Evaluation* evaluation = marks_.Find(criterion, unit);
      if (evaluation == nullptr || evaluation->rationale().empty()) continue;
      if (!told.insert(evaluation).second) continue;
      const std::string of =
          evaluation->programme().empty() ? "" : absl::StrCat(" (", evaluation->programme(), ")");
      sheet_.html.Add(
          "p", absl::StrCat(sheet_.Word(Phrase::kRationale), of, ": ", evaluation->rationale()),
          {{"class", "note"}});
    }
  }

  const Sheet& sheet_;
  const v1::Standard& standard_;
  const Marks marks_;
  const std::vector<std::string> units_ = MarkedUnits(sheet_.record);
};

void FindingItem(const Sheet& sheet, const v1::Finding& finding) {
  const auto item = sheet.html.In("li");
  sheet.Add("p", finding.text());
  std::string about = sheet.AppliesInWords(finding);
  if (finding.kind() != v1::FINDING_KIND_STRENGTH) {
    about = absl::StrCat(Words(finding.kind(), sheet.language), " · ", about);
    if (finding.has_deadline()) absl::StrAppend(&about, " · ", DeadlineInWords(sheet, finding));
  }
  sheet.html.Add("p", about, {{"class", "note"}});
}

// The findings of this standard that are strengths, or those that are not.
void Findings(const Sheet& sheet, absl::string_view standard, Phrase title, bool strengths) {
  std::vector<const v1::Finding*> found;
  for (const v1::Finding& finding : sheet.record.findings()) {
    const bool strength = finding.kind() == v1::FINDING_KIND_STRENGTH;
    if (finding.standard() == standard && strength == strengths) found.push_back(&finding);
  }
  if (found.empty()) return;
  sheet.html.Add("h4", sheet.Word(title));
  const auto list = sheet.html.In("ul", {{"class", "findings"}});
  for (const v1::Finding* finding : found) FindingItem(sheet, *finding);
}

bool HasFindings(const v1::Case& record, absl::string_view standard) {
  for (const v1::Finding& finding : record.findings()) {
    if (finding.standard() == standard) return true;
  }
  return false;
}

}  // namespace

void PrintStandards(const Sheet& sheet) {
  const bool marks = HoldsMarks(sheet.record);
  if (!marks && sheet.record.findings().empty()) return;
  const auto section = sheet.html.In("section", {{"id", "standards"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kStandards));
  for (const v1::Standard& standard : sheet.framework.standards()) {
    const bool table = marks && !standard.criteria().empty();
    if (!table && !HasFindings(sheet.record, standard.code())) continue;
    const auto part = sheet.html.In("section", {{"class", "standard"}});
    {
      const Said title = sheet.Say(standard.title());
      const auto heading = sheet.html.In("h3");
      sheet.html.Add("span", standard.code(), {{"class", "code"}});
      sheet.html.Text(" ");
      sheet.html.Add("span", title.text, sheet.Marked(title));
    }
    if (standard.has_text()) sheet.Add("p", standard.text());
    if (table) CriteriaTable(sheet, standard).Print();
    Findings(sheet, standard.code(), Phrase::kStrengths, true);
    Findings(sheet, standard.code(), Phrase::kRecommendations, false);
  }
  if (!HasFindings(sheet.record, "")) return;
  const auto part = sheet.html.In("section", {{"class", "standard"}});
  sheet.html.Add("h3", sheet.Word(Phrase::kWholeInstitution));
  Findings(sheet, "", Phrase::kStrengths, true);
  Findings(sheet, "", Phrase::kRecommendations, false);
}

}  // namespace tarazy::accreditation
