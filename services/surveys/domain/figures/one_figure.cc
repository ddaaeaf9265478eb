#include "services/surveys/domain/figures/one_figure.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "services/surveys/domain/figures/make_results.h"
#include "services/surveys/domain/figures/percent.h"
#include "services/surveys/domain/figures/question_row.h"

namespace tarazy::surveys {
namespace {

constexpr char kSuppressed[] = "suppressed: it would tell of too few people";
constexpr char kNobody[] = "nobody answered";

// The topmost strata of the institution, or the root.
std::vector<int> NodesOf(const MaskedCounts& counts, const std::string& institution) {
  if (institution.empty()) return {0};
  std::vector<int> nodes;
  std::vector<bool> inside(counts.nodes().size());
  for (size_t i = 1; i < counts.nodes().size(); ++i) {
    const StratumNode& node = counts.nodes()[i];
    const bool is_part = inside[node.parent];
    const bool is_own = node.stratum->institution() == institution;
    inside[i] = is_part || is_own;
    if (is_own && !is_part) nodes.push_back(static_cast<int>(i));
  }
  return nodes;
}

void AddTold(Told more, Told& sum) {
  if (sum.has_value() && more.has_value()) {
    *sum += *more;
  } else {
    sum.reset();
  }
}

void AddRow(const QuestionRow& more, QuestionRow& sum) {
  for (size_t i = 0; i < sum.options.size(); ++i) AddTold(more.options[i], sum.options[i]);
  AddTold(more.base, sum.base);
  if (sum.numbers.has_value() && more.numbers.has_value()) {
    sum.numbers->n += more.numbers->n;
    sum.numbers->sum += more.numbers->sum;
    sum.numbers->squares += more.numbers->squares;
  } else {
    sum.numbers.reset();
  }
  AddTold(more.frame, sum.frame);
  sum.whole = sum.whole && more.whole;
}

class FigureMaker {
 public:
  FigureMaker(const MaskedCounts& counts, const WantedFigure& wanted, std::vector<int> nodes)
      : counts_(counts), wanted_(wanted), nodes_(std::move(nodes)) {
    figure_.set_campaign(counts.campaign().name());
    figure_.set_question(wanted.question);
    figure_.set_choice(wanted.choice);
    figure_.set_statistic(wanted.statistic);
    figure_.set_institution(wanted.institution);
  }

  bool has_strata() const { return !nodes_.empty(); }
  v1::Figure NoStrata() { return Absent("the campaign has no stratum of this institution"); }

  v1::Figure Participation() {
    int64_t ballots = 0;
    int64_t frame = 0;
    for (const int node : nodes_) {
      if (counts_.suppressed()[node]) return Absent(kSuppressed);
      const std::optional<int64_t> people = counts_.Frame(node);
      if (!people.has_value()) return Absent("how many people were asked is not known");
      ballots += counts_.tallies()[node].ballots;
      frame += *people;
    }
    figure_.set_base(frame);
    figure_.set_value(RoundedPercent(ballots, frame, kParticipationDigits));
    return std::move(figure_);
  }

  v1::Figure Rating(int place) {
    const Question& question = Of(place);
    const std::string object = std::string(absl::StripPrefix(wanted_.institution, "institutions/"));
    const v1::Results results =
        MakeResults(counts_, {.questions = std::set<std::string, std::less<>>{question.id}});
    if (results.strata(0).suppressed()) return Absent(kSuppressed);
    for (const v1::ObjectResults& rated : results.strata(0).questions(0).objects()) {
      if (rated.object() != object) continue;
      if (rated.suppressed()) return Absent(kSuppressed);
      figure_.set_base(rated.base());
      if (!rated.has_mean()) return Absent("nobody rated it");
      figure_.set_value(rated.mean());
      if (rated.has_standard_error()) figure_.set_standard_error(rated.standard_error());
      return std::move(figure_);
    }
    return Absent("it is none of the rated objects");
  }

  // Of answers; `option` is the choice's place, of shares and counts.
  v1::Figure Answers(int place, int option) {
    const Question& question = Of(place);
    const MaskedQuestion masked = counts_.Question(place);
    QuestionRow row = RowOf(counts_, place, masked, nodes_[0]);
    for (size_t i = 1; i < nodes_.size(); ++i) {
      AddRow(RowOf(counts_, place, masked, nodes_[i]), row);
    }
    if (!row.frame.has_value() || *row.frame < row.base.value_or(0)) row.frame.reset();
    if (row.base.has_value()) figure_.set_base(*row.base);
    switch (wanted_.statistic) {
      case v1::STATISTIC_MEAN:
        return Mean(question, row);
      case v1::STATISTIC_SHARE:
        return Share(row, row.options[option], row.options[option].has_value());
      case v1::STATISTIC_COUNT:
        if (!row.options[option].has_value()) return Absent(kSuppressed);
        figure_.set_value(static_cast<double>(*row.options[option]));
        return std::move(figure_);
      case v1::STATISTIC_TOP1:
      case v1::STATISTIC_TOP2: {
        const int points = wanted_.statistic == v1::STATISTIC_TOP1 ? 1 : 2;
        return Share(row, BestOf(question, row, points), row.whole,
                     "the question has no scale with a good end, or too few points");
      }
      default:
        return NetPromoters(question, row);
    }
  }

 private:
  // As participation is told elsewhere.
  static constexpr int kParticipationDigits = 2;

  const Question& Of(int place) const { return counts_.form().questions()[place]; }

  v1::Figure Absent(absl::string_view why) {
    figure_.clear_value();
    figure_.set_reason(std::string(why));
    return std::move(figure_);
  }

  v1::Figure Mean(const Question& question, const QuestionRow& row) {
    const std::optional<Sums> sums = ValuesOf(question, row);
    if (!sums.has_value()) {
      return Absent(row.whole ? "the question's answers have no values" : kSuppressed);
    }
    const std::optional<Moments> moments = MomentsOf(*sums, row.frame, UnitOf(question));
    if (!moments.has_value()) return Absent(kNobody);
    figure_.set_value(moments->mean);
    if (moments->standard_error.has_value()) figure_.set_standard_error(*moments->standard_error);
    return std::move(figure_);
  }

  // A share is the mean of ones and zeros: so is its error.
  v1::Figure Share(const QuestionRow& row, Told count, bool told, absl::string_view why = "") {
    if (!count.has_value()) return Absent(told && !why.empty() ? why : kSuppressed);
    if (!row.base.has_value()) return Absent(kSuppressed);
    if (*row.base == 0) return Absent(kNobody);
    figure_.set_value(RoundedPercent(*count, *row.base, Decimals()));
    if (*count > *row.base) return std::move(figure_);
    Sums ones;
    ones.Add(1, *count);
    ones.Add(0, *row.base - *count);
    SetError(ones, row.frame);
    return std::move(figure_);
  }

  v1::Figure NetPromoters(const Question& question, const QuestionRow& row) {
    const Told net = NetPromotersOf(question, row);
    if (!net.has_value()) {
      return Absent(row.whole ? "the question's values are not 0 to 10" : kSuppressed);
    }
    if (!row.base.has_value()) return Absent(kSuppressed);
    if (*row.base == 0) return Absent(kNobody);
    figure_.set_value(RoundedPercent(*net, *row.base, Decimals()));
    Sums signs;
    for (const int option : AnswerOptions(question)) {
      const int value = *question.options[option].value;
      if (!row.options[option].has_value()) return std::move(figure_);
      signs.Add(value >= kPromoter ? 1 : value <= kDetractor ? -1 : 0, *row.options[option]);
    }
    SetError(signs, row.frame);
    return std::move(figure_);
  }

  void SetError(const Sums& sums, std::optional<int64_t> frame) {
    const std::optional<Moments> moments = MomentsOf(sums, frame, 100);
    if (moments.has_value() && moments->standard_error.has_value()) {
      figure_.set_standard_error(*moments->standard_error);
    }
  }

  int Decimals() const { return counts_.campaign().disclosure().decimals(); }

  const MaskedCounts& counts_;
  const WantedFigure& wanted_;
  const std::vector<int> nodes_;
  v1::Figure figure_;
};

absl::Status CheckRequest(const MaskedCounts& counts, const WantedFigure& wanted) {
  if (wanted.statistic == v1::STATISTIC_UNSPECIFIED || !v1::Statistic_IsValid(wanted.statistic)) {
    return InvalidField("statistic", "say which");
  }
  const bool of_choice =
      wanted.statistic == v1::STATISTIC_SHARE || wanted.statistic == v1::STATISTIC_COUNT;
  if (wanted.choice.empty() == of_choice) {
    return InvalidField("choice", of_choice ? "say of which choice" : "only of shares and counts");
  }
  if (wanted.statistic == v1::STATISTIC_PARTICIPATION) {
    if (wanted.question.empty()) return absl::OkStatus();
    return InvalidField("question", "participation is not of a question");
  }
  const std::optional<int> place = counts.form().Find(wanted.question);
  if (!place.has_value()) return InvalidField("question", "is none of the questionnaire");
  const bool is_rate = counts.form().questions()[*place].type == v1::ITEM_TYPE_RATE;
  if ((wanted.statistic == v1::STATISTIC_RATING) != is_rate) {
    return InvalidField("statistic", is_rate ? "of rated objects only the rating"
                                             : "only of a question that rates objects");
  }
  if (is_rate && wanted.institution.empty()) {
    return InvalidField("institution", "say whose rating");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Figure> MakeFigure(const MaskedCounts& counts, const WantedFigure& wanted) {
  if (const absl::Status status = CheckRequest(counts, wanted); !status.ok()) return status;
  FigureMaker maker(counts, wanted, NodesOf(counts, wanted.institution));
  if (wanted.statistic == v1::STATISTIC_RATING) {
    return maker.Rating(*counts.form().Find(wanted.question));
  }
  int option = -1;
  if (!wanted.choice.empty()) {
    const Question& question = counts.form().questions()[*counts.form().Find(wanted.question)];
    for (size_t i = 0; i < question.options.size() && HasChoices(question); ++i) {
      if (question.options[i].choice->code() == wanted.choice) option = static_cast<int>(i);
    }
    if (option < 0) return InvalidField("choice", "is none of the question's");
    if (question.options[option].missing && wanted.statistic == v1::STATISTIC_SHARE) {
      return InvalidField("choice", "is no answer: it has a count, not a share");
    }
  }
  if (!maker.has_strata()) return maker.NoStrata();
  if (wanted.statistic == v1::STATISTIC_PARTICIPATION) return maker.Participation();
  return maker.Answers(*counts.form().Find(wanted.question), option);
}

}  // namespace tarazy::surveys
