// Text answers, listed once they were reviewed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/app/results/readable_campaign.h"
#include "services/surveys/store/ballots/comment_store.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

struct CommentPage {
  std::vector<v1::Comment> comments;
  std::string next;  // the id to go on after; empty: there is no more
};

// At most `size`. Only of strata with at least as many ballots as the policy's text_threshold.
// Reviewers read every text as it was written; everybody else those that were released, as
// released.
absl::StatusOr<CommentPage> ReadComments(const Context& context, const SurveyData& data,
                                         const ReadableCampaign& readable,
                                         const CommentFilter& filter, int size, bool reviewer);

struct Review {
  v1::CommentState state = v1::COMMENT_STATE_UNSPECIFIED;  // RELEASED or WITHHELD
  std::string text;                                        // masked; empty: as written
  v1::CommentReason reason = v1::COMMENT_REASON_UNSPECIFIED;
};

// Errors: NOT_FOUND; INVALID_ARGUMENT with every fault: another state, a text of what is withheld,
// no reason for what is masked or withheld.
absl::StatusOr<v1::Comment> ReviewOf(sql::Tx& ballots, absl::string_view campaign,
                                     absl::string_view comment, const Review& review);

}  // namespace tarazy::surveys
