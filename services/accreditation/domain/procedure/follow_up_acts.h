// What was done about one finding, for one programme and one day: plan -> evidence -> verified, or
// back.
#pragma once

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

struct FollowUpStanding {
  bool planned = false;
  bool evidence = false;  // that nobody has judged yet
  bool verified = false;
  std::set<std::string> submitters;  // of evidence, returned evidence included
  std::string last_day;              // of the last act

  void Apply(const v1::FollowUpStep& step);
};

// Why the act is not possible now, as a sentence; empty: it is.
absl::string_view RefuseAct(const FollowUpStanding& standing, v1::FollowUpAct act);

}  // namespace tarazy::accreditation
