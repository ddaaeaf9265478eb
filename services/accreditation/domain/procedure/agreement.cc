#include "services/accreditation/domain/procedure/agreement.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "services/accreditation/domain/record/marks.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

// Every value with its count in the paired units, in order, and its "mid-rank": how many values lie
// below it plus half of those equal to it. The ordinal difference of two values,
// (sum of n_g from c to k - (n_c + n_k)/2)^2, is the square of the distance of their mid-ranks.
std::map<double, double> MidRanks(absl::Span<const std::vector<double>> units) {
  std::map<double, double> counts;
  for (const auto& unit : units) {
    if (unit.size() < 2) continue;
    for (const double value : unit) counts[value] += 1;
  }
  double below = 0;
  for (auto& [value, count] : counts) {
    const double own = count;
    count = below + own / 2;
    below += own;
  }
  return counts;
}

// The sum of squared distances over ordered pairs, from sums of ranks and of their squares.
double PairSum(double n, double sum, double squares) { return 2 * (n * squares - sum * sum); }

struct Rating {
  absl::string_view mark;
  double rank;
};

// The marks that were given most often.
std::set<absl::string_view> MostGiven(const std::vector<Rating>& ratings) {
  std::map<absl::string_view, int> counts;
  int most = 0;
  for (const Rating& rating : ratings) most = std::max(most, ++counts[rating.mark]);
  std::set<absl::string_view> given;
  for (const auto& [mark, count] : counts) {
    if (count == most) given.insert(mark);
  }
  return given;
}

}  // namespace

std::optional<double> OrdinalAlpha(absl::Span<const std::vector<double>> units) {
  const std::map<double, double> rank_of = MidRanks(units);
  if (rank_of.size() < 2) return std::nullopt;
  double n = 0, sum = 0, squares = 0, observed = 0;
  for (const auto& unit : units) {
    if (unit.size() < 2) continue;
    double unit_sum = 0, unit_squares = 0;
    for (const double value : unit) {
      const double rank = rank_of.at(value);
      unit_sum += rank;
      unit_squares += rank * rank;
    }
    const double size = static_cast<double>(unit.size());
    observed += PairSum(size, unit_sum, unit_squares) / (size - 1);
    n += size;
    sum += unit_sum;
    squares += unit_squares;
  }
  return 1 - (n - 1) * observed / PairSum(n, sum, squares);
}

std::optional<v1::Agreement> AgreementOf(const v1::Case& record, const v1::Framework& framework) {
  std::vector<Marks> experts;
  for (const v1::Member& member : record.commission()) experts.emplace_back(record, member.id());
  const Marks consensus(record, kConsensus);
  std::vector<bool> rated(experts.size(), false);
  std::vector<std::vector<double>> units;
  v1::Agreement agreement;
  for (const std::string& programme : AppliesTo(record, {})) {
    for (const v1::Standard& standard : framework.standards()) {
      for (const v1::Criterion& criterion : standard.criteria()) {
        std::vector<Rating> ratings;
        for (size_t i = 0; i < experts.size(); ++i) {
          const absl::string_view given = experts[i].Of(criterion.code(), programme);
          const v1::ScaleMark* mark = FindMark(framework, given);
          if (mark == nullptr || !mark->has_rank()) continue;
          ratings.push_back({given, mark->rank()});
          rated[i] = true;
        }
        if (ratings.size() < 2) continue;
        std::vector<double>& unit = units.emplace_back();
        for (const Rating& rating : ratings) unit.push_back(rating.rank);
        const auto most = MostGiven(ratings);
        const bool unanimous =
            std::all_of(ratings.begin(), ratings.end(),
                        [&](const Rating& rating) { return rating.mark == ratings.front().mark; });
        if (unanimous) agreement.set_unanimous(agreement.unanimous() + 1);
        const absl::string_view agreed = consensus.Of(criterion.code(), programme);
        if (!agreed.empty() && most.count(agreed) == 0) {
          agreement.set_consensus_differs(agreement.consensus_differs() + 1);
        }
      }
    }
  }
  agreement.set_experts(static_cast<int>(std::count(rated.begin(), rated.end(), true)));
  agreement.set_things(static_cast<int>(units.size()));
  if (agreement.experts() < 2) return std::nullopt;
  if (const auto alpha = OrdinalAlpha(units); alpha.has_value()) agreement.set_alpha(*alpha);
  return agreement;
}

}  // namespace tarazy::accreditation
