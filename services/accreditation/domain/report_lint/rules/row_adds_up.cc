// row_adds_up: the answers to an item add up to everybody.
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/item_sums.h"

namespace tarazy::accreditation::report_lint {
namespace {

constexpr double kEpsilon = 1e-9;
// Where blanks stand for answers that are not shown, a row may end anywhere below this.
constexpr double kNearlyAll = 90;

void CheckItem(const v1::PrintedSurvey& survey, const v1::PrintedItem& item, Findings& findings) {
  const ItemSums sums = SumsOf(item);
  if (item.several_answers() || !sums.readable || sums.percents.empty() ||
      sums.printed_percents + sums.blank_percents < 2) {
    return;
  }
  if (HasMoreAnswersThanPeople(item, sums, survey.answered())) return;
  if (sums.blank_percents > 0 && (sums.some_counted || sums.percent < kNearlyAll)) return;
  findings.Compared();
  const auto adds_up_to = [&](double expected) {
    return std::abs(sums.percent - expected) <= sums.tolerance + kEpsilon;
  };
  if (adds_up_to(100)) return;
  // Those who did not answer it are in nobody's share.
  const bool partly_answered = sums.all_counted && sums.count < survey.answered();
  if (partly_answered && adds_up_to(100 * sums.count / survey.answered())) return;
  const std::string sum = ShowShort(sums.percent);
  findings.Add(
      absl::StrCat(survey.id(), "/", item.id()),
      absl::StrCat("the percentages of ", survey.id(), ", item ", item.id(), ", add up to ", sum,
                   ", further from 100 than rounding ", sums.percents.size(), " of them explains"),
      {item.has_place() ? &item.place() : PlaceOf(survey), sum}, {nullptr, "100"});
}

// A list that says it is all of them: its shares add up to 100, or its counts are more than n.
void CheckProgrammes(const v1::PrintedSurvey& survey, Findings& findings) {
  if (survey.programmes().empty() || survey.answered() == 0) return;
  double count = 0, percent = 0, tolerance = 0;
  bool all_percents = true;
  for (const v1::ProgrammeAnswers& answers : survey.programmes()) {
    count += answers.count();
    const auto printed = ParsePrinted(answers.percent());
    all_percents = all_percents && printed;
    if (!printed) continue;
    percent += printed->value;
    tolerance += printed->half();
  }
  findings.Compared();
  const bool complete = all_percents && std::abs(percent - 100) <= tolerance + kEpsilon;
  const double n = survey.answered();
  if (count == n || (count < n && !complete)) return;
  findings.Add(absl::StrCat(survey.id(), "/programmes"),
               absl::StrCat("the programmes of ", survey.id(), " add up to ", ShowShort(count),
                            " answers of ", ShowShort(n)),
               {survey.programmes(0).has_place() ? &survey.programmes(0).place() : PlaceOf(survey),
                ShowShort(count)},
               {PlaceOf(survey), ShowShort(n)});
}

}  // namespace

void RowAddsUp(const Subject& subject, Findings& findings) {
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) {
    for (const v1::PrintedItem& item : survey.items()) CheckItem(survey, item, findings);
    CheckProgrammes(survey, findings);
  }
}

}  // namespace tarazy::accreditation::report_lint
