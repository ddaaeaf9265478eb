#include "services/accreditation/domain/procedure/follow_up_acts.h"

namespace tarazy::accreditation {

void FollowUpStanding::Apply(const v1::FollowUpStep& step) {
  last_day = step.on();
  switch (step.act()) {
    case v1::FOLLOW_UP_ACT_PLAN:
      planned = true;
      break;
    case v1::FOLLOW_UP_ACT_EVIDENCE:
      evidence = true;
      submitters.insert(step.by());
      break;
    case v1::FOLLOW_UP_ACT_VERIFY:
      verified = true;
      break;
    case v1::FOLLOW_UP_ACT_RETURN:
      // Evidence goes back to the plan that it came from, a plan to nothing.
      if (!evidence) planned = false;
      evidence = false;
      break;
    default:
      break;
  }
}

absl::string_view RefuseAct(const FollowUpStanding& standing, v1::FollowUpAct act) {
  if (standing.verified) return "it is verified already";
  switch (act) {
    case v1::FOLLOW_UP_ACT_PLAN:
      return standing.evidence ? "there is evidence that waits to be judged" : "";
    case v1::FOLLOW_UP_ACT_EVIDENCE:
      return "";
    case v1::FOLLOW_UP_ACT_VERIFY:
      return standing.evidence ? "" : "there is no evidence to verify";
    case v1::FOLLOW_UP_ACT_RETURN:
      return standing.evidence || standing.planned ? "" : "nothing was submitted";
    default:
      return "this is no act";
  }
}

}  // namespace tarazy::accreditation
