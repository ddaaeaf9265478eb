#include "services/accreditation/domain/report_lint/findings.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace tarazy::accreditation::report_lint {

void Findings::Add(absl::string_view key, std::string message, Side first, Side second) {
  const std::string plain = absl::StrCat(rule_, ":", key);
  std::string id = plain;
  // Only what is alike in every word needs a number to be told apart.
  for (int i = 2; !ids_.insert(id).second; ++i) id = absl::StrCat(plain, "~", i);
  v1::LintFinding& finding = found_.emplace_back();
  finding.set_id(std::move(id));
  finding.set_rule(rule_);
  finding.set_lint_class(lint_class_);
  finding.set_message(std::move(message));
  if (first.place != nullptr) *finding.mutable_place() = *first.place;
  finding.set_value(std::move(first.value));
  if (second.place != nullptr) *finding.mutable_other_place() = *second.place;
  finding.set_other_value(std::move(second.value));
}

v1::RuleCount Findings::Count() const {
  v1::RuleCount count;
  count.set_rule(rule_);
  count.set_compared(compared_);
  count.set_found(static_cast<int>(found_.size()));
  return count;
}

}  // namespace tarazy::accreditation::report_lint
