#include "services/cli/explain_report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/printable.h"

namespace tarazy::cli {
namespace {

using rankings::v1::NodeExplanation;
using rankings::v1::NodeScore;
using rankings::v1::UsedValue;

std::string TitleText(const common::v1::Localized& title, Language language) {
  return Printable(InLanguage({.en = title.en(), .ru = title.ru(), .kk = title.kk()}, language));
}

// At most four decimals, none that say nothing.
std::string Short(double value) {
  std::string text = absl::StrFormat("%.4f", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string ResultText(const NodeScore& score) {
  std::string text = score.has_points() ? absl::StrCat(Short(score.points()), " of ",
                                                       Short(score.max_points()), " points")
                                        : absl::StrCat("no points of ", Short(score.max_points()));
  if (score.has_rank()) absl::StrAppend(&text, ", rank ", score.rank());
  return text;
}

std::string UsedText(const UsedValue& used, Language language) {
  std::string text = absl::StrCat(Printable(used.variable()), " = ",
                                  used.has_value() ? FormatNumber(used.value()) : "absent");
  if (!used.unit().empty()) absl::StrAppend(&text, " ", Printable(used.unit()));
  const std::string title = TitleText(used.title(), language);
  if (!title.empty()) absl::StrAppend(&text, " (", title, ")");
  if (used.has_base()) absl::StrAppend(&text, "; base ", FormatNumber(used.base()));
  if (used.has_standard_error()) {
    absl::StrAppend(&text, "; standard error ", FormatNumber(used.standard_error()));
  }
  const auto add = [&text](absl::string_view label, const std::string& value) {
    if (!value.empty()) absl::StrAppend(&text, "; ", label, " ", Printable(value));
  };
  add("source", used.source());
  add("evidence", used.evidence());
  add("verified by", used.verified_by());
  if (used.revision() > 0) absl::StrAppend(&text, "; import ", used.revision());
  return text;
}

void PrintNode(const NodeExplanation& node, const Style& style, std::ostream& out) {
  const NodeScore& score = node.score();
  const std::string indent(static_cast<size_t>(std::clamp(score.depth(), 0, 64)) * 2, ' ');
  out << indent << (style.terminal ? "\x1b[1m" : "") << Printable(score.code()) << "  "
      << TitleText(score.title(), style.language) << (style.terminal ? "\x1b[0m" : "") << ": "
      << ResultText(score) << "\n";
  const auto line = [&](absl::string_view label, absl::string_view text) {
    if (text.empty()) return;
    out << indent << absl::StreamFormat("    %-12s  %s", label, text) << "\n";
  };
  line("formula", Printable(node.formula()));
  line("numbers", Printable(node.substituted()));
  if (score.has_value()) line("value", FormatNumber(score.value()));
  if (score.has_normalised()) line("normalised", FormatNumber(score.normalised()));
  line("how", Printable(node.how()));
  if (!node.reference_unit().empty()) {
    std::string reference = Printable(node.reference_unit());
    if (node.has_reference_value()) {
      absl::StrAppend(&reference, " with ", FormatNumber(node.reference_value()));
    }
    line("reference", absl::StrCat(reference, ", among ", node.reference_count(), " units"));
  }
  for (const UsedValue& used : node.used()) line("used", UsedText(used, style.language));
  line("contribution", Printable(score.contribution()));
}

}  // namespace

void PrintExplanation(const rankings::v1::ExplainUnitResponse& response, const Style& style,
                      std::ostream& out) {
  const auto& row = response.row();
  out << Printable(row.unit()) << "  " << TitleText(row.title(), style.language) << "\n\n";
  for (const NodeExplanation& node : response.nodes()) PrintNode(node, style, out);
  out << "\ntotal " << (row.score().empty() ? "absent" : Printable(row.score()));
  out << (row.has_rank() ? absl::StrCat(", rank ", row.rank()) : std::string(", not ranked"));
  if (!row.group().empty()) out << " in " << Printable(row.group());
  out << "\n";
}

}  // namespace tarazy::cli
