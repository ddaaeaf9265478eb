#include "services/accreditation/domain/report_lint/rules/holders.h"

#include <algorithm>
#include <set>
#include <vector>

#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

bool Within(const std::set<std::string>& few, const std::set<std::string>& many) {
  return !few.empty() && std::includes(many.begin(), many.end(), few.begin(), few.end());
}

}  // namespace

Holders::Holders(const Subject& subject) {
  for (const v1::Abbreviation& abbreviation : subject.report.abbreviations()) {
    if (!abbreviation.meaning().empty()) {
      meanings_.emplace(Folded(abbreviation.printed()), abbreviation.meaning());
    }
  }
}

bool Holders::Same(absl::string_view a, absl::string_view b) const {
  const auto words_of = [&](absl::string_view name) {
    const auto written_out = meanings_.find(Folded(name));
    const std::vector<std::string> words =
        Words(written_out == meanings_.end() ? name : absl::string_view(written_out->second));
    return std::set<std::string>(words.begin(), words.end());
  };
  const std::set<std::string> left = words_of(a), right = words_of(b);
  return Within(left, right) || Within(right, left);
}

}  // namespace tarazy::accreditation::report_lint
