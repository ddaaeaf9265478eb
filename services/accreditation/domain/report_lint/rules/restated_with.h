// What restatements are held against.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation::report_lint {

// "finding:r-1" in its two halves; without a colon the second is empty.
struct RestatedThing {
  absl::string_view kind;
  absl::string_view id;
};
RestatedThing ThingOf(absl::string_view of);

// What the record calls it.
struct RecordText {
  // One for each language it has.
  std::vector<std::string> texts;
  const v1::Place* place = nullptr;
};

// The texts of a finding, a criterion, a standard, a programme or the framework; nothing for
// others.
std::optional<RecordText> TextOf(const Subject& subject, absl::string_view of);

// Its first and last day: a finding's deadline, the visit, the order, the contract.
struct RecordDays {
  absl::CivilDay first;
  absl::CivilDay last;
  const v1::Place* place = nullptr;
};
std::optional<RecordDays> DaysOf(const Subject& subject, absl::string_view of);

// Where the record has the words, whatever the language: the one most like them, and how much.
struct Nearest {
  std::string text;
  double similarity = 0;
  bool same = false;
};
Nearest NearestOf(const RecordText& record, absl::string_view printed);

}  // namespace tarazy::accreditation::report_lint
