// numbering_gap: 2.1 and 2.3 without a 2.2, at every level of dotted codes.
#include <map>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/rankings/domain/lint/report.h"
#include "services/rankings/domain/lint/rules.h"

namespace tarazy::rankings {
namespace {

constexpr int kListed = 20;  // missing numbers named one by one; more are told as a range

// The numbers of "4.3.1"; empty when the code is anything else.
std::vector<int> NumbersOf(const std::string& code) {
  std::vector<int> numbers;
  for (const absl::string_view part : absl::StrSplit(code, '.')) {
    int number = 0;
    const bool digits =
        !part.empty() && part.find_first_not_of("0123456789") == absl::string_view::npos;
    if (!digits || part.size() > 6 || !absl::SimpleAtoi(part, &number)) return {};
    numbers.push_back(number);
  }
  return numbers;
}

std::string Code(const std::vector<int>& prefix, int last) {
  return prefix.empty() ? absl::StrCat(last) : absl::StrCat(absl::StrJoin(prefix, "."), ".", last);
}

void TellGap(const std::vector<int>& prefix, int before, int after,
             std::vector<Finding>& findings) {
  const std::string between =
      absl::StrCat(Code(prefix, before), " is followed by ", Code(prefix, after));
  if (after - before - 1 > kListed) {
    return AddWarning("numbering_gap", Code(prefix, before + 1),
                      absl::StrCat(between, "; ", after - before - 1, " numbers are missing"),
                      findings);
  }
  for (int missing = before + 1; missing < after; ++missing) {
    AddWarning("numbering_gap", Code(prefix, missing),
               absl::StrCat(between, "; ", Code(prefix, missing), " is missing"), findings);
  }
}

}  // namespace

void LintNumbering(const Tree& tree, std::vector<Finding>& findings) {
  std::map<std::vector<int>, std::set<int>> numbers_under;
  for (const Node* node : tree.nodes) {
    std::vector<int> prefix;
    for (const int number : NumbersOf(node->code)) {
      numbers_under[prefix].insert(number);
      prefix.push_back(number);
    }
  }
  for (const auto& [prefix, numbers] : numbers_under) {
    int before = *numbers.begin();
    for (const int number : numbers) {
      if (number > before + 1) TellGap(prefix, before, number, findings);
      before = number;
    }
  }
}

}  // namespace tarazy::rankings
