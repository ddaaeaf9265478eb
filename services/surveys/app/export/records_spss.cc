#include "services/surveys/app/export/records_spss.h"

#include <optional>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/export/sav_writer.h"
#include "services/surveys/app/export/variable_names.h"
#include "services/surveys/app/export/words.h"
#include "services/surveys/domain/form/scaled_number.h"

namespace tarazy::surveys {
namespace {

constexpr absl::string_view kStillMissing = "Not answered";
constexpr absl::string_view kNeverShown = "Not asked";

// The codes of a question's options, by their places.
std::vector<double> CodesOf(const Question& question) {
  std::set<int> values;
  size_t answers = 0;
  for (const Option& option : question.options) {
    if (option.missing) continue;
    ++answers;
    if (option.value.has_value()) values.insert(*option.value);
  }
  const bool by_value = values.size() == answers;
  std::vector<double> codes;
  int no_answer = kNoAnswerChoice;
  for (size_t i = 0; i < question.options.size(); ++i) {
    const Option& option = question.options[i];
    if (option.missing) {
      codes.push_back(no_answer++);
    } else {
      codes.push_back(by_value ? *option.value : static_cast<double>(i) + 1);
    }
  }
  return codes;
}

// One question's variables and how its answers become their values.
class Column {
 public:
  Column(const Question& question, int place, absl::string_view language)
      : question_(question), place_(place), language_(language), codes_(CodesOf(question)) {}

  void AddVariables(VariableNames& names, SavWriter& writer) const {
    const std::string words = WordsOf(*question_.item, question_.row, language_);
    switch (question_.type) {
      case v1::ITEM_TYPE_TEXT:
        return;
      case v1::ITEM_TYPE_MULTI:
        for (const Option& option : question_.options) {
          SavNumber variable =
              Coded(names.NameOf(absl::StrCat(question_.id, "_", option.choice->code())),
                    absl::StrCat(Say(option.choice->label(), language_), " — ", words));
          variable.values = {{0, "no"}, {1, "yes"}};
          writer.AddNumber(WithReasons(std::move(variable)));
        }
        return;
      case v1::ITEM_TYPE_RATE:
        for (const v1::RatedObject& object : question_.item->objects().objects()) {
          writer.AddNumber(WithReasons(
              WithChoices(Coded(names.NameOf(absl::StrCat(question_.id, "_", object.id())),
                                absl::StrCat(Say(object.title(), language_), " — ", words)))));
        }
        return;
      case v1::ITEM_TYPE_NUMBER: {
        const v1::NumberRange& range = question_.item->number();
        writer.AddNumber(
            {.name = names.NameOf(question_.id),
             .label = range.unit().empty() ? words : absl::StrCat(words, ", ", range.unit()),
             .values = {{kNumberNotAnswered, std::string(kStillMissing)},
                        {kNumberNotAsked, std::string(kNeverShown)}},
             .missing = {{kNumberNotAnswered, kNumberNotAsked}},
             .decimals = range.decimals()});
        return;
      }
      default:
        writer.AddNumber(WithReasons(WithChoices(Coded(names.NameOf(question_.id), words))));
    }
  }

  absl::Status Put(const CodedBallot& ballot, SavWriter& writer) const {
    const CodedAnswer& answer = ballot.answers[place_];
    const bool answered = answer.state == AnswerState::kAnswered;
    const bool number = question_.type == v1::ITEM_TYPE_NUMBER;
    const double absent = answer.state == AnswerState::kNotAsked
                              ? (number ? kNumberNotAsked : kNotAsked)
                              : (number ? kNumberNotAnswered : kNotAnswered);
    switch (question_.type) {
      case v1::ITEM_TYPE_TEXT:
        return absl::OkStatus();
      case v1::ITEM_TYPE_MULTI:
        for (size_t i = 0; i < question_.options.size(); ++i) {
          const double chosen = static_cast<double>(answer.value >> i & 1);
          RETURN_IF_ERROR(writer.Put(answered ? chosen : absent));
        }
        return absl::OkStatus();
      case v1::ITEM_TYPE_RATE: {
        std::vector<std::optional<double>> values(question_.item->objects().objects_size());
        if (!answered) values.assign(values.size(), absent);
        for (const CodedRating& rating : ballot.ratings) {
          if (rating.question == place_) values[rating.object] = codes_[rating.option];
        }
        for (const std::optional<double>& value : values) RETURN_IF_ERROR(writer.Put(value));
        return absl::OkStatus();
      }
      case v1::ITEM_TYPE_NUMBER:
        return writer.Put(answered ? Unscaled(answer.value, question_.item->number()) : absent);
      default:
        return writer.Put(answered ? codes_[answer.value] : absent);
    }
  }

 private:
  SavNumber Coded(std::string name, std::string label) const {
    const bool ordered = question_.scale != nullptr;
    return {.name = std::move(name),
            .label = std::move(label),
            .scale = ordered ? SavScale::kOrdinal : SavScale::kNominal};
  }

  SavNumber WithChoices(SavNumber variable) const {
    for (size_t i = 0; i < question_.options.size(); ++i) {
      variable.values.emplace_back(codes_[i], Say(question_.options[i].choice->label(), language_));
    }
    return variable;
  }

  static SavNumber WithReasons(SavNumber variable) {
    variable.values.emplace_back(kNotAnswered, kStillMissing);
    variable.values.emplace_back(kNotAsked, kNeverShown);
    variable.missing = {kNoAnswerChoice, kNotAsked};
    return variable;
  }

  const Question& question_;
  const int place_;
  const absl::string_view language_;
  const std::vector<double> codes_;
};

}  // namespace

absl::Status WriteRecordsSav(const Form& form, const RecordsHead& head, int64_t ballots,
                             EachBallot each, Sink sink) {
  SavWriter writer(sink);
  VariableNames names;
  std::vector<Column> columns;
  for (size_t i = 0; i < form.questions().size(); ++i) {
    columns.emplace_back(form.questions()[i], static_cast<int>(i), head.language);
    columns.back().AddVariables(names, writer);
  }
  if (writer.variables() == 0) {
    return FailedPrecondition(Reason::kNoData, absl::StrCat(head.campaign,
                                                            " asked for texts only, and texts are "
                                                            "in no record"));
  }
  if (head.demonstration) writer.AddNote("The answers are invented.");
  RETURN_IF_ERROR(writer.Begin(head.campaign, head.created, ballots));
  RETURN_IF_ERROR(each([&](const CodedBallot& ballot) -> absl::Status {
    for (const Column& column : columns) RETURN_IF_ERROR(column.Put(ballot, writer));
    return writer.NextCase();
  }));
  return writer.End();
}

}  // namespace tarazy::surveys
