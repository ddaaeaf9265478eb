// What a change of a case means for those who follow its findings up.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

// Findings bind from the day the report stands until the case is closed.
bool IsFollowedUp(const v1::Case& record);

// The days of a finding for a programme that are not verified yet, by the name of what is due:
//   cases/ektu-2023/findings/r1/programmes/6b07101                        without programmes, less
//   …/programmes/6b07101/events/e1      one for each event that it hangs on
//   …/programmes/6b07101/days/2024-09-01   one for each day that recurs
// A name stays the same when its day moves.
using DueDays = std::map<std::string, std::string>;  // "2024-09-01"

// One finding for one programme, when there is something to tell of it.
struct FollowUpNews {
  v1::Finding finding;
  std::string programme;  // its code; empty: the institution
  enum Kind {
    kOpened,   // it is followed up from now on
    kDropped,  // it is not any more, though the case is open
    kClosed,   // nor is any other: the case was closed
    kChanged,  // its days differ, or steps were taken
  } kind = kChanged;
  DueDays before, after;
  std::vector<v1::FollowUpStep> steps;  // taken since, in order
};

// In the order of findings and programmes. Days that recur are those up to two years after the day
// on which the case is looked at, `before_day` and `day`; so the next ones are news when time has
// passed. Findings that were verified for good when they opened are none.
std::vector<FollowUpNews> CompareFollowUps(const v1::Case& before, absl::CivilDay before_day,
                                           const v1::Case& after, absl::CivilDay day);

// The name of what the step is about.
std::string NameOfDue(const v1::Case& record, const v1::Finding& finding,
                      const v1::FollowUpStep& step, absl::CivilDay day);

}  // namespace tarazy::accreditation
