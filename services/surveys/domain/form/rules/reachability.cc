// never_shown: no answers make the condition hold. always_shown: all do.
//
// A search over what the comparisons say about each question: conditions are taken apart, the
// answers to a question that are left are narrowed, and where an answer is needed its question must
// be shown itself. It ends after kMostSteps, and then says nothing.
#include <map>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/possible_answers.h"
#include "services/surveys/domain/form/rules/comparison_fault.h"
#include "services/surveys/domain/form/rules/rules.h"

namespace tarazy::surveys {
namespace {

constexpr int kMostSteps = 20000;

// A condition that shall hold, or not; `before` as in FaultOf.
struct Goal {
  const v1::Condition* condition;
  bool holds;
  int before;
};

using Answers = std::map<int, PossibleAnswers>;  // of the questions that were compared

class Search {
 public:
  explicit Search(const Form& form) : form_(form) {}

  bool IsPossible(std::vector<Goal> goals) {
    steps_ = 0;
    return Solve(std::move(goals), {});
  }

 private:
  bool Solve(std::vector<Goal> goals, Answers answers) {
    while (!goals.empty()) {
      if (++steps_ > kMostSteps) return true;
      const Goal goal = goals.back();
      goals.pop_back();
      const v1::Condition& condition = *goal.condition;
      switch (condition.kind_case()) {
        case v1::Condition::kNot:
          goals.push_back({&condition.not_(), !goal.holds, goal.before});
          break;
        case v1::Condition::kAll:
          if (!goal.holds) return SolveOne(condition.all(), goal, goals, answers);
          Push(condition.all(), goal, goals);
          break;
        case v1::Condition::kAny:
          if (goal.holds) return SolveOne(condition.any(), goal, goals, answers);
          Push(condition.any(), goal, goals);
          break;
        case v1::Condition::kAnswer: {
          const v1::Comparison& comparison = condition.answer();
          // Another rule names the fault.
          if (FaultOf(form_, comparison, goal.before).has_value()) break;
          const int place = *form_.Find(comparison.question());
          if (goal.holds && comparison.is_size() > 1 && At(place).type == v1::ITEM_TYPE_MULTI) {
            for (const std::string& code : comparison.is()) {
              v1::Comparison one = comparison;
              one.clear_is();
              one.add_is(code);
              std::vector<Goal> more = goals;
              Answers narrowed = answers;
              if (Narrow(place, one, true, more, narrowed) && Solve(more, narrowed)) return true;
            }
            return false;
          }
          if (!Narrow(place, comparison, goal.holds, goals, answers)) return false;
          break;
        }
        case v1::Condition::KIND_NOT_SET:
          break;
      }
    }
    return true;
  }

  static void Push(const v1::Conditions& conditions, const Goal& goal, std::vector<Goal>& goals) {
    for (const v1::Condition& inner : conditions.of()) {
      goals.push_back({&inner, goal.holds, goal.before});
    }
  }

  // One of them suffices.
  bool SolveOne(const v1::Conditions& conditions, const Goal& goal, const std::vector<Goal>& goals,
                const Answers& answers) {
    for (const v1::Condition& inner : conditions.of()) {
      std::vector<Goal> more = goals;
      more.push_back({&inner, goal.holds, goal.before});
      if (Solve(std::move(more), answers)) return true;
    }
    return false;
  }

  // False when neither an answer nor none is left.
  bool Narrow(int place, const v1::Comparison& comparison, bool holds, std::vector<Goal>& goals,
              Answers& answers) {
    PossibleAnswers& possible = answers.try_emplace(place, At(place)).first->second;
    const bool was_free = possible.may_be_missing();
    possible.Narrow(comparison, holds);
    if (!possible.may_be_missing() && was_free) PushShown(place, goals);
    // A required question without conditions is always answered.
    const bool must_be_answered = At(place).item->required() && IsAlwaysShown(place);
    return possible.may_be_answered() || (possible.may_be_missing() && !must_be_answered);
  }

  void PushShown(int place, std::vector<Goal>& goals) const {
    const v1::Item& item = *At(place).item;
    if (item.has_show_if()) goals.push_back({&item.show_if(), true, FirstOfItem(form_, place)});
    const v1::Page& page = form_.questionnaire().pages(At(place).page);
    if (page.has_show_if()) goals.push_back({&page.show_if(), true, FirstOfPage(form_, place)});
  }

  bool IsAlwaysShown(int place) const {
    return !At(place).item->has_show_if() &&
           !form_.questionnaire().pages(At(place).page).has_show_if();
  }

  const Question& At(int place) const { return form_.questions()[static_cast<size_t>(place)]; }

  const Form& form_;
  int steps_ = 0;
};

}  // namespace

void LintReachability(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  Search search(form);
  int place = 0;  // of the next question
  for (const v1::Page& page : form.questionnaire().pages()) {
    std::vector<Goal> shown;
    const auto judge = [&](absl::string_view node, const v1::Condition& condition) {
      std::vector<Goal> hidden = shown;
      hidden.push_back({&condition, false, place});
      shown.push_back({&condition, true, place});
      if (!search.IsPossible(shown)) {
        AddError("never_shown", node, "no answers make its condition hold", findings);
        return false;
      }
      if (!search.IsPossible(hidden)) {
        AddWarning("always_shown", node, "its condition holds whatever is answered", findings);
      }
      return true;
    };
    const bool reachable = !page.has_show_if() || judge(page.id(), page.show_if());
    const std::vector<Goal> page_shown = shown;
    for (const v1::Item& item : page.items()) {
      shown = page_shown;
      if (reachable && item.has_show_if()) judge(item.id(), item.show_if());
      place += item.type() == v1::ITEM_TYPE_MATRIX ? item.rows_size() : 1;
    }
  }
}

}  // namespace tarazy::surveys
