#include "services/accreditation/domain/report_lint/lint.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/findings.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation {
namespace {

using report_lint::Findings;
using report_lint::Rule;

// What has no line comes last.
std::tuple<bool, absl::string_view, int> Order(const v1::LintFinding& finding) {
  return {finding.place().line() == 0, finding.place().document(), finding.place().line()};
}

// Marks what the case lets stand; what it names in vain is a finding too.
void ApplyOverrides(const v1::Case& record, ReportLint& lint) {
  Findings unused("override_of_nothing", v1::LINT_CLASS_TEXT);
  std::map<absl::string_view, v1::LintFinding*> by_id;
  for (v1::LintFinding& finding : lint.findings) by_id[finding.id()] = &finding;
  for (const v1::LintOverride& given : record.overrides()) {
    unused.Compared();
    if (v1::LintFinding* finding = report_lint::Find(by_id, given.finding())) {
      finding->set_overridden(given.by().empty() ? given.reason()
                                                 : absl::StrCat(given.by(), ": ", given.reason()));
    } else {
      unused.Add(given.finding(),
                 absl::StrCat("lets ", given.finding(), " stand, which was not found"),
                 {nullptr, given.finding()}, {});
    }
  }
  lint.rules.push_back(unused.Count());
  for (v1::LintFinding& finding : unused.Take()) lint.findings.push_back(std::move(finding));
}

}  // namespace

ReportLint LintReport(const v1::Case& record, const v1::Framework& framework) {
  const report_lint::Subject subject(record, framework);
  ReportLint lint;
  for (const Rule& rule : report_lint::Rules()) {
    Findings findings(rule.id, rule.lint_class);
    rule.check(subject, findings);
    lint.rules.push_back(findings.Count());
    for (v1::LintFinding& finding : findings.Take()) lint.findings.push_back(std::move(finding));
  }
  ApplyOverrides(record, lint);
  // Stable: within a place the order of the rules stays.
  std::stable_sort(
      lint.findings.begin(), lint.findings.end(),
      [](const v1::LintFinding& a, const v1::LintFinding& b) { return Order(a) < Order(b); });
  return lint;
}

}  // namespace tarazy::accreditation
