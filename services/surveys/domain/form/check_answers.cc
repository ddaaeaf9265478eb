#include "services/surveys/domain/form/check_answers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "services/surveys/domain/form/code_answer.h"
#include "services/surveys/domain/form/conditions.h"

namespace tarazy::surveys {
namespace {

// Whether something is shown; unknown when that depends on an answer that is faulty.
enum class Shown { kNo, kYes, kUnknown };

class Checker {
 public:
  Checker(const Form& form, absl::string_view own, HiddenAnswers hidden)
      : form_(form),
        own_(own),
        hidden_(hidden),
        given_(form.questions().size()),
        unsure_(form.questions().size()) {
    checked_.ballot.answers.resize(form.questions().size());
  }

  void Assign(const google::protobuf::RepeatedPtrField<v1::Answer>& answers) {
    for (int i = 0; i < answers.size(); ++i) {
      const std::optional<int> place = form_.Find(answers[i].question());
      if (!place.has_value()) {
        faults_.Add(absl::StrCat("answers[", i, "]"), "is to no question of the questionnaire");
        continue;
      }
      const v1::Answer*& given = given_[static_cast<size_t>(*place)];
      if (given != nullptr && !unsure_[static_cast<size_t>(*place)]) {
        faults_.Add(answers[i].question(), "has two answers");
        unsure_[static_cast<size_t>(*place)] = true;
      }
      if (given == nullptr) given = &answers[i];
    }
  }

  // In the order of the form, because conditions look at what came before.
  void Check() {
    int page = -1;
    const v1::Item* item = nullptr;
    Shown page_shown = Shown::kYes;
    Shown shown = Shown::kYes;
    for (size_t i = 0; i < form_.questions().size(); ++i) {
      const Question& question = form_.questions()[i];
      if (question.page != page) {
        page = question.page;
        page_shown = IsShown(form_.questionnaire().pages(page));
      }
      if (question.item != item) {
        item = question.item;
        shown = page_shown == Shown::kYes ? IsShown(*item) : page_shown;
        if (page_shown == Shown::kUnknown && IsShown(*item) == Shown::kNo) shown = Shown::kNo;
      }
      CheckQuestion(question, static_cast<int>(i), shown);
    }
  }

  absl::StatusOr<CheckedBallot> Take() {
    RETURN_IF_ERROR(faults_.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kAnswersInvalid,
                                     "the answers do not fit the questionnaire"));
    return std::move(checked_);
  }

 private:
  template <typename T>
  Shown IsShown(const T& pages_or_item) const {
    if (!pages_or_item.has_show_if()) return Shown::kYes;
    bool unsure = false;
    ForEachComparison(pages_or_item.show_if(), [&](const v1::Comparison& comparison) {
      const std::optional<int> place = form_.Find(comparison.question());
      unsure = unsure || (place.has_value() && unsure_[static_cast<size_t>(*place)]);
    });
    if (unsure) return Shown::kUnknown;
    return Holds(form_, pages_or_item.show_if(), checked_.ballot.answers) ? Shown::kYes
                                                                          : Shown::kNo;
  }

  void CheckQuestion(const Question& question, int place, Shown shown) {
    const auto at = static_cast<size_t>(place);
    const v1::Answer* given = given_[at];
    if (shown == Shown::kNo) {
      if (given == nullptr) return;
      if (hidden_ == HiddenAnswers::kDrop) {
        checked_.dropped.push_back(question.id);
      } else {
        faults_.Add(question.id, "is not asked after the answers before it");
      }
      return;
    }
    CodedAnswer& answer = checked_.ballot.answers[at];
    answer.state = AnswerState::kMissing;
    if (shown == Shown::kUnknown) unsure_[at] = true;
    if (unsure_[at]) return;
    if (given != nullptr) {
      unsure_[at] = !CodeAnswer(form_, place, *given, own_, faults_, checked_.ballot);
    }
    if (question.item->required() && answer.state == AnswerState::kMissing && !unsure_[at]) {
      faults_.Add(question.id, "must be answered");
    }
  }

  const Form& form_;
  const absl::string_view own_;
  const HiddenAnswers hidden_;
  std::vector<const v1::Answer*> given_;  // one per question; null: none
  std::vector<bool> unsure_;              // faulty, or shown or not by one that is
  Faults faults_;
  CheckedBallot checked_;
};

}  // namespace

absl::StatusOr<CheckedBallot> CheckAnswers(
    const Form& form, const google::protobuf::RepeatedPtrField<v1::Answer>& answers,
    absl::string_view institution, HiddenAnswers hidden) {
  Checker checker(form, absl::StripPrefix(institution, "institutions/"), hidden);
  checker.Assign(answers);
  checker.Check();
  return checker.Take();
}

}  // namespace tarazy::surveys
