// multi_answer_undeclared: one answer each gives no more answers than people.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/item_sums.h"

namespace tarazy::accreditation::report_lint {

void MultiAnswerUndeclared(const Subject& subject, Findings& findings) {
  for (const v1::PrintedSurvey& survey : subject.report.surveys()) {
    for (const v1::PrintedItem& item : survey.items()) {
      if (item.several_answers() || item.options().empty()) continue;
      const ItemSums sums = SumsOf(item);
      findings.Compared();
      if (!HasMoreAnswersThanPeople(item, sums, survey.answered())) continue;
      const std::string sum =
          sums.some_counted ? ShowShort(sums.count) : absl::StrCat(ShowShort(sums.percent), " %");
      const std::string all = sums.some_counted ? absl::StrCat(survey.answered()) : "100 %";
      findings.Add(
          absl::StrCat(survey.id(), "/", item.id()),
          absl::StrCat("the answers to ", survey.id(), ", item ", item.id(), ", add up to ", sum,
                       " of ", all, ", but nothing says that several were allowed"),
          {item.has_place() ? &item.place() : PlaceOf(survey), sum}, {PlaceOf(survey), all});
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
