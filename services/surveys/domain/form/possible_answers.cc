#include "services/surveys/domain/form/possible_answers.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "services/surveys/domain/form/scaled_number.h"

namespace tarazy::surveys {
namespace {

// The smallest scaled number that is at least `bound`. Numbers are at most 10^6, so that a bound
// beyond is as good as one at twice that.
int64_t AtLeast(double bound, const v1::NumberRange& range) {
  bound = std::clamp(bound, -2e6, 2e6);
  int64_t scaled = std::llround(bound / Unscaled(1, range));
  while (Unscaled(scaled, range) < bound) ++scaled;
  while (Unscaled(scaled - 1, range) >= bound) --scaled;
  return scaled;
}

// The smallest scaled number above `bound`.
int64_t Above(double bound, const v1::NumberRange& range) {
  const int64_t scaled = AtLeast(bound, range);
  return Unscaled(scaled, range) > std::clamp(bound, -2e6, 2e6) ? scaled : scaled + 1;
}

}  // namespace

PossibleAnswers::PossibleAnswers(const Question& question) : question_(&question) {
  for (size_t i = 0; i < question.options.size() && i < 64; ++i) options_ |= uint64_t{1} << i;
  if (question.type == v1::ITEM_TYPE_NUMBER) {
    const v1::NumberRange& range = question.item->number();
    low_ = AtLeast(range.min(), range);
    high_ = Above(range.max(), range) - 1;
  }
  answered_ = AnAnswerIsLeft();
}

void PossibleAnswers::Narrow(const v1::Comparison& comparison, bool holds) {
  if (comparison.has_answered()) {
    (comparison.answered() == holds ? missing_ : answered_) = false;
    return;
  }
  // Without an answer no comparison holds.
  if (holds) missing_ = false;
  if (comparison.is_size() > 0) {
    NarrowCodes(comparison, holds);
  } else {
    NarrowValues(comparison, holds);
  }
  answered_ = answered_ && AnAnswerIsLeft();
}

void PossibleAnswers::NarrowCodes(const v1::Comparison& comparison, bool holds) {
  uint64_t named = 0;
  for (size_t i = 0; i < question_->options.size(); ++i) {
    const std::string& code = question_->options[i].choice->code();
    if (std::find(comparison.is().begin(), comparison.is().end(), code) != comparison.is().end()) {
      named |= uint64_t{1} << i;
    }
  }
  if (!holds) {
    options_ &= ~named;
  } else if (question_->type == v1::ITEM_TYPE_MULTI) {
    chosen_ |= named;
  } else {
    options_ &= named;
  }
}

void PossibleAnswers::NarrowValues(const v1::Comparison& comparison, bool holds) {
  const bool least = comparison.has_at_least();
  const double bound = least ? comparison.at_least() : comparison.at_most();
  if (question_->type == v1::ITEM_TYPE_NUMBER) {
    const v1::NumberRange& range = question_->item->number();
    const int64_t border = least ? AtLeast(bound, range) : Above(bound, range);
    if (least == holds) {
      low_ = std::max(low_, border);
    } else {
      high_ = std::min(high_, border - 1);
    }
    return;
  }
  for (size_t i = 0; i < question_->options.size(); ++i) {
    const std::optional<int> value = question_->options[i].value;
    const bool fits = value.has_value() && (least ? *value >= bound : *value <= bound);
    if (fits != holds) options_ &= ~(uint64_t{1} << i);
  }
}

bool PossibleAnswers::AnAnswerIsLeft() const {
  switch (question_->type) {
    case v1::ITEM_TYPE_NUMBER:
      return low_ <= high_;
    case v1::ITEM_TYPE_TEXT:
    case v1::ITEM_TYPE_RATE:
      return true;
    case v1::ITEM_TYPE_MULTI:
      break;
    default:
      return options_ != 0;
  }
  if ((chosen_ & ~options_) != 0) return false;
  uint64_t alone = 0;
  for (size_t i = 0; i < question_->options.size(); ++i) {
    if (question_->options[i].choice->alone()) alone |= uint64_t{1} << i;
  }
  if ((chosen_ & alone) != 0) return std::has_single_bit(chosen_);
  if (chosen_ == 0 && (options_ & alone) != 0) return true;
  const v1::Item& item = *question_->item;
  if (item.max_choices() > 0 && std::popcount(chosen_) > item.max_choices()) return false;
  return std::popcount(options_ & ~alone) >= std::max(1, item.min_choices());
}

}  // namespace tarazy::surveys
