#include "services/cli/case_summary.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/enum_words.h"
#include "services/cli/printable.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;

std::string TitleText(const common::v1::Localized& title, Language language) {
  return Printable(InLanguage({.en = title.en(), .ru = title.ru(), .kk = title.kk()}, language));
}

std::string ReferenceText(const v1::Reference& reference) {
  if (reference.number().empty()) return "";
  return absl::StrCat(reference.number(), " of ", reference.on());
}

// "5: 1 chair, 3 expert, 1 student", in the order of the roles.
template <class Enum, class Items, class Get>
std::string Counted(const Items& items, Get get) {
  std::map<int, int> counts;
  for (const auto& item : items) ++counts[get(item)];
  std::vector<std::string> parts;
  for (const auto& [number, count] : counts) {
    parts.push_back(absl::StrCat(count, " ", EnumWord(static_cast<Enum>(number))));
  }
  return items.empty() ? "" : absl::StrCat(items.size(), ": ", absl::StrJoin(parts, ", "));
}

std::string ProgrammesText(const v1::Case& record) {
  std::vector<std::string> clusters;
  for (const auto& cluster : record.clusters()) {
    const std::string codes =
        absl::StrJoin(cluster.programmes(), ", ",
                      [](std::string* to, const auto& review) { *to += review.code(); });
    clusters.push_back(
        absl::StrCat(cluster.id(), cluster.reported() ? " (reported)" : "", ": ", codes));
  }
  return absl::StrJoin(clusters, "; ");
}

std::string VisitText(const v1::Visit& visit) {
  if (visit.from().empty()) return "";
  std::string text = absl::StrCat(visit.from(), " to ", visit.to());
  if (visit.sessions_size() > 0) {
    absl::StrAppend(&text, ", ", visit.sessions_size(), " sessions");
  }
  if (!visit.agreed_on().empty()) absl::StrAppend(&text, ", agreed ", visit.agreed_on());
  if (!visit.approved_on().empty()) absl::StrAppend(&text, ", approved ", visit.approved_on());
  return text;
}

std::string MarksText(const v1::Case& record) {
  int consensus = 0;
  for (const auto& evaluation : record.evaluations()) consensus += evaluation.expert().empty();
  if (record.evaluations().empty()) return "";
  return absl::StrCat(consensus, " by consensus, ", record.evaluations_size() - consensus,
                      " by single experts");
}

class Printer {
 public:
  Printer(const Style& style, std::ostream& out) : style_(style), out_(out) {}

  void Line(absl::string_view label, const std::string& text) {
    if (text.empty()) return;
    out_ << absl::StreamFormat("  %-13s  %s", label, Printable(text)) << "\n";
  }
  void Head(absl::string_view text) {
    out_ << (style_.terminal ? "\x1b[1m" : "") << text << (style_.terminal ? "\x1b[0m" : "")
         << "\n";
  }

 private:
  const Style& style_;
  std::ostream& out_;
};

// "57 of 120, 47.5 %, below the gate: 6b04107; 2 figures", or without a frame only how many.
std::string SurveyText(const v1::SurveyEvidence& evidence) {
  std::vector<std::string> below;
  std::string text;
  for (const auto& row : evidence.participation()) {
    if (row.stratum() == "all") {
      text = absl::StrCat(row.submitted());
      if (row.has_frame()) absl::StrAppend(&text, " of ", row.frame());
      if (row.has_percent()) absl::StrAppend(&text, ", ", row.percent(), " %");
    } else if (row.has_gate_met() && !row.gate_met()) {
      below.push_back(absl::StrCat(row.stratum(), " ", row.submitted(), " of ", row.frame(), ", ",
                                   row.percent(), " %"));
    }
  }
  if (!below.empty()) absl::StrAppend(&text, "; below the gate: ", absl::StrJoin(below, ", "));
  if (!evidence.figures().empty()) {
    absl::StrAppend(&text, "; figures: ", evidence.figures_size());
  }
  return absl::StrCat(text, "; taken on ", evidence.taken_on());
}

// A report that contradicts itself lacks much; a summary shows where it begins.
constexpr int kShownMissing = 5;

void PrintNext(const std::string& id, const v1::CheckCaseResponse& check, Printer& printer,
               std::ostream& out) {
  if (check.next().empty()) return;
  out << "\n";
  printer.Head("next");
  for (const auto& next : check.next()) {
    printer.Line(EnumWord(next.state()), next.missing().empty()
                                             ? "nothing is missing"
                                             : absl::StrCat(next.missing_size(), " missing"));
    const int shown = std::min(next.missing_size(), kShownMissing);
    for (int i = 0; i < shown; ++i) {
      out << "    " << Printable(next.missing(i).field()) << ": "
          << Printable(next.missing(i).description()) << "\n";
    }
    if (shown < next.missing_size()) {
      out << "    and " << next.missing_size() - shown << " more: tarazy case check "
          << Printable(id) << "\n";
    }
  }
}

}  // namespace

void PrintCaseSummary(const v1::Case& record, const v1::CheckCaseResponse& check,
                      const Style& style, std::ostream& out) {
  Printer printer(style, out);
  printer.Head(
      absl::StrCat(Printable(record.name()), "  ", TitleText(record.title(), style.language)));
  printer.Line("state", EnumWord(record.state()));
  printer.Line("type", EnumWord(record.type()));
  printer.Line("institution", record.institution());
  printer.Line("agency", record.agency());
  printer.Line("framework", record.framework());
  printer.Line("previous_case", record.previous_case());
  printer.Line("order", ReferenceText(record.order()));
  printer.Line("contract", ReferenceText(record.contract()));
  printer.Line("programmes", ProgrammesText(record));
  printer.Line("commission", Counted<v1::CommissionRole>(
                                 record.commission(), [](const auto& one) { return one.role(); }));
  printer.Line("visit", VisitText(record.visit()));
  printer.Line("marks", MarksText(record));
  printer.Line("findings", Counted<v1::FindingKind>(record.findings(),
                                                    [](const auto& one) { return one.kind(); }));
  printer.Line("etag", record.etag());
  if (!record.history().empty()) {
    out << "\n";
    printer.Head("states");
  }
  for (const auto& change : record.history()) {
    std::string text = absl::StrCat(EnumWord(change.state()));
    if (!change.by().empty()) absl::StrAppend(&text, ", by ", change.by());
    if (!change.note().empty()) absl::StrAppend(&text, ": ", change.note());
    printer.Line(change.on(), text);
  }
  if (!record.survey_evidence().empty()) {
    out << "\n";
    printer.Head("surveys");
  }
  for (const auto& evidence : record.survey_evidence()) {
    printer.Line(evidence.id(), SurveyText(evidence));
  }
  PrintNext(record.id(), check, printer, out);
}

}  // namespace tarazy::cli
