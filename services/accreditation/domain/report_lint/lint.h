// Holds a report against itself, its case's record and its framework. Every rule is in rules/;
// docs/report-lint.md lists them.
#pragma once

#include <vector>

#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

struct ReportLint {
  // By place: document, line, then the order of the rules. Overridden ones are among them, marked.
  std::vector<v1::LintFinding> findings;
  // One for each rule, in their order, also for those that compared nothing.
  std::vector<v1::RuleCount> rules;
};

// The same case and framework give the same bytes. What the record does not hold is not compared:
// an empty case gives no findings and zeros. An override of a finding that does not exist (any
// more) is itself a finding.
ReportLint LintReport(const v1::Case& record, const v1::Framework& framework);

}  // namespace tarazy::accreditation
