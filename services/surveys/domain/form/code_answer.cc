#include "services/surveys/domain/form/code_answer.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/text.h"
#include "services/surveys/domain/form/scaled_number.h"
#include "services/surveys/domain/form/text_answer.h"

namespace tarazy::surveys {
namespace {

// Nothing when there is none of this code.
std::optional<int> FindOption(const Question& question, absl::string_view code) {
  for (size_t i = 0; i < question.options.size(); ++i) {
    if (question.options[i].choice->code() == code) return static_cast<int>(i);
  }
  return std::nullopt;
}

class Coder {
 public:
  Coder(const Question& question, int place, Faults& faults, CodedBallot& ballot)
      : question_(question), place_(place), faults_(faults), ballot_(ballot) {}

  bool ok() const { return ok_; }

  void Code(const v1::Answer& answer, absl::string_view own) {
    switch (question_.type) {
      case v1::ITEM_TYPE_MULTI:
        if (answer.has_choices()) return Several(answer.choices());
        return Fault("is answered by a list of its choices");
      case v1::ITEM_TYPE_NUMBER:
        if (answer.has_number()) return Number(answer.number());
        return Fault("is answered by a number");
      case v1::ITEM_TYPE_TEXT:
        if (answer.has_text()) return Text(answer.text());
        return Fault("is answered by a text");
      case v1::ITEM_TYPE_RATE:
        if (answer.has_ratings()) return Ratings(answer.ratings(), own);
        return Fault("is answered by ratings of its objects");
      default:
        if (answer.has_choice()) return One(answer.choice());
        if (answer.has_choices()) return Fault("takes one of its choices, not several");
        return Fault("is answered by one of its choices");
    }
  }

 private:
  void Fault(absl::string_view why) {
    faults_.Add(question_.id, why);
    ok_ = false;
  }

  void Set(int64_t value) {
    if (!ok_) return;
    ballot_.answers[static_cast<size_t>(place_)] = {.state = AnswerState::kAnswered,
                                                    .value = value};
  }

  void One(absl::string_view code) {
    const std::optional<int> option = FindOption(question_, code);
    if (!option.has_value()) return Fault("has no such choice");
    Set(*option);
  }

  void Several(const v1::Choices& choices) {
    uint64_t chosen = 0;
    bool alone = false;
    for (const std::string& code : choices.codes()) {
      const std::optional<int> option = FindOption(question_, code);
      if (!option.has_value()) return Fault("has no such choice");
      const uint64_t bit = uint64_t{1} << *option;
      if ((chosen & bit) != 0) return Fault("has the same choice twice");
      chosen |= bit;
      alone = alone || question_.options[static_cast<size_t>(*option)].choice->alone();
    }
    const int count = choices.codes_size();
    if (count == 0) return;
    if (alone && count > 1) return Fault("has a choice beside one that stands alone");
    const v1::Item& item = *question_.item;
    if (!alone && count < item.min_choices()) {
      Fault(absl::StrCat("takes at least ", item.min_choices(), " choices"));
    }
    if (item.max_choices() > 0 && count > item.max_choices()) {
      Fault(absl::StrCat("takes at most ", item.max_choices(), " choices"));
    }
    Set(static_cast<int64_t>(chosen));
  }

  void Number(double number) {
    const v1::NumberRange& range = question_.item->number();
    if (!(number >= range.min() && number <= range.max())) {
      return Fault(absl::StrCat("takes a number from ", ShortestDecimal(range.min()), " to ",
                                ShortestDecimal(range.max())));
    }
    const std::optional<int64_t> scaled = Scaled(number, range);
    if (!scaled.has_value()) {
      return Fault(absl::StrCat("takes at most ", range.decimals(), " digits behind the point"));
    }
    Set(*scaled);
  }

  void Text(const std::string& text) {
    const absl::StatusOr<int64_t> characters = CharactersOf(*question_.item, text);
    if (!characters.ok()) return Fault(characters.status().message());
    if (absl::StripAsciiWhitespace(text).empty()) return;
    ballot_.texts.push_back({.question = place_, .text = text});
    Set(*characters);
  }

  void Ratings(const v1::Ratings& ratings, absl::string_view own) {
    const v1::RatedObjects& objects = question_.item->objects();
    if (ratings.of_size() == 0) return;
    if (ratings.of_size() < objects.min()) {
      Fault(absl::StrCat("takes at least ", objects.min(), " ratings"));
    }
    if (ratings.of_size() > objects.max()) {
      return Fault(absl::StrCat("takes at most ", objects.max(), " ratings"));
    }
    std::map<absl::string_view, int> places;
    for (const v1::RatedObject& object : objects.objects()) {
      places.emplace(object.id(), static_cast<int>(places.size()));
    }
    std::map<int, int> rated;  // the object's place and the point's
    for (const v1::Rating& rating : ratings.of()) {
      const auto object = places.find(rating.object());
      const std::optional<int> option = FindOption(question_, rating.choice());
      if (object == places.end()) {
        Fault("rates what is none of its objects");
      } else if (objects.not_own() && !own.empty() && object->first == own) {
        Fault("must not rate the respondent's own institution");
      } else if (!option.has_value()) {
        Fault("has no such point on its scale");
      } else if (!rated.emplace(object->second, *option).second) {
        Fault("rates an object twice");
      }
    }
    if (!ok_) return;
    for (const auto& [object, option] : rated) {
      ballot_.ratings.push_back({.question = place_, .object = object, .option = option});
    }
    Set(static_cast<int64_t>(rated.size()));
  }

  const Question& question_;
  const int place_;
  Faults& faults_;
  CodedBallot& ballot_;
  bool ok_ = true;
};

}  // namespace

bool CodeAnswer(const Form& form, int place, const v1::Answer& answer, absl::string_view own,
                Faults& faults, CodedBallot& ballot) {
  Coder coder(form.questions()[static_cast<size_t>(place)], place, faults, ballot);
  coder.Code(answer, own);
  return coder.ok();
}

}  // namespace tarazy::surveys
