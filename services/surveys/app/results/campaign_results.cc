#include "services/surveys/app/results/campaign_results.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/surveys/domain/figures/compare_waves.h"
#include "services/surveys/domain/figures/data_quality.h"
#include "services/surveys/domain/figures/filtered_results.h"
#include "services/surveys/domain/figures/make_cross.h"
#include "services/surveys/domain/figures/make_results.h"

namespace tarazy::surveys {
namespace {

constexpr char kBetween[] = "\x1f";  // what no id holds

// Keys of answers by what is asked, however long that is.
std::string KeyOf(absl::string_view kind, const ReadableCampaign& readable,
                  const std::vector<std::string>& asked) {
  return absl::StrCat("tarazy:v1:survey:", kind, ":", readable.key, ":",
                      Hex(Sha256Of(absl::StrJoin(asked, kBetween))));
}

template <typename Message>
absl::StatusOr<Message> Cached(cache::TieredCache& cache, const Context& context,
                               const std::string& key,
                               absl::FunctionRef<absl::StatusOr<Message>()> compute) {
  ASSIGN_OR_RETURN(const cache::Value bytes,
                   cache.GetOrCompute(key, context.deadline, [&]() -> absl::StatusOr<std::string> {
                     ASSIGN_OR_RETURN(const Message message, compute());
                     return message.SerializeAsString();
                   }));
  Message message;
  if (!message.ParseFromString(*bytes)) return Internal("a kept result cannot be read");
  return message;
}

// What every answer says of where it comes from.
template <typename Message>
void Sign(const ReadableCampaign& readable, int64_t revision, Message& message) {
  message.set_revision(revision);
  message.set_policy(readable.running->policy);
}

absl::StatusOr<int> QuestionWithChoices(const Form& form, absl::string_view field,
                                        absl::string_view id) {
  const std::optional<int> place = form.Find(id);
  if (!place.has_value()) return InvalidField(field, "is no question of the questionnaire");
  const Question& question = form.questions()[*place];
  if (HasChoices(question) && !AnswerOptions(question).empty()) return *place;
  return InvalidField(field, "is a question without choices");
}

// "question = code".
struct Filter {
  int question = 0;
  int option = 0;
};

absl::StatusOr<Filter> ParseFilter(const Form& form, absl::string_view text) {
  const size_t equals = text.find('=');
  if (equals == absl::string_view::npos || text.find('=', equals + 1) != absl::string_view::npos) {
    return InvalidField("filter", "is not of the form question = code, one condition only");
  }
  const absl::string_view id = absl::StripAsciiWhitespace(text.substr(0, equals));
  const absl::string_view code = absl::StripAsciiWhitespace(text.substr(equals + 1));
  Filter filter;
  ASSIGN_OR_RETURN(filter.question, QuestionWithChoices(form, "filter", id));
  for (const int option : AnswerOptions(form.questions()[filter.question])) {
    filter.option = option;
    if (form.questions()[filter.question].options[option].choice->code() == code) return filter;
  }
  return InvalidField("filter", "names no answer of the question");
}

absl::Status CheckQuestions(const Form& form, const std::vector<std::string>& questions) {
  for (const std::string& id : questions) {
    if (!form.Find(id).has_value()) {
      return InvalidField("questions",
                          absl::StrCat("\"", Shorten(ToValidUtf8(id), 63), "\" is no question"));
    }
  }
  return absl::OkStatus();
}

WantedResults WantedOf(const ResultsQuery& query) {
  return {.by_stratum = query.by_stratum,
          .questions = {query.questions.begin(), query.questions.end()}};
}

MaskedCounts Masked(const ReadableCampaign& readable, const ReadCounts& counts) {
  return MaskedCounts({readable.campaign(), readable.form(), counts.tallies}, readable.thresholds);
}

// The stratum's node; ballots come stratum by stratum.
class NodeFinder {
 public:
  explicit NodeFinder(const MaskedCounts& counts) : counts_(counts) {}

  std::optional<int> Find(absl::string_view stratum) {
    if (!node_.has_value() || stratum != stratum_) {
      stratum_ = std::string(stratum);
      node_ = counts_.FindNode(stratum);
    }
    return node_;
  }

 private:
  const MaskedCounts& counts_;
  std::string stratum_;
  std::optional<int> node_;
};

// Feeds a counter of ballots, made of the masked counts by `make`, and then asks `take`.
template <typename Counter, typename Message>
absl::StatusOr<Message> CountBallots(
    const Context& context, const SurveyData& data, const ReadableCampaign& readable,
    absl::FunctionRef<std::unique_ptr<Counter>(const MaskedCounts&)> make,
    absl::FunctionRef<Message(const MaskedCounts&, Counter&)> take) {
  std::optional<MaskedCounts> masked;
  std::optional<NodeFinder> nodes;
  std::unique_ptr<Counter> counter;
  int64_t revision = 0;
  RETURN_IF_ERROR(ForEachBallot(
      context, data, readable,
      [&](ReadCounts counts) -> absl::Status {
        counter.reset();
        masked.emplace(Masked(readable, counts));
        nodes.emplace(*masked);
        counter = make(*masked);
        revision = counts.revision;
        return absl::OkStatus();
      },
      [&](absl::string_view stratum, const CodedBallot& ballot, absl::string_view) {
        if (const std::optional<int> node = nodes->Find(stratum)) counter->Count(*node, ballot);
      }));
  Message message = take(*masked, *counter);
  Sign(readable, revision, message);
  return message;
}

}  // namespace

absl::StatusOr<v1::Results> CampaignResults::Compute(const Context& context,
                                                     const ReadableCampaign& readable,
                                                     const ResultsQuery& query) {
  ASSIGN_OR_RETURN(ReadCounts counts, CountsOf(context, data_, readable));
  v1::Results results = MakeResults(Masked(readable, counts), WantedOf(query));
  Sign(readable, counts.revision, results);
  results.set_frozen(readable.frozen);
  for (v1::TableFlaw& flaw : counts.flaws) *results.add_flaws() = std::move(flaw);
  return results;
}

absl::StatusOr<v1::Results> CampaignResults::ComputeFiltered(const Context& context,
                                                             const ReadableCampaign& readable,
                                                             const ResultsQuery& query) {
  ASSIGN_OR_RETURN(const Filter filter, ParseFilter(readable.form(), query.filter));
  ASSIGN_OR_RETURN(
      v1::Results results,
      (CountBallots<FilteredResults, v1::Results>(
          context, data_, readable,
          [&](const MaskedCounts& counts) {
            return std::make_unique<FilteredResults>(counts, filter.question, filter.option,
                                                     WantedOf(query));
          },
          [](const MaskedCounts&, FilteredResults& counter) { return counter.Take(); })));
  results.set_frozen(readable.frozen);
  return results;
}

absl::StatusOr<v1::Results> CampaignResults::CachedResults(const Context& context,
                                                           const ReadableCampaign& readable,
                                                           const ResultsQuery& query) {
  std::vector<std::string> asked = {query.by_stratum ? "strata" : "all", query.filter};
  asked.insert(asked.end(), query.questions.begin(), query.questions.end());
  return Cached<v1::Results>(cache_, context, KeyOf("results", readable, asked), [&] {
    return query.filter.empty() ? Compute(context, readable, query)
                                : ComputeFiltered(context, readable, query);
  });
}

absl::StatusOr<v1::Results> CampaignResults::Results(const Context& context,
                                                     const ResultsQuery& query, Audience audience) {
  ASSIGN_OR_RETURN(const ReadableCampaign readable,
                   OpenToRead(context, data_, campaigns_, query.campaign, audience));
  RETURN_IF_ERROR(CheckQuestions(readable.form(), query.questions));
  return CachedResults(context, readable, query);
}

absl::StatusOr<v1::CrossTable> CampaignResults::Cross(const Context& context,
                                                      const CrossQuery& query, Audience audience) {
  ASSIGN_OR_RETURN(const ReadableCampaign readable,
                   OpenToRead(context, data_, campaigns_, query.campaign, audience));
  ASSIGN_OR_RETURN(const int row, QuestionWithChoices(readable.form(), "row", query.row));
  ASSIGN_OR_RETURN(const int column, QuestionWithChoices(readable.form(), "column", query.column));
  if (row == column) return InvalidField("column", "is the rows' question too");
  const std::string stratum = query.stratum.empty() ? std::string(kEverybody) : query.stratum;
  bool known = false;
  for (const StratumNode& node : StrataOf(readable.campaign())) known |= node.id == stratum;
  if (!known) return InvalidField("stratum", "is none of the campaign");
  return Cached<v1::CrossTable>(
      cache_, context, KeyOf("cross", readable, {query.row, query.column, stratum}), [&] {
        return CountBallots<CrossTabulation, v1::CrossTable>(
            context, data_, readable,
            [&](const MaskedCounts& counts) {
              return std::make_unique<CrossTabulation>(counts, row, column);
            },
            [&](const MaskedCounts& counts, CrossTabulation& counter) {
              return counter.Take(*counts.FindNode(stratum));
            });
      });
}

absl::StatusOr<v1::DataQuality> CampaignResults::Quality(const Context& context,
                                                         absl::string_view campaign,
                                                         Audience audience) {
  ASSIGN_OR_RETURN(const ReadableCampaign readable,
                   OpenToRead(context, data_, campaigns_, campaign, audience));
  return Cached<v1::DataQuality>(
      cache_, context, KeyOf("quality", readable, {}), [&]() -> absl::StatusOr<v1::DataQuality> {
        std::optional<QualityCounter> counter;
        int64_t revision = 0;
        RETURN_IF_ERROR(ForEachBallot(
            context, data_, readable,
            [&](ReadCounts counts) -> absl::Status {
              counter.emplace(readable.form());
              revision = counts.revision;
              return absl::OkStatus();
            },
            [&](absl::string_view, const CodedBallot& ballot, absl::string_view packed) {
              counter->Count(ballot, packed);
            }));
        v1::DataQuality quality = counter->Take(readable.campaign(), readable.thresholds[0]);
        Sign(readable, revision, quality);
        return quality;
      });
}

absl::StatusOr<v1::WaveComparison> CampaignResults::Compare(const Context& context,
                                                            absl::string_view before,
                                                            absl::string_view after,
                                                            Audience audience) {
  ASSIGN_OR_RETURN(const ReadableCampaign earlier,
                   OpenToRead(context, data_, campaigns_, before, audience));
  ASSIGN_OR_RETURN(const ReadableCampaign later,
                   OpenToRead(context, data_, campaigns_, after, audience));
  ASSIGN_OR_RETURN(const v1::Results first, CachedResults(context, earlier, {}));
  ASSIGN_OR_RETURN(const v1::Results second, CachedResults(context, later, {}));
  return CompareWaves({earlier.form(), first}, {later.form(), second});
}

absl::StatusOr<v1::Figure> CampaignResults::Figure(const Context& context,
                                                   absl::string_view campaign,
                                                   const WantedFigure& wanted, Audience audience) {
  ASSIGN_OR_RETURN(const ReadableCampaign readable,
                   OpenToRead(context, data_, campaigns_, campaign, audience));
  const std::string key =
      KeyOf("figure", readable,
            {wanted.question, absl::StrCat(wanted.statistic), wanted.choice, wanted.institution});
  return Cached<v1::Figure>(cache_, context, key, [&]() -> absl::StatusOr<v1::Figure> {
    ASSIGN_OR_RETURN(const ReadCounts counts, CountsOf(context, data_, readable));
    ASSIGN_OR_RETURN(v1::Figure figure, MakeFigure(Masked(readable, counts), wanted));
    Sign(readable, counts.revision, figure);
    figure.set_frozen(readable.frozen);
    return figure;
  });
}

}  // namespace tarazy::surveys
