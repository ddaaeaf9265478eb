// All dates of a report in one list, and how its document writes them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/accreditation/domain/report_lint/printed_date.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation::report_lint {

// A date that stands somewhere.
struct DateMention {
  absl::string_view printed;
  // What it dates, "finding:r-6.1-1"; may be empty.
  std::string about;
  // What the record takes it for; nothing: it does not say.
  std::optional<absl::CivilDay> recorded;
  const v1::Place* place = nullptr;
  PrintedDay day;
};

enum class DateOrder { kDayFirst, kMonthFirst };

// The dates of a case's report, in its order: dates, acts, deadlines, restatements.
class DateMentions {
 public:
  // `record` must outlive it.
  explicit DateMentions(const v1::Case& record);

  const std::vector<DateMention>& all() const { return all_; }

  // How dates of this notation are written in this document: by the dates there whose order shows
  // when they all agree, or three quarters of at least four do; else as the report says; else
  // nobody knows.
  std::optional<DateOrder> OrderOf(const v1::Place* place, Notation notation) const;
  // The order that the document's own dates show; nothing: they do not.
  std::optional<DateOrder> ShownOrder(const v1::Place* place, Notation notation) const;

  // The day, when it can be known without the record's help.
  std::optional<absl::CivilDay> Read(const PrintedDay& day, const v1::Place* place) const;

 private:
  struct Shown {
    int day_first = 0;
    int month_first = 0;

    // The order that all show, or three quarters of at least four.
    std::optional<DateOrder> Winner() const;
  };

  void Add(absl::string_view printed, std::string about, absl::string_view recorded,
           const v1::Place* place);

  std::vector<DateMention> all_;
  std::map<std::pair<absl::string_view, Notation>, Shown> shown_;
  std::optional<DateOrder> declared_;
};

}  // namespace tarazy::accreditation::report_lint
