#include "services/accreditation/domain/report_lint/date_mentions.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/findings.h"

namespace tarazy::accreditation::report_lint {
namespace {

absl::string_view DocumentOf(const v1::Place* place) {
  return place == nullptr ? absl::string_view() : absl::string_view(place->document());
}

}  // namespace

std::optional<DateOrder> DateMentions::Shown::Winner() const {
  const auto wins = [](int many, int few) {
    return many > 0 && (few == 0 || (many + few >= 4 && many >= 3 * few));
  };
  if (wins(day_first, month_first)) return DateOrder::kDayFirst;
  if (wins(month_first, day_first)) return DateOrder::kMonthFirst;
  return std::nullopt;
}

DateMentions::DateMentions(const v1::Case& record) {
  const v1::Report& report = record.report();
  std::set<absl::string_view> findings, acts;
  for (const v1::Finding& finding : record.findings()) findings.insert(finding.id());
  for (const v1::Act& act : report.acts()) acts.insert(act.id());
  for (const v1::PrintedDate& date : report.dates()) {
    const absl::string_view kind =
        findings.contains(date.about()) ? "finding:" : (acts.contains(date.about()) ? "act:" : "");
    Add(date.printed(), absl::StrCat(kind, date.about()), date.on(), PlaceOf(date));
  }
  for (const v1::Act& act : report.acts()) {
    Add(act.printed_date(), absl::StrCat("act:", act.id()), act.on(), PlaceOf(act));
  }
  for (const v1::Finding& finding : record.findings()) {
    Add(finding.deadline().printed(), absl::StrCat("finding:", finding.id()),
        finding.deadline().fixed(), PlaceOf(finding));
  }
  for (const v1::Restatement& restatement : report.restatements()) {
    Add(restatement.date(), restatement.of(), "", PlaceOf(restatement));
  }
  if (report.date_order() == v1::DATE_ORDER_DAY_FIRST) declared_ = DateOrder::kDayFirst;
  if (report.date_order() == v1::DATE_ORDER_MONTH_FIRST) declared_ = DateOrder::kMonthFirst;
}

void DateMentions::Add(absl::string_view printed, std::string about, absl::string_view recorded,
                       const v1::Place* place) {
  const std::optional<PrintedDay> day = FindDay(printed);
  if (!day) return;
  all_.push_back({printed, std::move(about), ParseDay(recorded), place, *day});
  if (!day->shows_order()) return;
  Shown& shown = shown_[{DocumentOf(place), day->notation}];
  ++(day->day_first ? shown.day_first : shown.month_first);
}

std::optional<DateOrder> DateMentions::ShownOrder(const v1::Place* place, Notation notation) const {
  const auto found = shown_.find({DocumentOf(place), notation});
  return found == shown_.end() ? std::nullopt : found->second.Winner();
}

std::optional<DateOrder> DateMentions::OrderOf(const v1::Place* place, Notation notation) const {
  const std::optional<DateOrder> shown = ShownOrder(place, notation);
  return shown ? shown : declared_;
}

std::optional<absl::CivilDay> DateMentions::Read(const PrintedDay& day,
                                                 const v1::Place* place) const {
  if (!day.ambiguous()) return day.unmistakable();
  const std::optional<DateOrder> order = OrderOf(place, day.notation);
  if (!order) return std::nullopt;
  return *order == DateOrder::kDayFirst ? day.day_first : day.month_first;
}

}  // namespace tarazy::accreditation::report_lint
