#include "services/surveys/domain/figures/data_quality.h"

#include "common/base/sha256.h"
#include "services/surveys/domain/figures/percent.h"

namespace tarazy::surveys {
namespace {

constexpr size_t kStraightRows = 5;
constexpr int kManyAnswers = 10;
constexpr size_t kDigest = 16;  // bytes: no two of a million million ballots are taken for twins

// A count that may be told as a share of `base`.
bool MayTell(int64_t count, int64_t base, int threshold) {
  const auto sensitive = [&](int64_t people) { return people > 0 && people < threshold; };
  return base > 0 && base >= threshold && !sensitive(count) && !sensitive(base - count);
}

}  // namespace

std::optional<double> CronbachAlpha(const std::vector<Sums>& of_questions, const Sums& of_sum) {
  const auto k = static_cast<double>(of_questions.size());
  if (of_questions.size() < 2 || of_sum.n < 2) return std::nullopt;
  // n·Σv² − (Σv)² is n(n − 1) variances, exactly.
  const auto spread = [](const Sums& sums) { return sums.n * sums.squares - sums.sum * sums.sum; };
  const __int128 total = spread(of_sum);
  if (total == 0) return std::nullopt;
  __int128 parts = 0;
  for (const Sums& question : of_questions) parts += spread(question);
  return k / (k - 1) * (static_cast<double>(total - parts) / static_cast<double>(total));
}

QualityCounter::QualityCounter(const Form& form) : form_(form) {
  for (size_t i = 0; i < form.questions().size(); ++i) {
    const Question& question = form.questions()[i];
    if (question.row == nullptr) continue;
    if (matrices_.empty() || matrices_.back().item != question.item->id()) {
      matrices_.push_back({.item = question.item->id()});
    }
    matrices_.back().places.push_back(static_cast<int>(i));
    matrices_.back().questions.emplace_back();
  }
}

void QualityCounter::CountMatrix(const CodedBallot& ballot, Matrix& matrix) const {
  bool valued = true;
  bool straight = true;
  const int64_t first = ballot.answers[matrix.places[0]].value;
  int64_t sum = 0;
  for (const int place : matrix.places) {
    const CodedAnswer& answer = ballot.answers[place];
    if (answer.state != AnswerState::kAnswered) return;
    const Option& option = form_.questions()[place].options[static_cast<size_t>(answer.value)];
    straight = straight && answer.value == first;
    valued = valued && !option.missing && option.value.has_value();
    if (valued) sum += *option.value;
  }
  ++matrix.answered;
  if (straight) ++matrix.straight;
  if (!valued) return;
  ++matrix.valued;
  matrix.sum.Add(sum);
  for (size_t i = 0; i < matrix.places.size(); ++i) {
    const int place = matrix.places[i];
    const auto option = static_cast<size_t>(ballot.answers[place].value);
    matrix.questions[i].Add(*form_.questions()[place].options[option].value);
  }
}

void QualityCounter::Count(const CodedBallot& ballot, absl::string_view packed) {
  ++ballots_;
  int answered = 0;
  for (size_t i = 0; i < ballot.answers.size(); ++i) {
    const CodedAnswer& answer = ballot.answers[i];
    // Records keep no texts: of these they say "without an answer" whatever was written.
    const bool text = form_.questions()[i].type == v1::ITEM_TYPE_TEXT;
    if (answer.state == AnswerState::kNotAsked || text) continue;
    ++shown_;
    if (answer.state == AnswerState::kMissing) {
      ++missing_;
    } else {
      ++answered;
    }
  }
  if (answered >= kManyAnswers) {
    ++long_;
    ++twins_[Sha256Of(packed).substr(0, kDigest)];
  }
  for (Matrix& matrix : matrices_) CountMatrix(ballot, matrix);
}

v1::DataQuality QualityCounter::Take(const v1::Campaign& campaign, int threshold) const {
  const int decimals = campaign.disclosure().decimals();
  v1::DataQuality quality;
  quality.set_campaign(campaign.name());
  quality.set_ballots(ballots_ < threshold ? 0 : ballots_);
  for (const Matrix& matrix : matrices_) {
    v1::Reliability& reliability = *quality.add_reliability();
    reliability.set_item(matrix.item);
    reliability.set_questions(static_cast<int>(matrix.places.size()));
    if (MayTell(matrix.valued, ballots_, threshold)) {
      reliability.set_base(matrix.valued);
      const auto alpha = CronbachAlpha(matrix.questions, matrix.sum);
      if (alpha.has_value()) reliability.set_alpha(*alpha);
    }
    if (matrix.places.size() < kStraightRows) continue;
    v1::StraightLining& straight = *quality.add_straight_lining();
    straight.set_item(matrix.item);
    if (!MayTell(matrix.answered, ballots_, threshold)) continue;
    straight.set_base(matrix.answered);
    if (MayTell(matrix.straight, matrix.answered, threshold)) {
      straight.set_percent(RoundedPercent(matrix.straight, matrix.answered, decimals));
    }
  }
  int64_t twins = 0;
  for (const auto& [digest, count] : twins_) {
    if (count > 1) twins += count;
  }
  if (MayTell(twins, long_, threshold)) {
    quality.set_identical(RoundedPercent(twins, long_, decimals));
  }
  if (ballots_ >= threshold && shown_ > 0) {
    quality.set_nonresponse(RoundedPercent(missing_, shown_, decimals));
  }
  return quality;
}

}  // namespace tarazy::surveys
