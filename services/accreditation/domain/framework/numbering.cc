// numbering_gap: 6.4.1 and 6.4.3 without a 6.4.2, 6.4 and 6.6 without a 6.5, or a standard whose
// first criterion is its second. foreign_number: 6.5.1 among the criteria of 6.4.
#include <map>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/framework/rules.h"

namespace tarazy::accreditation {
namespace {

constexpr int kListed = 20;  // missing numbers named one by one; more are told as a range

// A code that ends in a number: "6.4.2" is 2 under "6.4.", "7" is 7 under "".
struct Numbered {
  absl::string_view prefix;
  int number = -1;  // -1: the code does not end in a number
};

Numbered Split(absl::string_view code) {
  const size_t dot = code.rfind('.');
  const size_t begin = dot == absl::string_view::npos ? 0 : dot + 1;
  Numbered split{code.substr(0, begin)};
  const absl::string_view digits = code.substr(begin);
  const bool only_digits =
      !digits.empty() && digits.find_first_not_of("0123456789") == absl::string_view::npos;
  if (!only_digits || digits.size() > 6 || !absl::SimpleAtoi(digits, &split.number)) {
    split.number = -1;
  }
  return split;
}

// Tells what is missing between the numbers under one prefix; `before` is what they follow.
void TellGaps(absl::string_view prefix, const std::set<int>& numbers, int before,
              std::vector<FrameworkFinding>& findings) {
  for (const int number : numbers) {
    const int missing = number - before - 1;
    if (missing > kListed) {
      AddWarning("numbering_gap", absl::StrCat(prefix, before + 1),
                 absl::StrCat(missing, " numbers are missing before ", prefix, number), findings);
    } else {
      for (int gap = before + 1; gap < number; ++gap) {
        AddWarning("numbering_gap", absl::StrCat(prefix, gap),
                   absl::StrCat("is missing before ", prefix, number), findings);
      }
    }
    before = number;
  }
}

void LintCriteria(const v1::Standard& standard, std::vector<FrameworkFinding>& findings) {
  const std::string prefix = absl::StrCat(standard.code(), ".");
  std::set<int> numbers;
  for (const v1::Criterion& criterion : standard.criteria()) {
    const Numbered split = Split(criterion.code());
    if (split.number < 0) continue;
    if (split.prefix == prefix) {
      numbers.insert(split.number);
    } else if (!split.prefix.empty()) {
      AddWarning("foreign_number", criterion.code(),
                 absl::StrCat("is a criterion of the standard ", standard.code(),
                              " but not numbered under it"),
                 findings);
    }
  }
  TellGaps(prefix, numbers, 0, findings);
}

}  // namespace

void LintNumbering(const v1::Framework& framework, std::vector<FrameworkFinding>& findings) {
  std::map<absl::string_view, std::set<int>> standards;
  for (const v1::Standard& standard : framework.standards()) {
    const Numbered split = Split(standard.code());
    if (split.number >= 0) standards[split.prefix].insert(split.number);
    LintCriteria(standard, findings);
  }
  // A text may begin anywhere (the joint programmes' chapter is the sixth of its report).
  for (const auto& [prefix, numbers] : standards) {
    TellGaps(prefix, numbers, *numbers.begin() - 1, findings);
  }
}

}  // namespace tarazy::accreditation
