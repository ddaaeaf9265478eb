// How rules write down what they compared and what did not fit.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"

namespace tarazy::accreditation::report_lint {

// One end of a comparison: where it stands (null: it was computed, or nobody said) and what it
// says.
struct Side {
  const v1::Place* place = nullptr;
  std::string value;
};

// The place of anything that has one; null when it was not given.
template <typename Message>
const v1::Place* PlaceOf(const Message& message) {
  return message.has_place() ? &message.place() : nullptr;
}

// One rule's findings.
class Findings {
 public:
  Findings(absl::string_view rule, v1::LintClass lint_class)
      : rule_(rule), lint_class_(lint_class) {}

  // So many more pairs were compared.
  void Compared(int pairs = 1) { compared_ += pairs; }

  // `key` says what was compared, in ids, codes and words of the record, never by position: the
  // finding's id is the rule and the key. `message` is one sentence.
  void Add(absl::string_view key, std::string message, Side first, Side second);

  // The count, and the findings are handed over.
  v1::RuleCount Count() const;
  std::vector<v1::LintFinding> Take() { return std::move(found_); }

 private:
  const std::string rule_;
  const v1::LintClass lint_class_;
  int compared_ = 0;
  std::set<std::string> ids_;
  std::vector<v1::LintFinding> found_;
};

}  // namespace tarazy::accreditation::report_lint
