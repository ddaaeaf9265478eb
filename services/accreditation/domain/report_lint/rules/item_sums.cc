#include "services/accreditation/domain/report_lint/rules/item_sums.h"

namespace tarazy::accreditation::report_lint {
namespace {

// Beyond what rounding and slips of one answer explain.
constexpr double kManyAnswers = 105;

}  // namespace

ItemSums SumsOf(const v1::PrintedItem& item) {
  ItemSums sums;
  for (const v1::PrintedOption& option : item.options()) {
    sums.some_counted = sums.some_counted || option.has_count();
    sums.all_counted = sums.all_counted && option.has_count();
    sums.count += option.count();
    if (IsBlank(option.percent())) {
      ++sums.blank_percents;
      continue;
    }
    const auto percent = ParsePrinted(option.percent());
    if (!percent) {
      sums.readable = false;
      continue;
    }
    ++sums.printed_percents;
    if (percent->value == 0) continue;
    sums.percents.push_back(*percent);
    sums.percent += percent->value;
    sums.tolerance += percent->half();
  }
  return sums;
}

bool HasMoreAnswersThanPeople(const v1::PrintedItem& item, const ItemSums& sums, double answered) {
  if (item.several_answers()) return false;
  if (sums.some_counted) return answered > 0 && sums.count > answered;
  return sums.readable && sums.percents.size() > 1 && sums.percent > kManyAnswers;
}

}  // namespace tarazy::accreditation::report_lint
